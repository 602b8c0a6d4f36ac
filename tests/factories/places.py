"""Areas, cities, networks and spaces."""

from collections.abc import Sequence
from itertools import count
from uuid import UUID

from rianru.places import actions
from rianru.places.actions import NewSpace
from rianru.places.models import Area, Network
from tests.factories.actors import AT, HOUSE

MUEANG_PHAYAO = "5601"
TUESDAY_TO_SATURDAY = tuple((day, 9 * 60, 17 * 60) for day in range(2, 7))
_number = count(1)


def areas() -> None:
    """The shipped tree of areas, once a test."""
    if not Area.objects.exists():
        actions.load_areas(actor=HOUSE, at=AT)


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
) -> UUID:
    """A space in the given network, else in the one that is there, else in a new one."""
    areas()
    known = Network.objects.order_by("id").values_list("id", flat=True).first()
    new = NewSpace(
        code=code or f"space-{next(_number)}", kind=kind, name_th=name_th, name_en=name_en, area=area, hours=hours,
        members_only=members_only,
    )
    [made] = actions.add_spaces(actor=HOUSE, at=AT, network_id=network_id or known or network(), spaces=[new])
    return made
