"""A demo network of three book houses, and one that asks; one of them met the standard the second time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from rianru.core.actors import Actor, Role, system
from rianru.credentials import actions as credentials
from rianru.credentials.actions import Proof
from rianru.credentials.models import Definition
from rianru.evidence import actions
from rianru.evidence.actions import Scored
from rianru.evidence.actions.standards import shipped
from rianru.evidence.queries import courses, standard
from rianru.evidence.queries.standards import NOTE, SHIPPED
from rianru.kernel.dates import day_of
from rianru.people import actions as people
from rianru.people.queries import actor_for
from rianru.places import actions as places
from rianru.places.models import Network, Space
from rianru.surveys import actions as surveys

DEMO: Final = system("demo")
CODE: Final = "reading-houses"
STANDS: Final = (("active", 400), ("pilot", 60), ("paused", 300), ("asked", 6))
KEEPERS: Final = ("มะลิ", "สายใจ", "บุญส่ง", "จันทร์", "สมพร", "อารี", "ทองดี")
FIRST: Final = {"place": (2, 1, 2), "books": (2, 2, 1), "people": (3, 2, 1), "activities": (2, 2, 1),
                "reach": (1, 1, 3), "partners": (1, 2, 2), "safety": (2, 2, 1)}
SECOND: Final = {"place": (3, 3, 3), "books": (3, 3, 2), "people": (4, 3, 3), "activities": (3, 4, 2),
                 "reach": (3, 3, 4), "partners": (3, 4, 3), "safety": (3, 3, 3)}
SEEN: Final = {"access": (2, "ทางลาดมีแล้ว แต่ห้องน้ำยังมีขั้น"), "helpers": (4, "อาสาสามคนมาทุกเสาร์ น่าเป็นแบบอย่าง")}
NOTES: Final = {
    "opening": "เปิดเพิ่มวันพุธเย็นตามที่คนขอ ป้ายอยู่หน้าประตู", "access": "อบต. ช่วยทำทางลาดเมื่อเดือนเมษายน",
    "regular": "นิทานทุกเสาร์ ปักผ้าทุกพุธ", "outgoing": "ถีบสามล้อหนังสือไปบ้านผู้สูงอายุ 12 หลัง",
    "wisdom": "ครูภูมิปัญญาสามคนมาสอนสานปลา",
}


def build(*, at: datetime, home_id: UUID) -> None:
    """Running it again changes nothing."""
    houses = list(Space.objects.filter(network=home_id, kind="book_house").order_by("code")[:len(KEEPERS)])
    if len(houses) < len(KEEPERS) or Network.objects.filter(code=CODE).exists():
        return
    begun = at - timedelta(days=430)
    standard_id = actions.lay_standard(actor=DEMO, at=begun, said=shipped(SHIPPED))
    network = _network(houses, at)
    keepers = [_keeper(name, house.id, at=begun) for name, house in zip(KEEPERS, houses, strict=True)]
    _trained([person for person, _ in keepers], home_id, at)
    visitor = _visitor(network, home_id, at=begun)
    keeper = keepers[0][1]
    _round(keeper, visitor, houses[0].id, standard_id, FIRST, {}, at=at - timedelta(days=380))
    _round(keeper, visitor, houses[0].id, standard_id, SECOND, SEEN, at=at - timedelta(days=50))
    _aims(keeper, houses[0].id, standard_id, at=at - timedelta(days=20))
    _answered(keepers[1][1], houses[1].id, standard_id, FIRST, at=at - timedelta(days=4))


def _network(houses: Sequence[Space], at: datetime) -> UUID:
    id = places.add_network(
        actor=DEMO, at=at - timedelta(days=420), code=CODE, name_th="เครือข่ายบ้านหนังสือตัวอย่าง",
        name_en="Example book-house network", organisation_th="ชมรมบ้านหนังสือตัวอย่าง",
        organisation_en="Example Book-House Club", organisation_kind="association", host="houses.example.org",
    )
    for house, (status, days) in zip(houses, STANDS, strict=False):
        asked: dict[str, Any] = {"actor": DEMO, "at": at - timedelta(days=days), "space_id": house.id, "network_id": id}
        places.ask_to_join(**asked, reason="มีเด็กและผู้สูงอายุมาทุกวัน อยากเรียนรู้จากบ้านอื่น")
        if status != "asked":
            places.set_status(**asked, status="pilot", reason="ลองด้วยกันสามเดือน")
        later: dict[str, Any] = asked | {"at": at - timedelta(days=days - 100)}
        if status == "active":
            places.set_status(**later, status="active", reason="ครบสามเดือน ไปต่อ")
        elif status == "paused":
            places.set_status(**later, status="paused", reason="ซ่อมหลังคาหลังพายุ")
    return id


def _keeper(name: str, space_id: UUID, *, at: datetime) -> tuple[UUID, Actor]:
    """A caretaker of a house, made up."""
    joined = people.join(actor=DEMO, at=at, email=f"house-{KEEPERS.index(name) + 1}@example.org", given_name=name,
                         family_name="ตัวอย่าง")
    people.grant_role(actor=DEMO, at=at, person_id=joined.person_id, role=Role.CARETAKER, scope_kind="space",
                      scope_id=space_id, reason="ข้อมูลตัวอย่าง")
    return joined.person_id, actor_for(joined.account_id, at=at, secure=True)


def _visitor(network_id: UUID, home_id: UUID, *, at: datetime) -> Actor:
    joined = people.join(actor=DEMO, at=at, email="visitor@example.org", given_name="ประไพ", family_name="ตัวอย่าง")
    for scope_id in (network_id, home_id):
        people.grant_role(actor=DEMO, at=at, person_id=joined.person_id, role=Role.OFFICER, scope_kind="network",
                          scope_id=scope_id, reason="ข้อมูลตัวอย่าง")
    return actor_for(joined.account_id, at=at, secure=True)


def _trained(persons: Sequence[UUID], home_id: UUID, at: datetime) -> None:
    """Who completed the course gets its certificate; the course counts from then on."""
    found = Definition.objects.filter(issuer__network=home_id, name_en="Caretaker of a learning space").first()
    if found is None or courses():
        return
    actions.choose_course(actor=DEMO, at=at - timedelta(days=25), definition_id=found.id)
    credentials.issue_to_many(
        actor=DEMO, at=at - timedelta(days=25), definition_id=found.id, person_ids=persons,
        proofs=[Proof(told="จบหลักสูตรผู้ดูแล รุ่นทดลอง")],
    )


def _round(
    keeper: Actor, visitor: Actor, space_id: UUID, standard_id: UUID, levels: Mapping[str, Sequence[int]],
    seen: Mapping[str, tuple[int, str]], *, at: datetime,
) -> None:
    """Assessed, visited five days later, decided two days after that."""
    id = _answered(keeper, space_id, standard_id, levels, at=at)
    visited_at = at + timedelta(days=5)
    scores = {name: Scored(*seen[name]) if name in seen else Scored(level) for name, level in _levels(levels).items()}
    asked: dict[str, Any] = {"actor": visitor, "at": visited_at, "assessment_id": id}
    actions.score_visit(**asked, visited_on=day_of(visited_at), scores=scores)
    actions.finish_visit(**asked, summary="ไปช่วงนิทานเช้าวันเสาร์ คุยกับผู้ดูแล อาสา และแม่ของเด็กสองคน")
    actions.decide_assessment(actor=visitor, at=visited_at + timedelta(days=2), assessment_id=id,
                              words="ขอบคุณที่ทำต่อเนื่อง รอบหน้าดูเรื่องห้องน้ำด้วยกัน" if seen else "ยังขาดอีกหลายข้อ ทำทีละข้อ")


def _answered(
    keeper: Actor, space_id: UUID, standard_id: UUID, levels: Mapping[str, Sequence[int]], *, at: datetime
) -> UUID:
    _, begun = actions.begin_assessment(actor=keeper, at=at, space_id=space_id, standard_id=standard_id)
    answers = {name: str(level) for name, level in _levels(levels).items()}
    if levels is SECOND:
        answers |= {f"{name}{NOTE}": text for name, text in NOTES.items()}
    surveys.keep_draft(actor=keeper, at=at, key=begun.key, answers=answers)
    return actions.hand_in_assessment(actor=keeper, at=at, key=begun.key)


def _levels(levels: Mapping[str, Sequence[int]]) -> dict[str, int]:
    view = standard(SHIPPED)
    assert view is not None
    return {
        one.name: level for group in view.groups for one, level in zip(group.criteria, levels[group.name], strict=True)
    }


def _aims(keeper: Actor, space_id: UUID, standard_id: UUID, *, at: datetime) -> None:
    asked: dict[str, Any] = {"actor": keeper, "at": at}
    aim = actions.set_target(**asked, space_id=space_id, standard_id=standard_id, criterion="access", level=3,
                             due_on=day_of(at) + timedelta(days=180))
    done = actions.keep_measure(**asked, target_id=aim, what="ขอแบบห้องน้ำจาก อบต.")
    actions.finish_measure(**(asked | {"at": at + timedelta(days=9)}), measure_id=done)
    actions.keep_measure(**asked, target_id=aim, what="ระดมช่างในหมู่บ้านทำราวจับ")
