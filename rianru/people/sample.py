"""The demo's people: plainly examples, made through actions like everyone else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from rianru.core.actors import Role, system
from rianru.kernel.dates import day_of
from rianru.kernel.words import T
from rianru.people import actions, queries, words
from rianru.people.actions import Particulars
from rianru.people.models import Membership, Person
from rianru.places.models import City, Network, Space

DEMO = system("demo")
MEMBERS_AT = "lib-56"  # the space where the demo's members have joined


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Someone who can be tried with one click: `key` for the address, what they are, and what they may do."""

    key: str
    given_name: str
    family_name: str
    role: Role | None
    scope_kind: str
    label: T
    duty: T

    @property
    def email(self) -> str:
        """An address that leads nowhere (RFC 2606)."""
        return f"{self.key}@example.org"

    @property
    def name(self) -> str:
        """As written."""
        return f"{self.given_name} {self.family_name}"

    def __str__(self) -> str:
        return f"{self.name} · {self.label} · {self.duty}"


def _staff(key: str, name: str, role: Role, kind: str) -> DemoPerson:
    return DemoPerson(key, name, "ตัวอย่าง", role, kind, words.ROLES[role], words.DUTIES[role])


PEOPLE = (
    _staff("admin", "ปิติ", Role.ADMINISTRATOR, "national"),
    _staff("librarian", "ชูใจ", Role.LIBRARIAN, "network"),
    _staff("caretaker", "วีระ", Role.CARETAKER, "space"),
    _staff("officer", "ดวงแก้ว", Role.OFFICER, "city"),
    DemoPerson("learner", "มานี", "ตัวอย่าง", None, "", T("ผู้เรียน", "Learner"),
               T("ยืม จอง และเรียนได้ทุกแห่ง", "Borrows and learns everywhere")),
)


def demo_sign_ins() -> list[DemoPerson]:
    """Who can be signed in as with one click; only a demo may offer it."""
    return list(PEOPLE)


def build(*, at: datetime) -> None:
    """Makes those who are missing, with their roles. Running it again changes nothing."""
    for person in PEOPLE:
        if queries.account_named(person.email) is None:
            joined = actions.join(
                actor=DEMO, at=at, email=person.email, given_name=person.given_name, family_name=person.family_name
            )
            _give_role(person, joined.person_id, at=at)
    space = Space.objects.filter(code=MEMBERS_AT).first()
    if space is not None and not Membership.objects.filter(network=space.network_id).exists():
        _members(space.id, at=at)


def _members(space_id: UUID, *, at: datetime) -> None:
    """The learner with a child and a grandmother, a few others, and one who joined online and waits at the desk."""
    asked: dict[str, Any] = {"actor": DEMO, "at": at, "space_id": space_id}
    learner = Person.objects.get(account__email="learner@example.org")
    own = actions.become_member(**asked, person_id=learner.id, birth_year=at.year - 36, phone="0812345001")
    for block in queries.blocks([own.membership_id], day=day_of(at)).get(own.membership_id, []):
        actions.unblock_member(**asked, block_id=block.id)
    child = Particulars("แก้ว", "ตัวอย่าง", birth_year=at.year - 8)
    actions.register_child(**asked, guardian_id=own.membership_id, who=child)
    for given, category, age, phone in (
        ("บุญมี", "senior", 78, ""), ("สมหมาย", "adult", 41, "0812345002"), ("เพชรา", "adult", 24, "0812345003"),
        ("ครูอำนวย", "staff", 52, "0812345004"),
    ):
        who = Particulars(given, "ตัวอย่าง", birth_year=at.year - age, phone=phone)
        made = actions.register_member(**asked, category=category, who=who)
        if category == "senior":
            actions.add_to_household(
                **asked, guardian_id=own.membership_id, membership_id=made.membership_id, part="elder"
            )
    new = actions.join(actor=DEMO, at=at, email="new@example.org", given_name="ขวัญใจ", family_name="ตัวอย่าง")
    actions.become_member(**asked, person_id=new.person_id, birth_year=at.year - 29, phone="0812345005")


def _give_role(person: DemoPerson, person_id: UUID, *, at: datetime) -> None:
    """In the first network, in its first space, in the city of that space: an empty house has none of them."""
    place = {"national": lambda: None, "network": _network, "space": _space, "city": _city}
    if person.role is None:
        return
    scope_id = place[person.scope_kind]()
    if scope_id is None and person.scope_kind != "national":
        return
    actions.grant_role(
        actor=DEMO, at=at, person_id=person_id, role=person.role, scope_kind=person.scope_kind, scope_id=scope_id,
        reason="ข้อมูลตัวอย่าง",
    )


def _network() -> UUID | None:
    return Network.objects.order_by("code").values_list("id", flat=True).first()


def _space() -> UUID | None:
    network = Network.objects.order_by("code").first()
    return Space.objects.filter(network=network).order_by("code").values_list("id", flat=True).first()


def _city() -> UUID | None:
    scope = queries.scope_of("space", _space()) if _space() else frozenset()
    held = sorted(str(id) for kind, id in scope if kind == "city")
    first = City.objects.order_by("code").values_list("id", flat=True).first()
    return UUID(held[0]) if held else first
