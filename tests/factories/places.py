"""Areas, cities, networks and spaces."""

from collections.abc import Sequence
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rianru.core import changes, facts
from rianru.places import actions
from rianru.places.actions import NewSpace
from rianru.places.kinds.areas import STEM
from rianru.places.models import Area, Network
from tests.factories.actors import AT, HOUSE

MUEANG_PHAYAO = "5601"
TUESDAY_TO_SATURDAY = tuple((day, 9 * 60, 17 * 60) for day in range(2, 7))
WRITTEN = {  # by load_areas, beside its fact and what it touches
    "places_area": "SELECT * FROM places_area ORDER BY length(code), code",
    "places_abolishedarea": "SELECT * FROM places_abolishedarea ORDER BY code",
}
TOUCH = """
    INSERT INTO core_change (kind, object_id, touched_at)
    SELECT 'area', (%s || lpad(code, 12, '0'))::uuid, clock_timestamp() FROM places_area
"""
_loaded: dict[str, bytes] = {}
_number = count(1)


def areas() -> None:
    """The shipped tree of areas, once a test.

    The action loads it for the first test of a process; the next ones get a copy of all that it wrote, which takes a
    tenth of the time. That the two are the same is asked in tests/test_factories.py.
    """
    if Area.objects.exists():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if _loaded:
            for table, rows in _loaded.items():
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(rows)
            cursor.execute(TOUCH, [STEM])
            facts.record("places.areas_loaded", actor=HOUSE, at=AT, count=Area.objects.count())
            changes.wake()
            return
        actions.load_areas(actor=HOUSE, at=AT)
        for table, asked in WRITTEN.items():
            with cursor.copy(f"COPY ({asked}) TO STDOUT") as copy:
                _loaded[table] = b"".join(map(bytes, copy))


def city(*, code: str = "", name_th: str = "พะเยา", name_en: str = "Phayao", areas_in: Sequence[str] = ("56",)) -> UUID:
    areas()
    return actions.add_city(
        actor=HOUSE, at=AT, code=code or f"city-{next(_number)}", name_th=name_th, name_en=name_en, areas=areas_in
    )


def network(*, code: str = "", name_th: str = "เครือข่ายทดสอบ", name_en: str = "Test network") -> UUID:
    return actions.add_network(
        actor=HOUSE, at=AT, code=code or f"network-{next(_number)}", name_th=name_th, name_en=name_en
    )


def space(
    *, code: str = "", network_id: UUID | None = None, name_th: str = "ห้องสมุดทดสอบ", name_en: str = "Test library",
    kind: str = "district_library", area: str = MUEANG_PHAYAO,
    hours: tuple[tuple[int, int, int], ...] = TUESDAY_TO_SATURDAY, members_only: bool = False,
    **more: Any,
) -> UUID:
    """A space in the given network, else in the one that is there, else in a new one."""
    areas()
    known = Network.objects.order_by("id").values_list("id", flat=True).first()
    new = NewSpace(
        code=code or f"space-{next(_number)}", kind=kind, name_th=name_th, name_en=name_en, area=area, hours=hours,
        members_only=members_only, **more,
    )
    [made] = actions.add_spaces(actor=HOUSE, at=AT, network_id=network_id or known or network(), spaces=[new])
    return made
