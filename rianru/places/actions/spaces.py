"""Spaces: many at once or one; changed by their keepers; closed, never deleted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.core import changes, facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.thai import fold, normalise, sort_key
from rianru.kernel.words import T
from rianru.places.actions.cities import CodeTaken, broken
from rianru.places.actions.hours import check_hours
from rianru.places.actions.placing import Placed, check_areas, check_positions, check_twins
from rianru.places.models import FACILITIES, OpeningHours, Space
from rianru.places.queries import scope_of_network, scope_of_space
from rianru.places.words import KINDS


class KindUnknown(Refused):
    """Not a kind of space that the network knows."""

    code = "places.kind_unknown"
    status = 422
    says = T("ไม่รู้จักประเภท {kind}", "There is no kind of space {kind}.")


class FacilityUnknown(Refused):
    """Not a facility from the list."""

    code = "places.facility_unknown"
    status = 422
    says = T("ไม่รู้จักสิ่งอำนวยความสะดวก {facility}", "There is no facility {facility}.")


class PhoneWrong(Refused):
    """Not something one can dial."""

    code = "places.phone_wrong"
    status = 422
    says = T(
        "เบอร์โทรนี้โทรไม่ได้ ใส่ตัวเลข 9 หรือ 10 หลัก เช่น 054 123 456",
        "This number cannot be dialled. Give 9 or 10 digits, such as 054 123 456.",
    )


class CodeWrong(Refused):
    """A code is part of an address."""

    code = "places.code_wrong"
    status = 422
    says = T(
        "รหัส {wrong} ใช้ไม่ได้ ใช้ a-z 0-9 และขีด ยาว 2 ถึง 50 ตัว เช่น lib-56",
        "The code {wrong} will not do. Use 2 to 50 of a-z, 0-9 and hyphen, such as lib-56.",
    )


class PositionWrong(Refused):
    """Half a position."""

    code = "places.position_wrong"
    status = 422
    says = T(
        "ตำแหน่งของ {space} มีเพียงครึ่งเดียว ใส่ทั้งละติจูดและลองจิจูด หรือเว้นว่างทั้งคู่",
        "The position of {space} is only half there. Give both latitude and longitude, or neither.",
    )


class AlreadyClosed(Refused):
    """It was closed before."""

    code = "places.already_closed"
    says = T("ที่นี่ปิดไปแล้ว ไม่ต้องทำซ้ำ", "This place is closed already. Nothing more to do.")


class ClosedBeforeOpening(Refused):
    """It would close before it opened."""

    code = "places.closed_before_opening"
    status = 422
    says = T("วันปิดต้องไม่มาก่อนวันแรกที่เปิด", "The closing day cannot come before the day it opened.")


@dataclass(frozen=True, slots=True)
class NewSpace:
    """A space about to be added; `hours` are (weekday 1-7, opens, closes) in minutes from midnight."""

    code: str
    kind: str
    name_th: str
    name_en: str
    area: str
    lat: Decimal | None = None
    lon: Decimal | None = None
    address_th: str = ""
    address_en: str = ""
    approximate: bool = False
    members_only: bool = False
    phone: str = ""
    facilities: tuple[str, ...] = ()
    hours: tuple[tuple[int, int, int], ...] = ()


def add_spaces(*, actor: Actor, at: datetime, network_id: UUID, spaces: Sequence[NewSpace]) -> list[UUID]:
    """Adds spaces to a network, all or none, set-based; their ids in the same order."""
    require("places.add_space", actor=actor, at=at, scope=scope_of_network(network_id))
    _check(spaces)
    rows = [_row(space, network_id) for space in spaces]
    try:
        with transaction.atomic():
            Space.objects.bulk_create(rows, batch_size=500)
            OpeningHours.objects.bulk_create(
                (
                    OpeningHours(space_id=row.id, weekday=weekday, opens=opens, closes=closes)
                    for row, space in zip(rows, spaces, strict=True)
                    for weekday, opens, closes in space.hours
                ),
                batch_size=2000,
            )
            changes.touch("space", [row.id for row in rows])
            facts.record(
                "places.spaces_added", actor=actor, at=at, object_kind="network", object_id=network_id, count=len(rows)
            )
    except IntegrityError as error:
        if not broken(error).startswith("places_space_code"):
            raise
        taken = Space.objects.filter(code__in=[space.code for space in spaces]).values_list("code", flat=True)[:5]
        raise CodeTaken(taken=", ".join(taken) or "?") from error
    return [row.id for row in rows]


def _check(spaces: Sequence[NewSpace]) -> None:
    check_areas(space.area for space in spaces)
    seen: set[str] = set()
    for space in spaces:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,49}", space.code):
            raise CodeWrong(wrong=space.code)
        if space.code in seen:
            raise CodeTaken(taken=space.code)
        seen.add(space.code)
        if space.kind not in KINDS:
            raise KindUnknown(kind=space.kind)
        for facility in space.facilities:
            if facility not in FACILITIES:
                raise FacilityUnknown(facility=facility)
        if (space.lat is None) != (space.lon is None):
            raise PositionWrong(space=space.code)
        check_hours(space.hours)
    placed = [Placed(space.name_th, space.area, space.lat, space.lon, space.approximate) for space in spaces]
    check_positions(placed)
    check_twins(placed)


def _row(space: NewSpace, network_id: UUID) -> Space:
    return Space(
        id=new_id(),
        code=space.code,
        network_id=network_id,
        kind=space.kind,
        name_th=normalise(space.name_th),
        name_en=space.name_en,
        sort_th=sort_key(space.name_th),
        found_by=fold(f"{space.name_th} {space.name_en}"),
        area_id=space.area,
        lat=space.lat,
        lon=space.lon,
        address_th=space.address_th,
        address_en=space.address_en,
        approximate=space.approximate,
        members_only=space.members_only,
        phone=space.phone,
        facilities=list(space.facilities),
    )


def change_space(
    *,
    actor: Actor,
    at: datetime,
    space_id: UUID,
    name_th: str,
    name_en: str,
    address_th: str,
    address_en: str,
    phone: str,
    email: str,
    facilities: Sequence[str],
) -> tuple[str, ...]:
    """Changes what a keeper knows best; the names of the fields that changed (none: nothing is written)."""
    require("places.change_space", actor=actor, at=at, scope=scope_of_space(space_id))
    if phone and not re.fullmatch(r"0\d{8,9}", re.sub(r"[\s().-]", "", phone)):
        raise PhoneWrong()
    for facility in facilities:
        if facility not in FACILITIES:
            raise FacilityUnknown(facility=facility)
    with transaction.atomic():
        space = _locked(space_id)
        wanted = {
            "name_th": normalise(name_th) or space.name_th,
            "name_en": name_en.strip() or space.name_en,
            "address_th": address_th.strip(),
            "address_en": address_en.strip(),
            "phone": phone.strip(),
            "email": email.strip(),
            "facilities": [name for name in FACILITIES if name in facilities],
        }
        changed = tuple(name for name, value in wanted.items() if getattr(space, name) != value)
        if not changed:
            return ()
        for name in changed:
            setattr(space, name, wanted[name])
        space.sort_th, space.found_by = sort_key(space.name_th), fold(f"{space.name_th} {space.name_en}")
        space.save()
        changes.touch("space", [space_id])
        facts.record(
            "places.space_changed",
            actor=actor,
            at=at,
            object_kind="space",
            object_id=space_id,
            space_id=space_id,
            area=space.area_id,
            changed=changed,
        )
    return changed


def close_space(*, actor: Actor, at: datetime, space_id: UUID, on: date) -> None:
    """Closes a space for good from a day on; its history stays. Refuses with AlreadyClosed, ClosedBeforeOpening."""
    require("places.close_space", actor=actor, at=at, scope=scope_of_space(space_id))
    with transaction.atomic():
        space = _locked(space_id)
        if space.opened_on is not None and on < space.opened_on:
            raise ClosedBeforeOpening()
        if not Space.objects.filter(id=space_id, closed_on=None).update(closed_on=on):
            raise AlreadyClosed()
        changes.touch("space", [space_id])
        facts.record(
            "places.space_closed",
            actor=actor,
            at=at,
            object_kind="space",
            object_id=space_id,
            space_id=space_id,
            area=space.area_id,
        )


def _locked(space_id: UUID) -> Space:
    space = Space.objects.select_for_update().filter(id=space_id).first()
    if space is None:
        raise NotFound()
    return space
