"""A network with three spaces, its desk, its members and its books: everything through the actions that everyone uses."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from rianru.catalogue import actions as catalogue
from rianru.catalogue.models import Edition, Item
from rianru.core.actors import Actor, Role
from rianru.lending import actions
from rianru.lending.actions import RuleScope
from rianru.people import actions as people
from rianru.people.actions import Particulars
from rianru.places import actions as places
from tests.catalogue import making as books
from tests.factories import AT, HOUSE
from tests.factories.marc import book
from tests.people import making

_number = count(1)
OPEN = tuple((day, 10 * 60, 20 * 60) for day in range(2, 8))  # closed on Mondays, as TK Park is
PLAIN = {
    "lends": True, "period_days": 14, "items_at_once": 10, "renewals": 2, "renewal_days": 14, "fine_a_day": 0,
    "grace_days": 0, "deposit": 0, "handling": 10_000, "owed_at_most": 0, "holds_at_once": 5, "hold_shelf_days": 7,
    "returned": "home",
}


@dataclass
class Desk:
    """Spaces a, b and c of one network; a librarian of the network and a caretaker of a; two members."""

    a: UUID
    b: UUID
    c: UUID
    network: UUID
    librarian: Actor
    caretaker: Actor
    mani: UUID
    piti: UUID

    def out(self, barcode: str, member: UUID | None = None, *, space: UUID | None = None, at: datetime = AT, **more):
        asked: dict[str, Any] = {"actor": self.librarian, "at": at, "space_id": space or self.a, "barcode": barcode}
        return actions.check_out(**(asked | {"membership_id": member or self.mani} | more))

    def back(self, barcode: str, *, space: UUID | None = None, at: datetime = AT, **more):
        asked: dict[str, Any] = {"actor": self.librarian, "at": at, "space_id": space or self.a, "barcode": barcode}
        return actions.check_in(**(asked | more))

    def hold(self, barcode: str, member: UUID | None = None, *, pickup: UUID | None = None, at: datetime = AT, **more):
        asked: dict[str, Any] = {"actor": self.librarian, "at": at, "item_id": item(barcode).id}
        return actions.place_hold(**(
            asked | {"membership_id": member or self.mani, "pickup_id": pickup or self.a} | more))


def build() -> Desk:
    network = making.network("north")
    a, b, c = (making.space(code, within=network) for code in ("a", "b", "c"))
    for one in (a, b, c):
        places.set_weekly_hours(actor=HOUSE, at=AT, space_id=one.id, hours=OPEN)
    librarian = making.acting(making.staff(AT, Role.LIBRARIAN, "network", network.id), AT)
    caretaker = making.acting(making.staff(AT, Role.CARETAKER, "space", a.id), AT)
    rule(PLAIN)
    mani, piti = (member(librarian, a.id, name) for name in ("มานี", "ปิติ"))
    return Desk(a.id, b.id, c.id, network.id, librarian, caretaker, mani, piti)


def rule(says: dict, **scope) -> UUID:
    return actions.set_rule(actor=HOUSE, at=AT, scope=RuleScope(**scope), says=says)


def member(actor: Actor, space: UUID, name: str = "มานี", *, category: str = "adult", born: int | None = 1990) -> UUID:
    made = people.register_member(
        actor=actor, at=AT, space_id=space, category=category, who=Particulars(name, "ใจดี", birth_year=born)
    )
    return made.membership_id


def work(title: str = "กามนิต", *, language: str = "tha") -> Edition:
    """An edition of a work of its own, without copies."""
    one = f"w{next(_number)}"
    books.take([book(one, f"{title} {one}", language=language)], books.source())
    return Edition.objects.get(records__control_number=one)


def copies(edition: Edition, *spaces: UUID, type: str = "", price: int | None = None) -> list[str]:
    """A copy at each space; their barcodes."""
    made = []
    for space in spaces:
        barcode = f"B{next(_number)}"
        catalogue.add_item(
            actor=HOUSE, at=AT - timedelta(days=1), edition_id=edition.id, space_id=space, barcode=barcode, type=type,
            price=price,
        )
        made.append(barcode)
    return made


def item(barcode: str) -> Item:
    return Item.objects.get(barcode=barcode)


def state(barcode: str) -> str:
    return item(barcode).state


def bangkok(day: date, hour: int = 11) -> datetime:
    from rianru.kernel.dates import start_of_day

    return start_of_day(day) + timedelta(hours=hour)



