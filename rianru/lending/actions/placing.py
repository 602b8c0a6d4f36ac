"""Holds: placed on a work, an edition or one copy, suspended without losing one's place, moved, cancelled, expired."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import date_text, day_of
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.words import T
from rianru.lending import kinds
from rianru.lending.actions.answering import find_copy, free_copy, look_again
from rianru.lending.actions.asking import desk_or_self, masked
from rianru.lending.actions.lending import locked, may_borrow, old_enough
from rianru.lending.actions.refusals import AlreadyTheirs, NotLent
from rianru.lending.actions.scanning import rules_for, title_of, value
from rianru.lending.models import Hold, Loan
from rianru.lending.queries.scene import Borrower, Copy, copy
from rianru.lending.words import REACHES
from rianru.places import queries as places

FARTHEST = timedelta(days=366)  # that a hold may be suspended
UNANSWERED = ("absent", "withdrawn", "lost")


class HoldTwice(Refused):
    """This member waits for it already."""

    code = "lending.hold_twice"
    says = T("จอง {title} ไว้แล้ว คิวเดิมยังอยู่", "{title} is on hold for them already. Their place is kept.")


class TooManyHolds(Refused):
    """As many holds as the rules allow."""

    code = "lending.too_many_holds"
    says = T("จองอยู่ {holds} จาก {most} รายการแล้ว ยกเลิกสักรายการ แล้วจองใหม่ได้",
             "{holds} of {most} holds are open already. Cancel one, then place another.")


class PickupClosed(Refused):
    """The pick-up space is closed for good, or of another network."""

    code = "lending.pickup_closed"
    says = T("รับที่นี่ไม่ได้ เลือกที่รับอื่นในเครือข่ายเดียวกัน", "It cannot be picked up there. Choose another place of the network.")


class CopyCannotAnswer(Refused):
    """The copy will not come back."""

    code = "lending.copy_cannot_answer"
    says = T("{title} เล่มนี้ไม่กลับมาแล้ว จองฉบับหรือเล่มอื่นแทน", "This copy of {title} will not come back. Hold another one.")


class HoldEnded(Refused):
    """It was picked up, cancelled or has expired."""

    code = "lending.hold_ended"
    says = T("การจองนี้จบไปแล้ว จองใหม่ได้เลย", "This hold has ended. Place a new one.")


class HoldOnItsWay(Refused):
    """A copy is kept or on its way for it already."""

    code = "lending.hold_on_its_way"
    says = T("มีเล่มให้การจองนี้แล้ว พักคิวหรือเปลี่ยนที่รับไม่ได้ ถ้าไม่ต้องการแล้ว ยกเลิกได้",
             "A copy is kept for this hold already. It can be cancelled, but not suspended or moved.")


class SuspendedTooFar(NotUnderstood):
    """Not a day to come, or more than a year ahead."""

    code = "lending.suspended_too_far"
    says = T("เลือกวันที่อยากกลับมารอคิว ตั้งแต่พรุ่งนี้ถึงอีกหนึ่งปี", "Choose the day to wait again: from tomorrow to a year ahead.")


class ReachUnknown(NotUnderstood):
    """Neither a work, an edition nor a copy."""

    code = "lending.reach_unknown"
    says = T("เลือกว่าจองฉบับไหนก็ได้ ฉบับนี้ หรือเล่มนี้", "Choose any edition, this edition, or this copy.")


@dataclass(frozen=True, slots=True)
class Placed:
    """A hold, its place in the queue, and the copy that answers it already, if one does, with its space."""

    hold_id: UUID
    title: str
    place: int
    copy_id: UUID | None
    copy_at: UUID | None


def place_hold(
    *, actor: Actor, at: datetime, membership_id: UUID, item_id: UUID, pickup_id: UUID, reach: str = "work",
    wanted_until: date | None = None, space_id: UUID | None = None, stop_id: UUID | None = None,
) -> Placed:
    """A turn in the queue for what a copy is of. If one is on a shelf now, it is kept for this at once.

    `stop_id`: where the van halts that is the pick-up space.
    `space_id`: the desk at which it is asked for; without it who asks serves where it is picked up.
    Refuses with HoldTwice, TooManyHolds, AlreadyTheirs, NotLent, TooYoung, PickupClosed, CopyCannotAnswer,
    ReachUnknown, and what stands in the way of a card.
    """
    today = day_of(at)
    with transaction.atomic():
        who = locked(membership_id, day=today)
        desk_or_self(actor, at, who, space_id=space_id or pickup_id)
        found = copy(item_id, day=today)
        if found is None:
            raise NotFound()
        if reach not in REACHES:
            raise ReachUnknown()
        may_borrow(who, network_id=found.network, day=today)
        _pickup(pickup_id, found.network, today)
        _halts(stop_id, pickup_id, at)
        _may_wait(who, found, reach, pickup_id, today)
        hold_id = _write(actor, at, who, found, pickup_id, reach, wanted_until, stop_id)
        answer = find_copy(hold_id, at=at, day=today)
        place = 0 if answer else _place(found, at)
    return Placed(hold_id, found.title, place, *(answer or (None, None)))


def cancel_hold(*, actor: Actor, at: datetime, hold_id: UUID) -> None:
    """No longer wanted. What was kept for it goes to the next. Refuses with HoldEnded."""
    with transaction.atomic():
        hold = _own(actor, at, hold_id)
        _end(actor, at, hold, "cancelled", kinds.HOLD_CANCELLED)


def suspend_hold(*, actor: Actor, at: datetime, hold_id: UUID, until: date) -> None:
    """Not now: passed over until a day, at the same place in the queue. Refuses with SuspendedTooFar, HoldOnItsWay."""
    today = day_of(at)
    if not today < until <= today + FARTHEST:
        raise SuspendedTooFar()
    with transaction.atomic():
        hold = _own(actor, at, hold_id)
        if hold.state not in ("waiting", "suspended", "pulled"):
            raise HoldOnItsWay()
        Hold.objects.filter(id=hold_id).update(
            state="suspended", suspended_until_on=until, copy=None, copy_since_at=None
        )
        _say(kinds.HOLD_SUSPENDED, actor, at, hold)
        if hold.copy_id:
            free_copy(hold.copy_id, at=at)


def resume_hold(*, actor: Actor, at: datetime, hold_id: UUID) -> None:
    """Waiting again, at the same place. Refuses with HoldEnded."""
    with transaction.atomic():
        hold = _own(actor, at, hold_id)
        if hold.state == "suspended":
            Hold.objects.filter(id=hold_id).update(state="waiting", suspended_until_on=None)
            _say(kinds.HOLD_RESUMED, actor, at, hold)
            find_copy(hold_id, at=at, day=day_of(at))


def move_hold(*, actor: Actor, at: datetime, hold_id: UUID, pickup_id: UUID) -> None:
    """To be picked up elsewhere. Refuses with PickupClosed and HoldOnItsWay."""
    with transaction.atomic():
        hold = _own(actor, at, hold_id)
        if hold.state not in ("waiting", "suspended", "pulled"):
            raise HoldOnItsWay()
        _pickup(pickup_id, hold.pickup.network_id, day_of(at))
        Hold.objects.filter(id=hold_id).update(pickup=pickup_id, stop=None)
        _say(kinds.HOLD_MOVED, actor, at, hold)


def tend_holds(*, actor: Actor, at: datetime, limit: int = 1_000) -> int:
    """What time has done: not picked up in time, no longer wanted, waiting again. How many were looked at."""
    require("lending.tend_holds", actor=actor, at=at)
    today, done = day_of(at), 0
    late = Hold.objects.filter(state="ready", ready_until_on__lt=today)
    unwanted = Hold.objects.filter(state__in=["waiting", "suspended"], wanted_until_on__lt=today)
    back = Hold.objects.filter(state="suspended", suspended_until_on__lte=today)
    taken = Hold.objects.filter(state="pulled").exclude(copy__state="available")
    for found, tend in ((late, _expire), (unwanted, _expire), (back, _wait_again), (taken, _elsewhere)):
        for id in found.order_by("id").values_list("id", flat=True)[:limit]:
            with transaction.atomic():
                hold = Hold.objects.select_for_update().filter(id=id, ended_at=None).first()
                if hold is not None:
                    tend(actor, at, hold)
                    done += 1
    if done:
        with transaction.atomic():
            facts.record(kinds.HOLDS_TENDED, actor=actor, at=at, count=done)
    return done


def _expire(actor: Actor, at: datetime, hold: Hold) -> None:
    _end(actor, at, hold, "expired", kinds.HOLD_EXPIRED)


def _wait_again(actor: Actor, at: datetime, hold: Hold) -> None:
    Hold.objects.filter(id=hold.id, state="suspended").update(state="waiting", suspended_until_on=None)
    _say(kinds.HOLD_RESUMED, actor, at, hold)
    find_copy(hold.id, at=at, day=day_of(at))


def _elsewhere(actor: Actor, at: datetime, hold: Hold) -> None:
    """The copy left its shelf before it was pulled."""
    if hold.copy_id is not None:
        look_again(actor, at, hold.id, space_id=hold.pickup_id, passed=hold.copy_id)


def _end(actor: Actor, at: datetime, hold: Hold, state: str, verb: str) -> None:
    Hold.objects.filter(id=hold.id, ended_at=None).update(state=state, ended_at=at)
    key = facts.end_one_off(object_kind="hold", object_id=hold.id)
    facts.record(verb, actor=masked(actor, key) if key else actor, at=at, subject=key, object_kind="item",
                 object_id=hold.item_id, space_id=hold.pickup_id)
    if hold.copy_id:
        free_copy(hold.copy_id, at=at)


def _say(verb: str, actor: Actor, at: datetime, hold: Hold) -> None:
    key = facts.one_off(object_kind="hold", object_id=hold.id)
    facts.record(verb, actor=masked(actor, key), at=at, subject=key, object_kind="item", object_id=hold.item_id,
                 space_id=hold.pickup_id)


def _own(actor: Actor, at: datetime, hold_id: UUID) -> Hold:
    """The hold, locked, for the desk where it is picked up, its member, and whoever acts for them."""
    hold = Hold.objects.select_for_update(of=("self",)).select_related("pickup").filter(id=hold_id).first()
    if hold is None:
        raise NotFound()
    who = locked(hold.membership_id, day=day_of(at))
    desk_or_self(actor, at, who, space_id=hold.pickup_id)
    if hold.ended_at is not None:
        raise HoldEnded()
    return hold


def _pickup(pickup_id: UUID, network_id: UUID, today: date) -> None:
    space = places.space_by_id(pickup_id)
    if space is None or space.network_id != network_id or (space.closed_on is not None and space.closed_on <= today):
        raise PickupClosed()


def _halts(stop_id: UUID | None, pickup_id: UUID, at: datetime) -> None:
    """Refuses a stop at which the van of the pick-up is not expected."""
    if stop_id is None:
        return
    stop = places.stop_by_id(stop_id)
    if stop is None or places.next_of_van_at(stop_id, vehicle_id=pickup_id, at=at) is None:
        raise PickupClosed()


def _may_wait(who: Borrower, found: Copy, reach: str, pickup_id: UUID, today: date) -> None:
    if found.state in UNANSWERED and reach == "item":
        raise CopyCannotAnswer(title=title_of(found))
    answers = rules_for(found, space_id=pickup_id, category=who.category, stamp=who.rules_stamp)
    if not value(answers, "lends"):
        raise NotLent(title=title_of(found))
    old_enough(found, who, answers, day=today)
    most = value(answers, "holds_at_once")
    own = Hold.objects.filter(membership=who.id, ended_at=None, item__edition__work=found.work)
    if any(reach == "work" or one.reach == "work" or one.item_id == found.id for one in own):
        raise HoldTwice(title=title_of(found))
    if who.holds >= most:
        raise TooManyHolds(holds=who.holds, most=most)
    theirs = Loan.objects.filter(membership=who.id, returned_at=None, item__edition__work=found.work)
    if (loan := theirs.first()) is not None and reach == "work":
        raise AlreadyTheirs(title=title_of(found), due=date_text(loan.due_on))


def _write(
    actor: Actor, at: datetime, who: Borrower, found: Copy, pickup_id: UUID, reach: str, wanted_until: date | None,
    stop_id: UUID | None,
) -> UUID:
    hold_id = new_id()
    Hold.objects.create(id=hold_id, membership_id=who.id, item_id=found.id, reach=reach, pickup_id=pickup_id,
                        placed_at=at, wanted_until_on=wanted_until, stop_id=stop_id)
    key = facts.new_one_off(object_kind="hold", object_id=hold_id)
    facts.record(kinds.HELD, actor=masked(actor, key), at=at, subject=key, object_kind="item", object_id=found.id,
                 space_id=pickup_id, format=found.format)
    return hold_id


def _place(found: Copy, at: datetime) -> int:
    before = Hold.objects.filter(item__edition__work=found.work, ended_at=None, state__in=["waiting", "suspended"])
    return before.filter(placed_at__lte=at).count()


