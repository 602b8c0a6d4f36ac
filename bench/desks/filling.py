"""A network's stock, members, loans and holds, written straight into the tables, by COPY. Demo people, demo numbers."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from bench.queries.loading import Table, load

SEED = 2569
OUT, MANY_OUT, LONG_QUEUE = 60_000, 2_000, 500  # open loans; of one member; holds on one title
PREFIX = 909
SAYS = {
    "lends": True, "period_days": 14, "items_at_once": 10, "renewals": 2, "renewal_days": 14, "fine_a_day": 1_000,
    "grace_days": 0, "deposit": 0, "handling": 10_000, "owed_at_most": 1_000_000, "holds_at_once": 600,
    "hold_shelf_days": 7, "returned": "home",
}


@dataclass(frozen=True, slots=True)
class Stock:
    """What the desks work with: per desk its space's code, cards of its members and barcodes on its shelves.

    `heavy`: the card of the member with MANY_OUT loans; `wanted`: barcodes of the title that LONG_QUEUE wait for, all
    out.
    """

    spaces: list[str]
    cards: list[list[str]]
    shelves: list[list[str]]
    heavy: str
    wanted: list[str]
    loans: int


def fill(*, works: int, items: int, members: int, desks: int, at: datetime) -> Stock:
    """Works with copies, members with cards, loans and holds; rules that ask for no deposit."""
    from django.db import connection

    from rianru.places.models import Network, Space

    network = Network.objects.get(code="demo")
    spaces = list(Space.objects.filter(network=network).order_by("id").values_list("id", "code"))
    load(islice(_works(), works), at=at)
    with connection.cursor() as cursor:
        _stock(cursor, [id for id, _ in spaces], items, at)
        people = _members(cursor, network.id, [id for id, _ in spaces], members, at)
        _lend(cursor, people, at)
        cursor.execute("SELECT count(*) FROM lending_loan WHERE returned_at IS NULL")
        (loans,) = cursor.fetchone()
        wanted = _queue(cursor, people, at)
        cursor.execute("ANALYZE")
    _rules(network.id, at)
    chosen = spaces[:desks]
    shelves = [_on_shelf(id) for id, _ in chosen]
    cards = [[card for _, card in people[LONG_QUEUE + 1 + desk :: desks]][:500] for desk in range(desks)]
    return Stock([code for _, code in chosen], cards, shelves, people[0][1], wanted, loans)


def _works() -> Iterator[Any]:
    from bench.queries.works import generated

    return iter(generated(10_000_000))


def _stock(cursor, spaces: Sequence[UUID], items: int, at: datetime) -> None:
    """As many copies as wanted, all at spaces of the network, each with a barcode of its own."""
    from rianru.catalogue.models import Item
    from rianru.kernel.ids import new_id

    cursor.execute("SELECT count(*) FROM catalogue_item")
    missing = max(0, items - cursor.fetchone()[0])
    cursor.execute("SELECT id FROM catalogue_edition ORDER BY id")
    editions, table = [id for (id,) in cursor.fetchall()], Table(Item)
    for n in range(missing):
        table.add(id=new_id(), edition_id=editions[n % len(editions)], space_id=spaces[n % len(spaces)],
                  call_number="895.913", copy="9", shelf="", barcode=f"77{n:08d}")
    table.write(cursor)
    cursor.execute(
        "UPDATE catalogue_item SET space_id = (%s::uuid[])[1 + abs(hashtext(id::text)) %% %s] "
        "WHERE NOT space_id = ANY(%s)", [list(spaces), len(spaces), list(spaces)],
    )
    cursor.execute(
        "UPDATE catalogue_item SET barcode = '88' || lpad(n::text, 8, '0') FROM (SELECT id AS own, row_number() OVER "
        "(ORDER BY id) AS n FROM catalogue_item) AS every WHERE own = id"
    )


def _members(
    cursor, network: UUID, spaces: Sequence[UUID], members: int, at: datetime
) -> list[tuple[UUID, str]]:
    """(membership, card) of each."""
    from rianru.kernel.cards import card_number
    from rianru.kernel.ids import new_id
    from rianru.people.models import Card, Membership, Person, Pseudonym

    tables = [Table(model) for model in (Person, Pseudonym, Membership, Card)]
    person, pseudonym, membership, card = tables
    found, today = [], at.date()
    for n in range(1, members + 1):
        own, id, number = new_id(), new_id(), card_number(PREFIX, n)
        person.add(id=own, given_name=f"ตัวอย่าง{n}", sort_key=f"ตัวอย่าง{n}", birth_year=1950 + n % 60, joined_at=at)
        pseudonym.add(key=new_id(), person_id=own, made_at=at)
        membership.add(id=id, person_id=own, network_id=network, home_space_id=spaces[n % len(spaces)],
                       category="organisation" if n == 1 else "adult", since_on=today - timedelta(days=30),
                       until_on=today + timedelta(days=700), registered_at=at)
        card.add(id=new_id(), membership_id=id, number=number, made_at=at)
        found.append((id, number))
    for table in tables:
        table.write(cursor)
    return found


def _lend(cursor, people: Sequence[tuple[UUID, str]], at: datetime) -> None:
    """OUT loans, MANY_OUT of them the first member's, the others' one each; a fifth of them late."""
    from rianru.core.models import OneOffKey
    from rianru.kernel.ids import new_id
    from rianru.lending.models import Loan

    chance = random.Random(SEED)
    cursor.execute("SELECT id, space_id FROM catalogue_item WHERE hashtext(id::text) %% 4 = 0 AND state = 'available' "
                   "ORDER BY id LIMIT %s", [OUT])
    out, loans, keys = cursor.fetchall(), Table(Loan), Table(OneOffKey)
    decided = '{"fine_a_day": [1000, ""], "grace_days": [0, ""], "renewals": [2, ""], "renewal_days": [14, ""]}'
    for n, (item, space) in enumerate(out):
        member = people[0] if n < MANY_OUT else people[-1 - n % (len(people) // 2)]
        id, days = new_id(), chance.randrange(1, 18)
        loans.add(id=id, item_id=item, membership_id=member[0], space_id=space, lent_at=at - timedelta(days=days),
                  due_on=(at + timedelta(days=14 - days)).date(), decided=decided)
        keys.add(key=new_id(), object_kind="loan", object_id=id)
    loans.write(cursor)
    keys.write(cursor)
    cursor.execute("UPDATE catalogue_item SET state = 'on_loan' WHERE id = ANY(%s)", [[item for item, _ in out]])


def _queue(cursor, people: Sequence[tuple[UUID, str]], at: datetime) -> list[str]:
    """LONG_QUEUE members wait for the title of which most copies are out; the barcodes of those that are out."""
    from rianru.kernel.ids import new_id
    from rianru.lending.models import Hold

    cursor.execute(
        "SELECT edition.work_id, min(item.id::text)::uuid, array_agg(item.barcode), min(item.space_id::text)::uuid "
        "FROM catalogue_item AS item JOIN catalogue_edition AS edition ON edition.id = item.edition_id "
        "WHERE item.state = 'on_loan' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    )
    work, item, barcodes, space = cursor.fetchone()
    cursor.execute("UPDATE catalogue_item SET state = 'missing' WHERE state = 'available' AND edition_id IN "
                   "(SELECT id FROM catalogue_edition WHERE work_id = %s)", [work])
    holds = Table(Hold)
    for n, (member, _) in enumerate(people[1 : LONG_QUEUE + 1]):
        holds.add(id=new_id(), membership_id=member, item_id=item, reach="work", pickup_id=space,
                  placed_at=at - timedelta(hours=LONG_QUEUE - n), state="waiting")
    holds.write(cursor)
    return list(barcodes)


def _rules(network: UUID, at: datetime) -> None:
    from rianru.core.actors import system
    from rianru.lending import actions
    from rianru.lending.models import RuleRow

    RuleRow.objects.filter(network=network).delete()
    who: dict[str, Any] = {"actor": system("bench"), "at": at}
    actions.set_rule(**who, scope=actions.RuleScope(network), says=SAYS)
    actions.set_rule(**who, scope=actions.RuleScope(network, category="organisation"), says={"items_at_once": 5_000})


def _on_shelf(space: UUID) -> list[str]:
    from rianru.catalogue.models import Item

    found = Item.objects.filter(space=space, state="available", edition__format="book").order_by("id")
    return list(found.values_list("barcode", flat=True)[:300])
