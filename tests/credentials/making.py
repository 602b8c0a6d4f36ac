"""A network and a space that issue, learners who are given something, and what a stranger sees of it."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from rianru.core.actors import Actor, Role
from rianru.credentials import actions, queries
from rianru.credentials.actions import LevelSaid, Said, UnitSaid
from rianru.credentials.models import Credential
from rianru.kernel.formats import badges
from rianru.people import actions as people
from rianru.people.actions import Particulars
from rianru.people.models import Membership
from tests.factories import AT, HOUSE
from tests.people import making

STORY = Said(
    kind="Badge", name_th="นักเล่านิทานชุมชน", name_en="Community storyteller",
    description_th="เล่านิทานให้เด็กฟังได้ทั้งชั้น", description_en="Tells a story to a whole class",
    criteria_th="เล่าสามครั้ง มีผู้ฟังอย่างน้อยห้าคน", hours=Decimal(6), credits=Decimal("0.5"), months=24,
)


@dataclass
class House:
    """A network with two spaces, a librarian of the network, a caretaker of the first space, and three learners."""

    network: UUID
    here: UUID
    there: UUID
    librarian: Actor
    caretaker: Actor
    mani: UUID
    piti: UUID
    child: UUID

    def define(self, said: Said = STORY, **more) -> UUID:
        asked: dict[str, Any] = {"actor": self.librarian, "at": AT, "issuer_kind": "network", "issuer_id": self.network}
        return actions.define(**(asked | {"said": said} | more))

    def issue(self, definition: UUID, person: UUID | None = None, *, at: datetime = AT, **more) -> UUID:
        asked: dict[str, Any] = {"actor": self.librarian, "at": at, "definition_id": definition}
        return actions.issue_credential(**(asked | {"person_id": person or self.mani} | more))


def build() -> House:
    network = making.network("north")
    here, there = (making.space(code, within=network).id for code in ("here", "there"))
    librarian = making.acting(making.staff(AT, Role.LIBRARIAN, "network", network.id), AT)
    caretaker = making.acting(making.staff(AT, Role.CARETAKER, "space", here), AT)
    persons = (learner(librarian, here, name, born) for name, born in (("มานี", 1990), ("ปิติ", 1985), ("ชูใจ", 2015)))
    return House(network.id, here, there, librarian, caretaker, *persons)


def learner(actor: Actor, space: UUID, name: str, born: int | None) -> UUID:
    who = Particulars(name, "ใจดี", birth_year=born)
    category = "child" if born and born > 2010 else "adult"
    return Membership.objects.get(id=people.register_member(
        actor=actor, at=AT, space_id=space, category=category, who=who
    ).membership_id).person_id


def membership(person: UUID) -> UUID:
    return Membership.objects.get(person=person).id


def row(id: UUID) -> Credential:
    return Credential.objects.get(id=id)


def document(id: UUID) -> dict:
    return json.loads(row(id).document)


def seen(at: datetime = AT) -> tuple[dict, dict]:
    """The keys and lists that a stranger fetches at a moment, as `verify` takes them."""
    keys: dict[str, Any] = {}
    for one in queries.key_documents(queries.issuers()):
        keys |= badges.keys_of(one, at)
    lists = {}
    for address, id, purpose in queries.status_lists():
        lists[address] = badges.seen_list(
            json.loads(queries.status_document(id, purpose) or ""), keys=keys, seen_at=at, at=at
        )
    return keys, lists


def verdict(id: UUID, *, at: datetime = AT, what: Any = None, world: tuple[dict, dict] | None = None):
    """What a stranger finds out about a credential, or about `what` they were handed instead."""
    keys, lists = world or seen(at)
    return badges.verify(what or row(id).document, keys=keys, statuses=lists, at=at)


GOOD = ("signed", "current", "standing", "known_issuer")
LEVELS = (LevelSaid("เริ่มต้น", "Beginner"), LevelSaid("ชำนาญ", "Skilled"))
UNITS = (UnitSaid("เล่าเรื่องต่อหน้าคน", "ST-101", "กรอบสมรรถนะท้องถิ่น", "https://units.example/ST-101"), UnitSaid("เลือกนิทาน"))
__all__ = ["AT", "GOOD", "HOUSE", "LEVELS", "STORY", "UNITS", "House", "build", "document", "row", "seen", "verdict"]
