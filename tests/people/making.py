"""Makes places and people for tests: places as rows, people through the actions that everyone uses."""

from datetime import datetime
from itertools import count
from uuid import UUID

from rianru.core.actors import Actor, Role, system
from rianru.people import actions, queries
from rianru.people.actions.joining import Joined
from rianru.places.models import Area, City, CityArea, Network, Space

MACHINE = system("tests")
NUMBERS = count(1)


def area(code: str) -> Area:
    parent = area(code[:-2]) if len(code) > 2 else None
    made, _ = Area.objects.get_or_create(
        code=code, defaults={"name_th": f"พื้นที่ {code}", "name_en": f"Area {code}", "sort_th": code, "parent": parent}
    )
    return made


def network(code: str = "north") -> Network:
    made, _ = Network.objects.get_or_create(code=code, defaults={"name_th": f"เครือข่าย {code}", "name_en": f"Network {code}"})
    return made


def city(code: str = "phayao", *areas: str) -> City:
    made, _ = City.objects.get_or_create(
        code=code, defaults={"name_th": f"เมือง {code}", "name_en": f"City {code}", "dye": "leaf", "weave": "water"}
    )
    for one in areas or ("56",):
        CityArea.objects.get_or_create(city=made, area=area(one))
    return made


def space(code: str, *, within: Network, lying_in: str = "5601") -> Space:
    made, _ = Space.objects.get_or_create(
        code=code,
        defaults={
            "name_th": f"ห้องสมุด {code}", "name_en": f"Library {code}", "network": within, "kind": "district_library",
            "area": area(lying_in), "sort_th": code, "found_by": f"ห้องสมุด {code} library {code}",
        },
    )
    return made


def person(at: datetime, name: str = "มานี", *, email: str = "", password: str | None = None, **more: object) -> Joined:
    address = email or f"person{next(NUMBERS)}@example.org"
    return actions.join(actor=MACHINE, at=at, email=address, given_name=name, password=password, **more)  # type: ignore[arg-type]


def staff(
    at: datetime, role: Role, kind: str = "national", id: UUID | None = None, *, until: datetime | None = None,
    name: str = "ปิติ", email: str = "", password: str | None = None,
) -> Joined:
    joined = person(at, name, email=email, password=password)
    actions.grant_role(
        actor=MACHINE, at=at, person_id=joined.person_id, role=role, scope_kind=kind, scope_id=id, until=until
    )
    return joined


def acting(joined: Joined, at: datetime, *, secure: bool = True) -> Actor:
    return queries.actor_for(joined.account_id, at=at, secure=secure)
