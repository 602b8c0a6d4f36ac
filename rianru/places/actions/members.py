"""How spaces stand in a network: asking to join, taken in as a pilot, active, paused, ended. All of it with why."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.core import facts, jobs
from rianru.core.actors import Actor, system
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T
from rianru.places.actions.cities import broken
from rianru.places.actions.networks import AlreadyInNetwork, join_network, leave_network
from rianru.places.actions.spaces import locked
from rianru.places.models import Network, NetworkStatus, Space, SpaceNetwork
from rianru.places.queries import scope_of_network, scope_of_space
from rianru.places.words import OWN_STANDINGS, STANDINGS

LONGEST: Final = 500
NEXT: Final = {
    "": ("pilot", "active"), "asked": ("pilot", "active", "declined"), "pilot": ("active", "paused", "closed"),
    "active": ("paused", "closed"), "paused": ("pilot", "active", "closed"), "closed": ("pilot", "active"),
    "declined": ("pilot", "active"),
}
"""From how a space stands (blank: not in the network at all), how it may stand next."""
WITH_REASON: Final = ("paused", "closed", "declined")
IN: Final = ("pilot", "active", "paused")


class AskedAlready(Refused):
    """It waits for a decision."""

    code = "places.asked_already"
    says = T("ขอเข้าร่วมไว้แล้ว รอเครือข่ายตัดสิน", "It has asked already, and waits for the network to decide.")


class StandingWrong(Refused):
    """From how it stands now it cannot go there."""

    code = "places.standing_wrong"
    says = T(
        "ตอนนี้ “{now}” เปลี่ยนเป็น “{wanted}” ไม่ได้ เปิดหน้าใหม่แล้วเลือกอีกครั้ง",
        "It stands at “{now}”, from where it cannot become “{wanted}”. Open the page again and choose.",
    )


class ReasonNeeded(NotUnderstood):
    """Who is paused, ended or not taken is told why."""

    code = "places.reason_needed"
    says = T("บอกเหตุผลสั้น ๆ ไม่เกิน {most:,} ตัวอักษร", "Say briefly why, in {most:,} letters at most.")


class HomeMember(Refused):
    """A space does not leave the network that is its home."""

    code = "places.home_member"
    says = T(
        "เครือข่ายนี้เป็นเครือข่ายหลักของที่นี่ พักไว้ได้ แต่จบไม่ได้จนกว่าจะย้ายเครือข่ายหลัก",
        "This network is its home. Pause it instead; it can only leave once it has another home.",
    )


@transaction.atomic
def ask_to_join(*, actor: Actor, at: datetime, space_id: UUID, network_id: UUID, reason: str = "") -> UUID:
    """A keeper asks that a space be taken into a network; the id of what waits. `reason`: what it would bring.

    Refuses with NotFound, AlreadyInNetwork, AskedAlready and ReasonNeeded (too long).
    """
    require("places.ask_to_join", actor=actor, at=at, scope=scope_of_space(space_id))
    if not Network.objects.filter(id=network_id).exists():
        raise NotFound()
    space, open_one = locked(space_id), _open(network_id, space_id)
    if open_one is not None and open_one.status == "asked":
        raise AskedAlready()
    if standing_now(space, network_id, at) in IN:
        raise AlreadyInNetwork(space=T.verbatim(space.name_th, space.name_en))
    made = _write(network_id, space_id, "asked", _why(reason, "asked"), day_of(at), actor, at)
    facts.record("places.joining_asked", actor=actor, at=at, object_kind="network", object_id=network_id,
                 space_id=space_id, area=space.area_id)
    return made


@transaction.atomic
def set_status(
    *, actor: Actor, at: datetime, space_id: UUID, network_id: UUID, status: str, reason: str = "",
    on: date | None = None,
) -> None:
    """How a space stands in a network from a day on (today), with why: taken in as a pilot, active, paused, ended; or,
    of one that asked, not taken yet. Joining and leaving follow from it.

    Refuses with NotFound, StandingWrong, ReasonNeeded, HomeMember and LeftBeforeJoining.
    """
    require("places.keep_members", actor=actor, at=at, scope=scope_of_network(network_id))
    space, day = locked(space_id), on or day_of(at)
    now = standing_now(space, network_id, at)
    if status not in STANDINGS or status not in NEXT[now]:
        raise StandingWrong(now=STANDINGS.get(now, T("ยังไม่อยู่ในเครือข่าย", "not in the network")),
                            wanted=STANDINGS.get(status, status))
    why, machine = _why(reason, status), system("places.members")
    if status == "closed":
        if space.network_id == network_id:
            raise HomeMember()
        if _joined(space, network_id, at):
            leave_network(actor=machine, at=at, space_id=space_id, network_id=network_id, on=day)
    elif status in IN and space.network_id != network_id and not _joined(space, network_id, at):
        join_network(actor=machine, at=at, space_id=space_id, network_id=network_id, since_on=day)
    _write(network_id, space_id, status, why, day, actor, at)
    verb = "places.joining_declined" if status == "declined" else "places.status_set"
    facts.record(verb, actor=actor, at=at, object_kind="network", object_id=network_id, space_id=space_id,
                 area=space.area_id)


@transaction.atomic
def set_network_status(
    *, actor: Actor, at: datetime, network_id: UUID, status: str, reason: str = "", on: date | None = None
) -> None:
    """How the network itself stands from a day on. Refuses with NotFound, StandingWrong and ReasonNeeded."""
    require("places.keep_members", actor=actor, at=at, scope=scope_of_network(network_id))
    if not Network.objects.select_for_update().filter(id=network_id).exists():
        raise NotFound()
    open_one = _open(network_id, None)
    now = open_one.status if open_one else "active"
    if status not in OWN_STANDINGS or status == now:
        raise StandingWrong(now=OWN_STANDINGS[now], wanted=OWN_STANDINGS.get(status, status))
    _write(network_id, None, status, _why(reason, status), on or day_of(at), actor, at)
    facts.record("places.network_status_set", actor=actor, at=at, object_kind="network", object_id=network_id)


def standing_now(space: Space, network_id: UUID, at: datetime) -> str:
    """How it stands: what is written, else active where it is a member; blank where it is none."""
    found = _open(network_id, space.id)
    if found is not None:
        return found.status
    return "active" if space.network_id == network_id or _joined(space, network_id, at) else ""


def _open(network_id: UUID, space_id: UUID | None) -> NetworkStatus | None:
    rows = NetworkStatus.objects.select_for_update().filter(network=network_id, until_on=None)
    return (rows.filter(space=space_id) if space_id else rows.filter(space=None)).first()


def _joined(space: Space, network_id: UUID, at: datetime) -> bool:
    rows = SpaceNetwork.objects.filter(space=space, network=network_id)
    return rows.filter(until_on=None).exists() or rows.filter(until_on__gt=day_of(at)).exists()


def _write(
    network_id: UUID, space_id: UUID | None, status: str, reason: str, day: date, actor: Actor, at: datetime
) -> UUID:
    """Ends what stood, writes what stands, and has those whom it concerns told. Refuses with StandingWrong who sets a
    day before the last change.
    """
    found = _open(network_id, space_id)
    try:
        with transaction.atomic():
            if found is not None:
                NetworkStatus.objects.filter(id=found.id).update(until_on=day)
            made = NetworkStatus.objects.create(
                id=new_id(), network_id=network_id, space_id=space_id, status=status, reason=reason, since_on=day,
                set_by=actor.key, set_at=at,
            ).id
    except IntegrityError as error:
        if found is not None and broken(error) in ("places_status_days", "places_status_one_open"):
            raise StandingWrong(now=STANDINGS[found.status], wanted=STANDINGS[status]) from error
        raise
    if space_id is not None:
        jobs.defer("people.tell_of_standing", priority=5, status_id=str(made))
    return made


def _why(reason: str, status: str) -> str:
    said = normalise(reason).strip()
    if len(said) > LONGEST or (status in WITH_REASON and not said):
        raise ReasonNeeded(most=LONGEST)
    return said
