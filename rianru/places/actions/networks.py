"""A space may be in many networks at once: joining one beside its home network, and leaving it."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from rianru.core import changes, facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.places.actions.cities import broken
from rianru.places.actions.spaces import locked
from rianru.places.models import Network, Space, SpaceNetwork
from rianru.places.queries import scope_of_network


class AlreadyInNetwork(Refused):
    """The network is its home, or it is a member on one of these days."""

    code = "places.already_in_network"
    says = T(
        "{space} อยู่ในเครือข่ายนี้อยู่แล้วในช่วงนั้น ดูวันที่ในรายชื่อสมาชิก",
        "{space} is in this network on those days already. See the days in its list of members.",
    )


class NotInNetwork(Refused):
    """It is no member then."""

    code = "places.not_in_network"
    says = T(
        "{space} ไม่ได้เป็นสมาชิกของเครือข่ายนี้ในวันนั้น", "{space} is not a member of this network on that day.",
    )


class LeftBeforeJoining(Refused):
    """The last day would come before the first."""

    code = "places.left_before_joining"
    status = 422
    says = T("วันออกต้องมาหลังวันแรกที่เข้าร่วม", "The day of leaving has to come after the day of joining.")


def join_network(
    *, actor: Actor, at: datetime, space_id: UUID, network_id: UUID, since_on: date, until_on: date | None = None
) -> UUID:
    """A space belongs to one more network from a day on, until before another; the id of that membership.

    Its home network keeps its hours, desk and staff. Refuses with NotFound, AlreadyInNetwork and LeftBeforeJoining.
    """
    require("places.join_network", actor=actor, at=at, scope=scope_of_network(network_id))
    if until_on is not None and until_on <= since_on:
        raise LeftBeforeJoining()
    if not Network.objects.filter(id=network_id).exists():
        raise NotFound()
    named = T.verbatim(*Space.objects.filter(id=space_id).values_list("name_th", "name_en").first() or ("", ""))
    try:
        with transaction.atomic():
            space = locked(space_id)
            if space.network_id == network_id:
                raise AlreadyInNetwork(space=named)
            made = SpaceNetwork.objects.create(
                space=space, network_id=network_id, since_on=since_on, until_on=until_on
            )
            changes.touch("space", [space_id])
            facts.record("places.network_joined", actor=actor, at=at, object_kind="network", object_id=network_id,
                         space_id=space_id, area=space.area_id)
    except IntegrityError as error:
        if not broken(error).startswith("places_membership_once"):
            raise
        raise AlreadyInNetwork(space=named) from error
    return made.id


def leave_network(*, actor: Actor, at: datetime, space_id: UUID, network_id: UUID, on: date) -> None:
    """A space belongs to that network no longer from a day on. Refuses with NotInNetwork and LeftBeforeJoining."""
    require("places.join_network", actor=actor, at=at, scope=scope_of_network(network_id))
    with transaction.atomic():
        space = locked(space_id)
        own = SpaceNetwork.objects.select_for_update().filter(space=space, network_id=network_id)
        found = own.filter(Q(until_on=None) | Q(until_on__gt=on)).order_by("since_on").first()
        if found is None:
            raise NotInNetwork(space=T.verbatim(space.name_th, space.name_en))
        if on <= found.since_on:
            raise LeftBeforeJoining()
        SpaceNetwork.objects.filter(id=found.id).update(until_on=on)
        changes.touch("space", [space_id])
        facts.record("places.network_left", actor=actor, at=at, object_kind="network", object_id=network_id,
                     space_id=space_id, area=space.area_id)
