"""Stamps by the code on the wall, from paper passports, and of one's own reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.changing_codes import new_secret
from rianru.kernel.dates import day_of, start_of_day
from rianru.kernel.geography import Point, kilometres
from rianru.kernel.paper_codes import Typed, ago, read
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.kernel.thai import normalise
from rianru.kernel.words import T
from rianru.learning.actions import stamp_refusals as refusals
from rianru.learning.actions.guessing import guessing
from rianru.learning.actions.stamps import advance_later, stamped
from rianru.learning.kinds import passports as verbs
from rianru.learning.models import CodeFlag, PaperCode, Passport, Stamp
from rianru.learning.queries.learners import Learner, learners
from rianru.learning.queries.passports import (
    SpaceCode,
    code_behind,
    code_of_space,
    in_my_care,
    last_seen,
    stamps_since,
)
from rianru.learning.words import TURNS
from rianru.people import queries as people
from rianru.places import queries as places

GRACE = timedelta(minutes=60)  # before opening and after closing
SPEED = 120  # km an hour: nobody travels faster from one space to the next
NEAR = 5  # km within which one may be anywhere
BURST, MINUTES = 30, timedelta(minutes=10)
BACK = 60  # days, of what is entered afterwards
MOST_BOOKS = 100  # a day
A_DAY = 1_440  # minutes


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a code gave. `again`: all of them had today's stamp already."""

    space_id: UUID
    name: T
    people: int
    again: bool


def stamp_by_code(
    *, actor: Actor, at: datetime, code: str, persons: Sequence[UUID] = (), who: str = ""
) -> Stamped:
    """Somebody signed in types or scans the number on the wall of a space: they, or `persons` of whom they take care,
    were there. Once each a day, however often.

    `who`: what stands for their address, to count wrong codes also by that. Refuses with StampCodeMistyped,
    StampCodeWrong, StampCodeOld, StampWhileClosed, StampVanElsewhere, StampTooFar, StampsFull, TooManyCodes; NotAllowed
    for persons of others. What is refused as odd is told to the caretaker.
    """
    require("learning.keep_passport", actor=actor, at=at)
    assert actor.key is not None
    mine = {one.id: one for one in in_my_care(actor.key)}
    if not set(persons) <= mine.keys():
        raise NotAllowed()
    wanted = [mine[id] for id in dict.fromkeys(persons)] or [one for one in mine.values() if one.key == actor.key]
    with guessing(actor, at, who, refusals.StampCodeWrong):
        typed = read(code)
        if typed is not None and typed.slip:
            raise refusals.StampCodeMistyped()
        found = code_behind(typed.number) if typed else None
        if typed is None or found is None:
            raise refusals.StampCodeWrong()
        _fits(typed, found, at)
    _could_be_there(found, wanted, at)
    with transaction.atomic():
        full = found.stops and not _room(found, wanted, at)
        new = [] if full else [one for one in wanted if stamped(
            actor, at, one, kind="visit", space_id=found.space_id, on=day_of(at), source="code", moment=at)]
        advance_later(one.key for one in new)
        if new:
            _look(found, at)
    if full:
        flag(found.space_id, "crowd", at)
        raise refusals.StampsFull(most=found.most_a_day, space=found.name)
    return Stamped(found.space_id, found.name, len(new), not new)


def _fits(typed: Typed, found: SpaceCode, at: datetime) -> None:
    """Whether the digits are those of now."""
    windows = ago(found.secret, typed.six, found.turns, day_of(at))
    if windows is None:
        flag(found.space_id, "guessed", at)
        raise refusals.StampCodeWrong()
    if windows:
        raise refusals.StampCodeOld()


def _could_be_there(found: SpaceCode, wanted: Sequence[Learner], at: datetime) -> None:
    """Whether it is open, or just was; and whether any of them was far away a moment ago."""
    point = found.point
    if places.is_van(found.space_id):
        point = _where_it_halts(found, at)
    else:
        _open_now(found, at)
    if point is None:
        return
    for seen in last_seen([one.id for one in wanted], since=at - timedelta(hours=12)):
        km = kilometres(Point(*point), Point(seen.lat, seen.lon))
        if km > NEAR + SPEED * abs((at - seen.occurred_at).total_seconds()) / 3_600:
            flag(found.space_id, "far", at)
            raise refusals.StampTooFar(space=seen.name, km=round(km))


def _where_it_halts(found: SpaceCode, at: datetime) -> tuple[float, float] | None:
    """Of a van: the stop where it is, or just was; its code is good nowhere else."""
    halt = places.halt_at(found.space_id, at=at, grace=GRACE)
    if halt is None:
        flag(found.space_id, "closed", at)
        raise refusals.StampVanElsewhere(van=found.name)
    stop = halt.stop
    return (float(stop.lat), float(stop.lon)) if stop.lat is not None and stop.lon is not None else None


def _open_now(found: SpaceCode, at: datetime) -> None:
    around = [places.openings([found.space_id], at=one)[found.space_id] for one in (at, at + GRACE, at - GRACE)]
    if all(one.state == "closed" for one in around):
        flag(found.space_id, "closed", at)
        raise refusals.StampWhileClosed(space=found.name)


def _room(found: SpaceCode, wanted: Sequence[Learner], at: datetime) -> bool:
    """Whether the code has as many left today; one after the other, so that it never gives more. Who had theirs today
    needs none.
    """
    PaperCode.objects.select_for_update().get(number=found.number)
    day = day_of(at)
    had = Stamp.objects.filter(person__in=[one.id for one in wanted], space=found.space_id, kind="visit")
    new = len(wanted) - had.filter(occurred_on=day).count()
    return not new or stamps_since(found.space_id, since=start_of_day(day)) + new <= found.most_a_day


def _look(found: SpaceCode, at: datetime) -> None:
    """Tells the caretaker of more stamps than a day or ten minutes usually hold; nobody is refused for it."""
    if stamps_since(found.space_id, since=at - MINUTES) >= BURST:
        flag(found.space_id, "burst", at)
    if stamps_since(found.space_id, since=at - timedelta(hours=24)) > found.most_a_day:
        flag(found.space_id, "crowd", at)


def flag(space_id: UUID, reason: str, at: datetime) -> None:
    """Counts that something odd happened to the code of a space, for its caretaker; what was settled opens anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO learning_codeflag (space_id, day_on, reason, times, last_at) VALUES (%s, %s, %s, 1, %s) "
            "ON CONFLICT (space_id, day_on, reason) DO UPDATE SET times = learning_codeflag.times + 1, "
            "last_at = excluded.last_at, settled_at = NULL, settled_by = NULL",
            [space_id, day_of(at), reason, at])


def keep_paper_code(
    *, actor: Actor, at: datetime, space_id: UUID, turns: str = "month", most_a_day: int = 150, anew: bool = False,
    stops: bool = False,
) -> SpaceCode:
    """Makes the secret behind the code of a space, once, and says how often the printed one changes. `anew`: a new
    secret, so that no sheet of before counts any more. `stops`: it gives no more than `most_a_day`. Refuses with
    MostWrong.
    """
    require("learning.stamp", actor=actor, at=at, scope=places.scope_of_space(space_id))
    if turns not in TURNS or not 1 <= most_a_day <= 100_000:
        raise refusals.MostWrong()
    with transaction.atomic():
        PaperCode.objects.bulk_create(
            [PaperCode(space_id=space_id, secret=new_secret(), made_at=at, changed_at=at)], ignore_conflicts=True)
        fresh = {"secret": new_secret()} if anew else {}
        PaperCode.objects.filter(space=space_id).update(
            turns=turns, most_a_day=most_a_day, stops=stops, changed_at=at, **fresh)
        facts.record(verbs.PAPER_CODE_KEPT, actor=actor, at=at, object_kind="space", object_id=space_id,
                     space_id=space_id, changed=["secret"] if anew else ["turns", "most_a_day", "stops"])
    found = code_of_space(space_id)
    if found is None:
        raise NotFound()
    return found


def settle_flag(*, actor: Actor, at: datetime, space_id: UUID, flag_id: int) -> None:
    """The caretaker looked at it. Refuses with FlagGone."""
    require("learning.stamp", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with transaction.atomic():
        open_one = CodeFlag.objects.filter(id=flag_id, space=space_id, settled_at=None)
        if not open_one.update(settled_at=at, settled_by=actor.key):
            raise refusals.FlagGone()
        facts.record(verbs.FLAG_SETTLED, actor=actor, at=at, object_kind="space", object_id=space_id, space_id=space_id)


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a list of cards: how many stamps were new, who had theirs, and numbers that are no member's."""

    new: int
    again: int
    unknown: tuple[str, ...]


def stamp_by_hand(
    *, actor: Actor, at: datetime, space_id: UUID, cards: Sequence[str], on: date, kind: str = "visit", books: int = 0,
    minutes: int = 0,
) -> Entered:
    """The caretaker enters what stands in paper passports, by the numbers of cards, up to 60 days afterwards.

    Twice is once: of visits by the day, of reading nothing is entered twice by one key of the form. Refuses with
    StampKindWrong, StampDayWrong, ReadingWrong and CardsUnknown.
    """
    require("learning.stamp", actor=actor, at=at, scope=places.scope_of_space(space_id))
    if kind not in ("visit", "reading"):
        raise refusals.StampKindWrong()
    _recent(on, at)
    if kind == "reading":
        _readable(minutes, books)
    known = {number: scanned for number in dict.fromkeys(cards) if (scanned := people.scanned(number))}
    found = learners(one.person_id for one in people.members(each.membership_id for each in known.values()))
    if not found:
        raise refusals.CardsUnknown()
    read_too = kind == "reading"
    with transaction.atomic():
        new = [one for _, one in sorted(found.items()) if stamped(
            actor, at, one, kind=kind, space_id=space_id, on=on, source="desk",
            minutes=minutes if read_too else 0, books=books if read_too else 0)]
        advance_later(one.key for one in new)
    return Entered(len(new), len(found) - len(new), tuple(one for one in dict.fromkeys(cards) if one not in known))


def log_reading(
    *, actor: Actor, at: datetime, person_id: UUID, on: date, minutes: int = 0, books: int = 0, title: str = ""
) -> None:
    """What somebody, or a child whom they care for, read at home. A title is kept only where it was told.

    Refuses with ReadingWrong and StampDayWrong; NotAllowed for persons of others.
    """
    person = _mine(actor, at, person_id)
    _recent(on, at)
    _readable(minutes, books)
    with transaction.atomic():
        Passport.objects.bulk_create([Passport(person_id=person_id, changed_at=at)], ignore_conflicts=True)
        Passport.objects.select_for_update().get(person=person_id)  # so that two entries see each other's minutes
        day = Stamp.objects.filter(person=person_id, occurred_on=on, kind="reading").aggregate(
            minutes=Sum("minutes", default=0), books=Sum("books", default=0))
        _readable(minutes + day["minutes"], books + day["books"])
        stamped(actor, at, person, kind="reading", space_id=None, on=on, source="own", minutes=minutes, books=books,
                title=" ".join(normalise(title).split())[:200])
        advance_later([person.key])


def drop_reading(*, actor: Actor, at: datetime, stamp_id: UUID) -> None:
    """Takes an entry of one's own log back. NotFound for any other stamp."""
    require("learning.keep_passport", actor=actor, at=at)
    assert actor.key is not None
    mine = {one.id: one for one in in_my_care(actor.key)}
    with transaction.atomic():
        own = Stamp.objects.filter(id=stamp_id, source="own", person__in=list(mine))
        person = own.values_list("person", flat=True).first()
        if person is None or not own.delete()[0]:
            raise NotFound()
        facts.record(verbs.UNSTAMPED, actor=actor, at=at, object_kind="stamp", format="reading")
        advance_later([mine[person].key])


def set_passport(
    *, actor: Actor, at: datetime, person_id: UUID, borrowing: bool, titles: bool = False
) -> None:
    """Whether loans give stamps from now on, and whether these name what was borrowed. Who no longer wants titles has
    none; who no longer wants stamps of loans has none. NotAllowed for persons of others.
    """
    person = _mine(actor, at, person_id)
    with transaction.atomic():
        Passport.objects.update_or_create(
            person_id=person_id,
            defaults={"borrowing": borrowing, "titles": borrowing and titles, "changed_at": at})
        own = Stamp.objects.filter(person=person_id, kind="borrowing")
        if not borrowing:
            own.delete()
            advance_later([person.key])
        elif not titles:
            own.exclude(title="").update(title="")
        facts.record(verbs.PASSPORT_SET, actor=actor, at=at, changed=["borrowing", "titles"])


def _mine(actor: Actor, at: datetime, person_id: UUID) -> Learner:
    """Oneself, or somebody one acts for; else NotAllowed."""
    require("learning.keep_passport", actor=actor, at=at)
    found = next((one for one in in_my_care(actor.key) if one.id == person_id), None) if actor.key else None
    if found is None:
        raise NotAllowed()
    return found


def _recent(on: date, at: datetime) -> None:
    if not day_of(at) - timedelta(days=BACK) <= on <= day_of(at):
        raise refusals.StampDayWrong(days=BACK)


def _readable(minutes: int, books: int) -> None:
    if not (0 <= minutes <= A_DAY and 0 <= books <= MOST_BOOKS) or not minutes + books:
        raise refusals.ReadingWrong(most=MOST_BOOKS)


__all__ = ["Entered", "Stamped", "drop_reading", "keep_paper_code", "log_reading", "set_passport", "settle_flag",
           "stamp_by_code", "stamp_by_hand"]
