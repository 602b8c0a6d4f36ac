"""Vans, their routes, and the stops where they halt."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_id, short
from rianru.kernel.refusals import NotFound
from rianru.kernel.thai import normalise, sort_key
from rianru.kernel.words import T
from rianru.places.actions import mobile_refusals as refusals
from rianru.places.actions.cities import AreaUnknown, CodeTaken
from rianru.places.actions.placing import Placed, check_areas, check_positions
from rianru.places.actions.spaces import CodeWrong, PositionWrong
from rianru.places.models import Route, Space, Stop, Timetable, Vehicle, Visit
from rianru.places.queries import scope_of_space
from rianru.places.queries.mobile import scope_of_stop
from rianru.places.words import STOP_TYPES

LONGEST = 200  # letters of a name


@dataclass(frozen=True, slots=True)
class NewStop:
    """What a stop is about to be. No `area`: the one of the van's planner is asked for, or its position's."""

    name_th: str
    area: str
    name_en: str = ""
    kind: str = "public"
    community_th: str = ""
    community_en: str = ""
    address_th: str = ""
    address_en: str = ""
    postal_code: str = ""
    lat: Decimal | None = None
    lon: Decimal | None = None


def keep_vehicle(
    *, actor: Actor, at: datetime, space_id: UUID, plate_th: str = "", capacity: int | None = None,
    accessible: bool = False,
) -> None:
    """What a mobile library drives in; again changes it. Refuses with NoVehicle, CapacityWrong."""
    require("places.plan_vans", actor=actor, at=at, scope=scope_of_space(space_id))
    space = Space.objects.filter(id=space_id).first()
    if space is None:
        raise NotFound()
    if space.kind != "mobile_library":
        raise refusals.NoVehicle(space=T.verbatim(space.name_th, space.name_en))
    if capacity is not None and not 1 <= capacity <= 100_000:
        raise refusals.CapacityWrong()
    with transaction.atomic():
        Vehicle.objects.update_or_create(
            space=space, defaults={"plate_th": line(plate_th)[:40], "capacity": capacity, "accessible": accessible}
        )
        facts.record("places.vehicle_kept", actor=actor, at=at, object_kind="space", object_id=space_id,
                     space_id=space_id, area=space.area_id)


def keep_route(
    *, actor: Actor, at: datetime, vehicle_id: UUID, name_th: str, name_en: str = "", code: str = "",
    route_id: UUID | None = None,
) -> UUID:
    """A round that a van drives; with `route_id` its names change. Refuses with NameMissing, CodeTaken, CodeWrong."""
    require("places.plan_vans", actor=actor, at=at, scope=scope_of_space(vehicle_id))
    if not (named := line(name_th)):
        raise refusals.NameMissing()
    vehicle = Vehicle.objects.filter(space_id=vehicle_id).first()
    if vehicle is None:
        raise NotFound()
    with transaction.atomic():
        if route_id is not None:
            own = Route.objects.filter(id=route_id, vehicle=vehicle)
            if not own.update(name_th=named, name_en=line(name_en)):
                raise NotFound()
            made = route_id
        else:
            made = new_id()
            Route.objects.create(id=made, vehicle=vehicle, code=_code(code, Route, made), name_th=named,
                                 name_en=line(name_en))
        facts.record("places.route_kept", actor=actor, at=at, object_kind="route", object_id=made, space_id=vehicle_id)
    return made


def keep_stop(
    *, actor: Actor, at: datetime, network_id: UUID, stop: NewStop, code: str = "", stop_id: UUID | None = None
) -> UUID:
    """A stop of a network; with `stop_id` it changes. Calendars that follow it learn of that.

    Refuses with NameMissing, StopTypeUnknown, AreaUnknown, AreaAbolished, CodeTaken, CodeWrong, and as
    `check_positions` does.
    """
    require("places.plan_vans", actor=actor, at=at, scope=scope_of_stop(network_id, stop.area))
    values = stop_values(stop)
    if len(stop.area) not in (4, 6, 8):
        raise AreaUnknown(area=stop.area[:20])
    check_areas([stop.area])
    with transaction.atomic():
        if stop_id is None:
            made = new_id()
            Stop.objects.create(id=made, network_id=network_id, code=_code(code, Stop, made), changed_at=at, **values)
        else:
            made = stop_id
            known = Stop.objects.select_for_update().filter(id=stop_id, network_id=network_id).first()
            if known is None:
                raise NotFound()
            require("places.plan_vans", actor=actor, at=at, scope=scope_of_stop(network_id, known.area_id))
            if all(getattr(known, name) == value for name, value in values.items()):
                return made
            Stop.objects.filter(id=stop_id).update(changed_at=at, **values)
            Visit.objects.filter(stop=stop_id, leaves_at__gt=at).update(sequence=F("sequence") + 1, changed_at=at)
        facts.record("places.stop_kept", actor=actor, at=at, object_kind="van_stop", object_id=made, area=stop.area)
    return made


def close_stop(*, actor: Actor, at: datetime, stop_id: UUID) -> None:
    """No van comes here any more; its page stays and says so. Refuses with StopInUse while visits are planned."""
    stop = Stop.objects.filter(id=stop_id).first()
    if stop is None:
        raise NotFound()
    require("places.plan_vans", actor=actor, at=at, scope=scope_of_stop(stop.network_id, stop.area_id))
    with transaction.atomic():
        waiting = Visit.objects.filter(stop=stop, state="planned", arrives_at__gt=at).count()
        if waiting:
            raise refusals.StopInUse(visits=waiting)
        if not Stop.objects.filter(id=stop_id, closed_on=None).update(closed_on=day_of(at), changed_at=at):
            return
        Timetable.objects.filter(stop=stop, last_on__gt=day_of(at), first_on__lte=day_of(at)).update(last_on=day_of(at))
        facts.record("places.stop_closed", actor=actor, at=at, object_kind="van_stop", object_id=stop_id,
                     area=stop.area_id)


def stop_values(stop: NewStop) -> dict[str, Any]:
    """The columns of a stop as it was said. Refuses with NameMissing, StopTypeUnknown, PositionWrong, PositionSwapped,
    PositionOutside and PositionElsewhere.
    """
    if not (name := line(stop.name_th)):
        raise refusals.NameMissing()
    if stop.kind not in STOP_TYPES:
        raise refusals.StopTypeUnknown(kind=stop.kind[:40])
    if (stop.lat is None) != (stop.lon is None):
        raise PositionWrong(space=name)
    check_positions([Placed(name, stop.area, stop.lat, stop.lon)])
    return {
        "kind": stop.kind, "name_th": name, "name_en": line(stop.name_en), "sort_th": sort_key(name),
        "community_th": line(stop.community_th), "community_en": line(stop.community_en), "area_id": stop.area,
        "address_th": line(stop.address_th), "address_en": line(stop.address_en),
        "postal_code": line(stop.postal_code)[:5], "lat": stop.lat, "lon": stop.lon,
    }


def _code(typed: str, model: type[Route] | type[Stop], id: UUID) -> str:
    """The typed code, if it may be one and is free; a short form of the id where none was typed."""
    code = typed.strip().lower() or own_code(id)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,49}", code):
        raise CodeWrong(wrong=code[:60])
    if model._default_manager.filter(code=code).exists():
        raise CodeTaken(taken=code)
    return code


def own_code(id: UUID) -> str:
    """The code of a route or stop that nobody gave one."""
    return f"s-{short(id)[-8:]}"


def line(text: str) -> str:
    """A name as it is kept."""
    return " ".join(normalise(text).split())[:LONGEST]
