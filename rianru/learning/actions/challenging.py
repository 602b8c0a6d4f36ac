"""Planning challenges: their goals or board, groups with a code, rewards, and the badge at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.credentials import actions as credentials
from rianru.kernel.boards import SIDES, lines
from rianru.kernel.changing_codes import new_secret
from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from rianru.kernel.thai import normalise
from rianru.learning.actions import challenge_refusals as refusals
from rianru.learning.actions.checking import TITLE, WORDS, tidied
from rianru.learning.actions.refusals import KindUnknown, TitleNeeded, TooLong
from rianru.learning.kinds import passports as verbs
from rianru.learning.models import Challenge, Entry, Goal, PaperCode, Programme, Reward
from rianru.learning.queries.challenges import badge_rules
from rianru.learning.words import CHALLENGE_FORMS, GOAL_KINDS, REACHES, STAMP_KINDS, UNITS
from rianru.places import queries as places

MOST_GOALS, MOST_REWARDS = 12, 6
A_YEAR = timedelta(days=366)
LATE = timedelta(days=14)  # after the last day, until when stamps of paper passports are entered
OF = {"minutes": ("reading",), "books": ("reading", "borrowing"), "activities": ("activity",), "free": ()}
NEXT = {"open": ("draft",), "over": ("open",), "cancelled": ("draft", "open")}


@dataclass(frozen=True, slots=True)
class GoalSaid:
    """A goal, or a square: so many of a kind, of stamps of the kinds `of` (none: every kind)."""

    kind: str
    needs: int = 1
    of: Sequence[str] = ()
    programme_id: UUID | None = None
    title_th: str = ""
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class RewardSaid:
    """What is given where, after so many goals or lines (none: all that are needed); how many there are."""

    title_th: str
    space_id: UUID
    title_en: str = ""
    after: int | None = None
    stock: int | None = None


@dataclass(frozen=True, slots=True)
class ChallengeSaid:
    """What a challenge says. `needs`: goals, or lines of a board; both days are part of it."""

    title_th: str
    starts_on: date
    ends_on: date
    title_en: str = ""
    description_th: str = ""
    description_en: str = ""
    form: str = "goals"
    unit: str = "person"
    reach: str = "network"
    area: str = ""
    needs: int = 1


def keep_challenge(
    *, actor: Actor, at: datetime, space_id: UUID, said: ChallengeSaid, goals: Sequence[GoalSaid],
    rewards: Sequence[RewardSaid] = (), challenge_id: UUID | None = None, badge: UUID | None = None,
) -> UUID:
    """A draft, new or as it is to be. `badge`: what the credentials app defines, given to whoever completes it.

    Refuses with TitleNeeded, TooLong, KindUnknown, PeriodWrong, ReachWrong, GoalsWrong, GoalWrong, NeedsWrong,
    RewardWrong and ChallengeStands; as `credentials.set_award_rule` does for the badge.
    """
    require("learning.plan_challenges", actor=actor, at=at, scope=places.scope_of_space(space_id))
    columns = _columns(said, at)
    rows = [_goal(number, one) for number, one in enumerate(goals, 1)]
    _enough(said, rows)
    _check_rewards(rewards, space_id, said)
    with transaction.atomic():
        if challenge_id is None:
            made = Challenge.objects.create(id=new_id(), space_id=space_id, made_at=at, changed_at=at, **columns)
            challenge_id = made.id
        else:
            own = Challenge.objects.select_for_update().filter(id=challenge_id, space=space_id).first()
            if own is None:
                raise NotFound()
            if own.state != "draft":
                raise refusals.ChallengeStands()
            Challenge.objects.filter(id=challenge_id).update(changed_at=at, **columns)
        _lay(challenge_id, rows, rewards)
        _badge(actor, at, challenge_id, badge)
        facts.record(verbs.CHALLENGE_KEPT, actor=actor, at=at, object_kind="challenge", object_id=challenge_id,
                     space_id=space_id)
    return challenge_id


def _columns(said: ChallengeSaid, at: datetime) -> dict[str, Any]:
    titles = {"title_th": normalise(said.title_th).strip(), "title_en": normalise(said.title_en).strip()}
    words = {"description_th": tidied(said.description_th), "description_en": tidied(said.description_en)}
    if not titles["title_th"]:
        raise TitleNeeded()
    if any(len(one) > TITLE for one in titles.values()) or any(len(one) > WORDS for one in words.values()):
        raise TooLong()
    for typed, known in ((said.form, CHALLENGE_FORMS), (said.unit, UNITS), (said.reach, REACHES)):
        if typed not in known:
            raise KindUnknown(typed=typed[:80])
    if not said.starts_on <= said.ends_on <= said.starts_on + A_YEAR or said.ends_on < day_of(at):
        raise refusals.PeriodWrong()
    area = said.area if said.reach == "area" else ""
    if said.reach == "area" and not places.area_names([area]):
        raise refusals.ReachWrong()
    return {**titles, **words, "form": said.form, "unit": said.unit, "reach": said.reach, "area": area,
            "starts_on": said.starts_on, "ends_on": said.ends_on, "needs": said.needs}


def _goal(number: int, said: GoalSaid) -> Goal:
    """A row, tidied. Refuses with GoalWrong what nothing can reach."""
    of = [kind for kind in STAMP_KINDS if kind in (OF.get(said.kind) or said.of or STAMP_KINDS)]
    known = said.kind in GOAL_KINDS and set(said.of) <= set(STAMP_KINDS)
    programme = said.programme_id if said.kind == "activities" else None
    if not known or (said.kind != "free" and not 1 <= said.needs <= 100_000) or (
        programme and not Programme.objects.filter(id=programme).exists()
    ):
        raise refusals.GoalWrong(n=number)
    return Goal(
        id=new_id(), position=number - 1, kind=said.kind, of=[] if said.kind == "free" else of,
        needs=0 if said.kind == "free" else said.needs, programme_id=programme,
        title_th=normalise(said.title_th).strip()[:TITLE], title_en=normalise(said.title_en).strip()[:TITLE])


def _enough(said: ChallengeSaid, goals: Sequence[Goal]) -> None:
    """Whether that is a board or a list of goals, and asks for no more than there is."""
    most = len(goals)
    if said.form == "bingo":
        if most not in SIDES:
            raise refusals.GoalsWrong()
        most = len(lines(SIDES[most]))
    elif not 1 <= most <= MOST_GOALS:
        raise refusals.GoalsWrong()
    if not 1 <= said.needs <= most:
        raise refusals.NeedsWrong(most=most)


def _check_rewards(rewards: Sequence[RewardSaid], space_id: UUID, said: ChallengeSaid) -> None:
    spaces = {one.id: one.network_id for one in places.spaces_by_id({space_id, *(one.space_id for one in rewards)})}
    for one in rewards:
        fits = one.space_id in spaces and spaces[one.space_id] == spaces[space_id]
        stocked = one.stock is None or 0 <= one.stock <= 1_000_000
        if not fits or not stocked or not normalise(one.title_th).strip() or len(one.title_th) > TITLE:
            raise refusals.RewardWrong()
        if one.after is not None and not 1 <= one.after <= said.needs:
            raise refusals.NeedsWrong(most=said.needs)
    if len(rewards) > MOST_REWARDS:
        raise refusals.RewardWrong()


def _lay(challenge_id: UUID, goals: Sequence[Goal], rewards: Sequence[RewardSaid]) -> None:
    """Goals and rewards anew: nobody takes part in a draft."""
    Goal.objects.filter(challenge=challenge_id).delete()
    Reward.objects.filter(challenge=challenge_id).delete()
    for one in goals:
        one.challenge_id = challenge_id
    Goal.objects.bulk_create(goals)
    Reward.objects.bulk_create(
        Reward(id=new_id(), challenge_id=challenge_id, position=place, title_th=normalise(one.title_th).strip(),
               title_en=normalise(one.title_en).strip()[:TITLE], space_id=one.space_id, after=one.after,
               stock=one.stock)
        for place, one in enumerate(rewards))


def _badge(actor: Actor, at: datetime, challenge_id: UUID, badge: UUID | None) -> None:
    """The rule by which whoever completes it is given a badge: this one alone."""
    known = badge_rules(challenge_id)
    for rule_id, definition_id in known:
        if definition_id != badge:
            credentials.end_award_rule(actor=actor, at=at, rule_id=rule_id)
    if badge is not None and badge not in [definition for _, definition in known]:
        credentials.set_award_rule(actor=actor, at=at, definition_id=badge, object_kind="challenge",
                                   object_id=challenge_id)


def turn_challenge(*, actor: Actor, at: datetime, space_id: UUID, challenge_id: UUID, state: str) -> None:
    """Opens a draft, ends or calls off what is open; twice is once. Refuses with ChallengeNotOpen and PeriodWrong."""
    require("learning.plan_challenges", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with transaction.atomic():
        own = Challenge.objects.select_for_update().filter(id=challenge_id, space=space_id).first()
        if own is None or state not in NEXT:
            raise NotFound()
        if own.state == state:
            return
        if own.state not in NEXT[state]:
            raise refusals.ChallengeNotOpen()
        if state == "open" and own.ends_on < day_of(at):
            raise refusals.PeriodWrong()
        Challenge.objects.filter(id=challenge_id).update(state=state, changed_at=at)
        facts.record(verbs.CHALLENGE_TURNED, actor=actor, at=at, object_kind="challenge", object_id=challenge_id,
                     space_id=space_id, format=state)


def make_team(*, actor: Actor, at: datetime, space_id: UUID, challenge_id: UUID, name: str) -> UUID:
    """A school, a class, a group: staff name it and hand its code to whoever leads it. Its entry.

    Refuses with TitleNeeded, TooLong, TeamNameTaken, NotATeamChallenge.
    """
    require("learning.plan_challenges", actor=actor, at=at, scope=places.scope_of_space(space_id))
    said = " ".join(normalise(name).split())
    if not said:
        raise TitleNeeded()
    if len(said) > TITLE:
        raise TooLong()
    with transaction.atomic():
        own = Challenge.objects.filter(id=challenge_id, space=space_id, state__in=("draft", "open")).first()
        if own is None:
            raise NotFound()
        if own.unit != "team":
            raise refusals.NotATeamChallenge()
        made = _named_once(Entry(id=new_id(), challenge=own, name=said, joined_at=at))
        PaperCode.objects.create(entry=made, secret=new_secret(), made_at=at, changed_at=at)
        facts.record(verbs.TEAM_MADE, actor=actor, at=at, object_kind="challenge", object_id=challenge_id,
                     space_id=space_id)
    return made.id


def _named_once(entry: Entry) -> Entry:
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        raise refusals.TeamNameTaken() from error
    return entry


def end_challenges(*, actor: Actor, at: datetime) -> int:
    """What ended over a fortnight ago is over: until then stamps of paper passports are entered. How many."""
    require("learning.advance", actor=actor, at=at)
    with transaction.atomic():
        ended = Challenge.objects.filter(state="open", ends_on__lt=day_of(at) - LATE)
        count = ended.update(state="over", changed_at=at)
        if count:
            facts.record(verbs.CHALLENGE_TURNED, actor=actor, at=at, format="over", count=count)
    return count


__all__ = ["ChallengeSaid", "GoalSaid", "RewardSaid", "end_challenges", "keep_challenge", "make_team",
           "turn_challenge"]
