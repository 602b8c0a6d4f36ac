"""A member of a network with two desks, and somebody who sits at one of them."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from rianru.core.actors import Actor, Role
from rianru.people import actions as people
from rianru.people.actions import Particulars
from tests.factories import AT
from tests.people import making


@dataclass
class House:
    """Two spaces of a network, a librarian of the network, a caretaker of the first space, and a member."""

    here: UUID
    there: UUID
    librarian: Actor
    caretaker: Actor
    member: UUID
    network: UUID


@pytest.fixture
def house(db) -> House:
    return build()


def build() -> House:
    network = making.network("north")
    here, there = (making.space(code, within=network).id for code in ("here", "there"))
    librarian = making.acting(making.staff(AT, Role.LIBRARIAN, "network", network.id), AT)
    caretaker = making.acting(making.staff(AT, Role.CARETAKER, "space", here), AT)
    new = people.register_member(
        actor=librarian, at=AT, space_id=here, category="adult", who=Particulars("คำแปง", "ย้อมคราม", birth_year=1990)
    )
    return House(here, there, librarian, caretaker, new.membership_id, network.id)
