"""The demo's lending: TK Park's published rules, members, and a day at the desk of a provincial library and its park.

The rules are those that TK Park publishes: ten items for fourteen days, two renewals of fourteen days; a deposit of 300
baht for items in Thai, 1,000 for others, kits and toys; fines of 10 and 30 baht a day and item, closed days not
counted; a lost item is replaced in kind with 100 baht for handling, or paid with 100 baht.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from rianru.catalogue.models import Item
from rianru.core.actors import ANONYMOUS, system
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import Refused
from rianru.lending import actions
from rianru.lending.actions import RuleScope
from rianru.lending.models import HeadCount, Hold, Loan, RuleRow, Stocktake, Suggestion
from rianru.people import actions as people
from rianru.people.actions import Particulars
from rianru.people.models import Membership
from rianru.places.models import Network, Space
from rianru.treasury import actions as treasury

ACTOR = system("demo")
SEED = 2569
HOME, PARK = "lib-56", "park-56"
BAHT = 100
TK_PARK: Sequence[tuple[dict[str, Any], dict[str, object], str]] = (
    (
        {},
        {
            "lends": True, "period_days": 14, "items_at_once": 10, "renewals": 2, "renewal_days": 14,
            "fine_a_day": 30 * BAHT, "grace_days": 0, "deposit": 1_000 * BAHT, "handling": 100 * BAHT,
            "owed_at_most": 0, "holds_at_once": 5, "hold_shelf_days": 7, "returned": "home",
        },
        "สื่อภาษาต่างประเทศ ชุดสื่อ และของเล่น",
    ),
    ({"language": "tha"}, {"fine_a_day": 10 * BAHT, "deposit": 300 * BAHT}, "สื่อภาษาไทย"),
    ({"item_type": "kit"}, {"fine_a_day": 30 * BAHT, "deposit": 1_000 * BAHT}, "ชุดสื่อ ภาษาไหนก็ตาม"),
    ({"item_type": "toy"}, {"fine_a_day": 30 * BAHT, "deposit": 1_000 * BAHT}, "ของเล่น ภาษาไหนก็ตาม"),
    ({"item_type": "reference"}, {"lends": False}, "ใช้ในห้องสมุด"),
    ({"category": "staff"}, {"deposit": 0, "items_at_once": 20}, "บุคลากรไม่ต้องวางเงินประกัน"),
)
MEMBERS = (
    ("มานี", "มีใจ", 1988, "adult", 300), ("ปิติ", "ดีงาม", 1995, "adult", 1_000),
    ("ชูใจ", "เลิศล้ำ", 1957, "senior", 300), ("วีระ", "ประสงค์สุข", 2001, "adult", 1_000),
    ("ดวงแก้ว", "ใจหวัง", 2016, "child", 300), ("สมคิด", "คำแปง", 1979, "adult", 0),
)

WEEKS = (26, 22, 18, 15, 12, 10, 8, 6)  # before today, in which something was lent and came back
SUGGESTED = (
    ("ข้างหลังภาพ", "ศรีบูรพา", "เล่มที่มีขาดไปหลายหน้า อ่านไม่จบ"),
    ("สวนผักคนเมือง", "", "อยากปลูกผักบนดาดฟ้ากับแม่"),
    ("นิทานเวตาล ฉบับเสียง", "", "ตาอ่านตัวเล็กไม่ได้แล้ว"),
)


def build(*, at: datetime) -> None:
    """Builds what is not there yet. Running it again changes nothing."""
    network = Network.objects.get(code="demo")
    if not RuleRow.objects.filter(network=network).exists():
        tk_park(network.id, at=at)
    home, park = (Space.objects.filter(code=code).first() for code in (HOME, PARK))
    if home is None or park is None:
        return
    if Membership.objects.filter(network=network).count() < 3:
        _register(home.id, at=at)
    if not Loan.objects.exists():
        _lend(network.id, home.id, park.id, at=at)
    _before(network.id, home.id, park.id, at=at)


def tk_park(network_id: UUID, *, at: datetime) -> None:
    """TK Park's rules for a network. A kit in Thai takes the row of its kind: kinds go before languages."""
    for scope, says, note in TK_PARK:
        actions.set_rule(
            actor=ACTOR, at=at, scope=replace(RuleScope(network_id), **scope), says=says, note=note
        )


def _register(home: UUID, *, at: datetime) -> None:
    for given, family, born, category, deposit in MEMBERS:
        made = people.register_member(
            actor=ACTOR, at=at - timedelta(days=60), space_id=home, category=category,
            who=Particulars(given, family, birth_year=born),
        )
        if deposit:
            treasury.take_deposit(
                actor=ACTOR, at=at - timedelta(days=60), membership_id=made.membership_id, space_id=home,
                satang=deposit * BAHT,
            )


def _lend(network_id: UUID, home: UUID, park: UUID, *, at: datetime) -> None:
    """Loans of the last weeks, some late, some returned; holds that wait, are ready, or travel."""
    chance = random.Random(SEED)
    members = list(Membership.objects.filter(network=network_id).order_by("id").values_list("id", flat=True)[:6])
    stock = {space: _stock(space) for space in (home, park)}
    for days in (21, 18, 12, 9, 5, 3, 2, 1, 0):
        for space in (home, park):
            for _ in range(2):
                _try(chance.choice(members), stock[space], space, at=at - timedelta(days=days, minutes=90))
    for loan in Loan.objects.filter(returned_at=None).order_by("id")[3:9]:
        barcode = Item.objects.values_list("barcode", flat=True).get(id=loan.item_id)
        _quietly(partial(actions.check_in, actor=ACTOR, at=at - timedelta(minutes=40), space_id=home, barcode=barcode))
    waiting = list(Loan.objects.filter(returned_at=None).order_by("-id").values_list("item", flat=True)[:3])
    for member, item, pickup in zip(members, [*waiting, stock[home][0].id, stock[park][0].id], [home] * 4 + [park],
                                    strict=False):
        _quietly(partial(actions.place_hold, actor=ACTOR, at=at - timedelta(minutes=30), membership_id=member,
                         item_id=item, pickup_id=pickup))


    kept = Hold.objects.filter(state="pulled", copy__space=home, pickup=home).order_by("id").first()
    if kept is not None and kept.copy is not None:  # one of them is pulled already, and waits to be picked up
        _quietly(partial(actions.check_in, actor=ACTOR, at=at, space_id=home, barcode=kept.copy.barcode))
    for one in Loan.objects.filter(returned_at=None, space=home).order_by("-id")[:2]:  # and two came back elsewhere
        barcode = Item.objects.values_list("barcode", flat=True).get(id=one.item_id)
        _quietly(partial(actions.check_in, actor=ACTOR, at=at, space_id=park, barcode=barcode))


def _stock(space: UUID) -> list[Item]:
    return list(Item.objects.filter(space=space, state="available").exclude(barcode="").order_by("id")[:60])


def _try(member: UUID, stock: list[Item], space: UUID, *, at: datetime) -> None:
    item = stock.pop(7 % len(stock))
    _quietly(partial(actions.check_out, actor=ACTOR, at=at, space_id=space, membership_id=member, barcode=item.barcode))


def _quietly(act: Callable[[], object]) -> None:
    """What the rules refuse in the demo is simply not in the demo."""
    try:
        act()
    except Refused:
        return


def _before(network_id: UUID, home: UUID, park: UUID, *, at: datetime) -> None:
    """The months before: loans and visitors to be counted, a stocktake that is going on, suggestions."""
    if not HeadCount.objects.exists():
        _lent_before(network_id, home, at=at)
        _visited(home, 90, at=at)
        _visited(park, 140, at=at)
    if not Suggestion.objects.exists():
        for title, author, why in SUGGESTED:
            actions.suggest(actor=ANONYMOUS, at=at - timedelta(days=2), network_id=network_id, title=title,
                            author=author, why=why)
    if not Stocktake.objects.exists():
        _counting(home, park, at=at)
    if not Item.objects.filter(space=home, state="damaged").exists():
        _torn(home, at=at)


def _lent_before(network_id: UUID, home: UUID, *, at: datetime) -> None:
    """Loans of the weeks before: lent and brought back within days, by whoever may borrow."""
    chance = random.Random(SEED + 1)
    members = list(Membership.objects.filter(network=network_id).order_by("id").values_list("id", flat=True)[:6])
    stock = list(Item.objects.filter(space=home, state="available", changed_at=None).exclude(barcode="")
                 .order_by("-id").values_list("barcode", flat=True)[:12])
    for weeks in WEEKS:
        for barcode in chance.sample(stock, min(len(stock), 4 + chance.randrange(6))):
            moment = at - timedelta(weeks=weeks, hours=chance.randrange(8))
            who = chance.choice(members)
            _quietly(partial(actions.check_out, actor=ACTOR, at=moment, space_id=home, membership_id=who,
                             barcode=barcode))
            _quietly(partial(actions.check_in, actor=ACTOR, at=moment + timedelta(days=6), space_id=home,
                             barcode=barcode))


def _torn(home: UUID, *, at: datetime) -> None:
    """Two copies came back torn, and wait to be mended or weeded."""
    shelf = Item.objects.filter(space=home, state="available").exclude(barcode="").order_by("-id")
    for item in shelf[20:22]:
        _quietly(partial(actions.take_for_mending, actor=ACTOR, at=at, space_id=home, item_id=item.id))


def _visited(space: UUID, usual: int, *, at: datetime) -> None:
    chance = random.Random(usual)
    today = day_of(at)
    for back in range(180, 0, -1):
        day = today - timedelta(days=back)
        if day.weekday() != 0 and day.day % 2:  # counted every other day, and closed on Mondays
            actions.record_visitors(actor=ACTOR, at=at, space_id=space, day=day,
                                    people=usual + chance.randrange(-30, 60))


def _counting(home: UUID, park: UUID, *, at: datetime) -> None:
    """Somebody is in the middle of a stocktake: some are seen, one belongs elsewhere, one is unknown."""
    begun = at - timedelta(hours=1)
    walk = actions.open_stocktake(actor=ACTOR, at=begun, space_id=home)
    seen = Item.objects.filter(space=home, state="available").exclude(barcode="").order_by("id")
    away = Item.objects.filter(space=park, state="available").exclude(barcode="").order_by("-id")
    for barcode in (*(one.barcode for one in seen[:9]), *(one.barcode for one in away[:1]), "9786160000000"):
        _quietly(partial(actions.see, actor=ACTOR, at=begun, space_id=home, stocktake_id=walk, barcode=barcode))
