"""Taking a copy back, at any space of its network, and saying where it goes next.

One scan does all of it: the loan ends, a fine is asked, the first in the queue gets the copy, or it goes home.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from rianru.catalogue.actions.circulating import turn
from rianru.catalogue.models import Item
from rianru.core import facts, idempotency, prepared
from rianru.core.actors import Actor
from rianru.kernel.dates import date_text, day_of
from rianru.kernel.money import baht_text
from rianru.kernel.words import T
from rianru.lending import kinds
from rianru.lending.actions.answering import claim, end_way, let_go, shelf_until, start_way, van_comes_on
from rianru.lending.actions.refusals import CopyChangedMeanwhile
from rianru.lending.actions.scanning import at_desk, copy_scanned, rules_for, was_decided
from rianru.lending.actions.telling import tell_ready
from rianru.lending.models import Hold
from rianru.lending.queries.days import fined_days
from rianru.lending.queries.scene import Copy
from rianru.lending.queries.scene import copy as copy_again
from rianru.treasury import actions as treasury
from rianru.treasury.actions import About

State = Item.State
TRIES = 5  # times that the queue is asked again because another desk was quicker
GONE = (State.LOST, State.MISSING)
_END = """
    UPDATE lending_loan SET returned_at = %s, returned_to_id = %s, ended_as = 'returned',
           membership_id = CASE WHEN %s THEN membership_id END
    WHERE id = %s AND returned_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a scan did. `goes`: "shelf", "hold" (the hold shelf here), "away" (to a member's pick-up space), "home",
    "repair"; `to` is the space it goes to. `member`: whose loan ended. `changed`: whether anything did.
    """

    item_id: UUID
    title: str
    barcode: str
    call_number: str
    goes: str
    to: UUID
    changed: bool = True
    loan_id: UUID | None = None
    member: UUID | None = None
    home: UUID | None = None  # as it was before: it may float
    due_on: date | None = None
    late_days: int = 0
    fine: int = 0  # satang
    hold_id: UUID | None = None
    ready_until: date | None = None
    found: bool = False
    moneys: tuple[UUID, ...] = ()
    steps: tuple[T, ...] = ()


def check_in(*, actor: Actor, at: datetime, space_id: UUID, barcode: str) -> Returned:
    """Takes a copy in at a space, whoever brings it and whatever it was.

    Refuses with BarcodeUnknown, BarcodeTwice, CopyOfAnotherNetwork, CopyWithdrawn, ClockWrong and
    CopyChangedMeanwhile. CHECKIN 1 to 5 of the states in the README.
    """
    network_id = at_desk(actor, at, space_id)
    today = day_of(at)
    with idempotency.whole():
        copy = copy_scanned(barcode, space_id=space_id, network_id=network_id, at=at, day=today)
        said = Returned(copy.id, copy.title, copy.barcode, copy.call_number, "shelf", space_id, home=copy.space,
                        found=copy.state in GONE)
        if copy.loan:
            said = _end(actor, at, space_id, copy, said)
        return _next_step(actor, at, space_id, copy, said, day=today)


def use_in_house(*, actor: Actor, at: datetime, space_id: UUID, barcode: str) -> Returned:
    """A copy was read here, and goes back to its shelf: counted, as nobody's. Whatever else it was is settled first."""
    network_id = at_desk(actor, at, space_id)
    with idempotency.whole():
        copy = copy_scanned(barcode, space_id=space_id, network_id=network_id, at=at, day=day_of(at))
        facts.record(kinds.USED_HERE, actor=actor, at=at, object_kind="item", object_id=copy.id, space_id=space_id,
                     format=copy.format)
        return check_in(actor=actor, at=at, space_id=space_id, barcode=barcode)


def _end(actor: Actor, at: datetime, space_id: UUID, copy: Copy, said: Returned) -> Returned:
    """The loan ends; it is nobody's from now on, unless the member keeps their history."""
    assert copy.loan is not None
    assert copy.borrower is not None
    if not prepared.write(_END, [max(at, copy.lent_at), space_id, copy.keeps, copy.loan]):
        raise CopyChangedMeanwhile()
    facts.record(kinds.RETURNED, actor=actor, at=at, ends=("loan", copy.loan), keeps=copy.keeps, object_kind="item",
                 object_id=copy.id, space_id=space_id, format=copy.format)
    said = replace(said, loan_id=copy.loan, member=copy.borrower, due_on=copy.due_on)
    return _fined(actor, at, space_id, copy, said)


def _fined(actor: Actor, at: datetime, space_id: UUID, copy: Copy, said: Returned) -> Returned:
    """A fine for the open days by which it is late, as it was decided when it was lent; a claim stops the days."""
    assert copy.due_on is not None
    assert copy.lent_from is not None
    until = day_of(min(at, copy.claimed_at) if copy.claimed_at else at)
    if until <= copy.due_on:
        return said
    days = fined_days(copy.lent_from, due_on=copy.due_on, until=until, grace=was_decided(copy, "grace_days") or 0)
    satang = days * (was_decided(copy, "fine_a_day") or 0)
    cap = was_decided(copy, "fine_cap")
    satang = min(satang, cap) if cap is not None else satang
    steps: tuple[T, ...] = (T("กำหนดคืน {due} เลยมา {days} วันที่เปิด", "Due {due}: late by {days} open {days:day|days}",
               due=date_text(copy.due_on), days=days),)
    if not satang or said.member is None:
        return replace(said, late_days=days, steps=steps)
    posted = treasury.fine(
        actor=actor, at=at, membership_id=said.member, space_id=space_id, satang=satang, about=About("loan", copy.loan)
    )
    steps += (T("ค่าปรับ {fine}", "A fine of {fine}", fine=baht_text(satang)),)
    return replace(said, late_days=days, fine=satang, moneys=(posted.id,), steps=steps)


def _next_step(actor: Actor, at: datetime, here: UUID, copy: Copy, said: Returned, *, day: date) -> Returned:
    """Where the copy goes: to who waits for it, to its shelf, home, or to be mended."""
    if said.found:
        facts.record(kinds.FOUND, actor=actor, at=at, object_kind="item", object_id=copy.id, space_id=here)
    if copy.state == State.DAMAGED:
        return replace(said, goes="repair", changed=False)
    for _ in range(TRIES):
        hold_id = copy.hold or copy.next_hold
        if hold_id is None:
            return _no_one_waits(actor, at, here, copy, said)
        answer = _for_hold(actor, at, here, copy, said, hold_id, day=day)
        if answer is not None:
            return answer
        again = copy_again(copy.id, day=day)
        assert again is not None
        copy = again
    raise CopyChangedMeanwhile()


def _for_hold(
    actor: Actor, at: datetime, here: UUID, copy: Copy, said: Returned, hold_id: UUID, *, day: date
) -> Returned | None:
    """To the hold shelf here, or to where it is picked up; none where another desk gave that member a copy first."""
    pickup = copy.pickup if copy.hold else copy.next_pickup
    assert pickup is not None
    if pickup == here:
        return _ready(actor, at, here, copy, said, hold_id, day=day)
    if copy.hold_state == "travelling" and copy.way and copy.way_to == pickup:
        return replace(said, goes="away", to=pickup, hold_id=hold_id, changed=bool(said.loan_id))
    if claim(hold_id, copy=copy, state="travelling", at=at) is None:
        return None
    _turned(copy, State.IN_TRANSIT, at)
    start_way(copy, sender=here, receiver=pickup, hold_id=hold_id, at=at)
    _say(kinds.HOLD_ANSWERED, actor, at, here, copy, hold_id)
    return replace(said, goes="away", to=pickup, hold_id=hold_id)


def _ready(
    actor: Actor, at: datetime, here: UUID, copy: Copy, said: Returned, hold_id: UUID, *, day: date
) -> Returned | None:
    if copy.hold_state == "ready":
        return replace(said, goes="hold", hold_id=hold_id, ready_until=copy.ready_until_on, changed=False)
    category = copy.next_category or Hold.objects.values_list("membership__category", flat=True).get(id=hold_id)
    until = shelf_until(copy, pickup_id=here, category=category, on=day)
    until = max(until, van_comes_on(hold_id, van=here, at=at) or until)
    member = claim(hold_id, copy=copy, state="ready", at=at, ready_until=until)
    if member is None:
        return None
    _turned(copy, State.ON_HOLD_SHELF, at)
    if copy.way:
        end_way(copy.way, at=at, arrived=copy.way_to == here)
    _say(kinds.HOLD_READY, actor, at, here, copy, hold_id)
    tell_ready(member, title=copy.title, space_id=here, until=until, at=at)
    return replace(said, goes="hold", hold_id=hold_id, ready_until=until)


def _no_one_waits(actor: Actor, at: datetime, here: UUID, copy: Copy, said: Returned) -> Returned:
    """On its shelf, or on its way home; where the rules let it float, its home is here from now on."""
    if copy.state == State.AVAILABLE and copy.space == here:
        return replace(said, changed=False)
    if copy.state == State.IN_TRANSIT and copy.way and copy.way_to == copy.space != here and not copy.way_hold:
        return replace(said, goes="home", to=copy.space, changed=False)
    if copy.space != here and _floats(copy, here):
        if not turn([copy.id], was=[copy.state], becomes=State.AVAILABLE, at=at, home=here):
            raise CopyChangedMeanwhile()
        if copy.way:
            end_way(copy.way, at=at)
        return replace(said, steps=(*said.steps, T("ตามกติกา เล่มนี้อยู่ที่ที่คืน", "By the rules it stays where it is returned")))
    gone = let_go(copy, here=here, at=at)
    if not said.loan_id:
        facts.record(kinds.CHECKED_IN, actor=actor, at=at, object_kind="item", object_id=copy.id, space_id=here)
    return replace(said, goes=gone[0], to=gone[1])


def _floats(copy: Copy, here: UUID) -> bool:
    answers = rules_for(copy, space_id=here, category="", stamp=copy.rules_stamp)
    return "returned" in answers and answers["returned"].value == "floats"


def _turned(copy: Copy, becomes: str, at: datetime) -> None:
    if copy.state != becomes and not turn([copy.id], was=[copy.state], becomes=becomes, at=at):
        raise CopyChangedMeanwhile()


def _say(verb: str, actor: Actor, at: datetime, here: UUID, copy: Copy, hold_id: UUID) -> None:
    facts.record(verb, actor=actor, at=at, subject=facts.one_off(object_kind="hold", object_id=hold_id),
                 object_kind="item", object_id=copy.id, space_id=here)
