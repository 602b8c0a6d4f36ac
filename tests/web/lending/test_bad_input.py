"""What goes wrong at a desk every day: each is refused by name, in Thai, and nothing is half done.

One test for each of what lending promises to refuse; what stands in the tables before stands there after.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from rianru.core.models import Fact
from rianru.lending.models import Hold, Loan, RuleRow, Transit
from rianru.people import actions as people
from rianru.places.models import Space
from rianru.treasury.models import Transaction
from tests.lending import making as lending
from tests.lending.making import item
from tests.people import making
from tests.web.catalogue.staff import keyed
from tests.web.lending.test_desk import lead

pytestmark = pytest.mark.django_db
HOUSE = making.MACHINE


@contextmanager
def nothing_done():
    """Loans, holds, ways, facts, money and rules are as they were."""
    tables = (Loan, Hold, Transit, Fact, Transaction, RuleRow)
    before = [model.objects.count() for model in tables]
    yield
    assert [model.objects.count() for model in tables] == before


def said(table, text, **more) -> str:
    answer = table.scan(text, **more)
    assert 'data-sound="stop"' in answer
    return lead(answer).replace("<wbr>", "")


@pytest.fixture
def member(table) -> str:
    return str(table.member.membership_id)


def test_an_unknown_barcode(table, member):
    with nothing_done():
        assert "ไม่รู้จักเลข NOBODY1" in said(table, "NOBODY1", member=member)
        assert "ไม่รู้จักเลข NOBODY1" in said(table, "NOBODY1")


def test_someone_elses_card(table, member, librarian):
    """A card that was replaced, of another network, or nobody's; and one whose PIN somebody guesses."""
    old = table.member.card
    people.replace_card(actor=HOUSE, at=timezone.now(), space_id=table.net.here.id, membership_id=table.member.membership_id)
    stranger = people.register_member(actor=HOUSE, at=timezone.now(), space_id=table.net.away.id, category="adult",
                                      who=people.Particulars("คนไกล"))
    work = item(table.copies[0]).edition.work_id
    browser, _ = table.net.visitor("ชูใจ")
    with nothing_done():
        assert f"บัตร {old} เลิกใช้แล้ว" in said(table, old)
        assert "บัตรนี้เป็นของเครือข่ายอื่น" in said(table, stranger.card)
        for card, refused in ((old, "เลิกใช้แล้ว"), ("1234", "ไม่รู้จักบัตร 1234")):
            page = table.browser.post(f"/works/{work}/hold/", keyed(pickup="here", which="any", card=card))
            assert (page.status_code, refused in page.content.decode()) == (422, True)
        page = browser.post("/me/join/", keyed(do="claim", card=stranger.card, pin="1111"))
        assert (page.status_code, "บัตร" in page.content.decode()) == (422, True)


def test_a_blocked_card(table, member):
    people.block_member(actor=HOUSE, at=timezone.now(), membership_id=table.member.membership_id,
                        space_id=table.net.here.id, reason="card_lost")
    with nothing_done():
        assert "ระงับการยืมไว้: แจ้งบัตรหาย" in said(table, table.copies[0], member=member)


def test_an_item_of_another_network(table, member):
    [theirs] = lending.copies(lending.work("ของที่อื่น"), table.net.away.id)
    with nothing_done():
        assert "ซึ่งอยู่คนละเครือข่าย" in said(table, theirs, member=member)
        assert "ซึ่งอยู่คนละเครือข่าย" in said(table, theirs)


def test_an_item_that_is_out_already_and_a_double_scan(table, member):
    other = str(table.net.register("มานะ", "อื่น").membership_id)
    table.scan(table.copies[0], member=member)
    with nothing_done():
        assert "ยืมไปแล้ว คืนภายใน" in said(table, table.copies[0], member=member)
        assert "ยังบันทึกว่าอยู่กับสมาชิกคนอื่น" in said(table, table.copies[0], member=other)
    table.scan(table.copies[0])
    again = table.scan(table.copies[0])
    assert ("ไม่มีใครยืมอยู่" in lead(again), Loan.objects.filter(returned_at=None).count()) == (True, 0)


def test_an_item_that_waits_for_another(table, member):
    other = table.net.register("มานะ", "อื่น")
    from rianru.lending import actions

    actions.place_hold(actor=HOUSE, at=timezone.now(), membership_id=other.membership_id, item_id=item(table.copies[0]).id,
                       pickup_id=table.net.here.id)
    table.scan(table.copies[0])
    with nothing_done():
        assert "มีคนจองไว้ ยังให้ยืมไม่ได้" in said(table, table.copies[0], member=member)


def test_a_closed_place_and_a_closed_day(table, member, librarian):
    """A hold is not picked up where it is closed for good, nor is a desk there; a closed day moves what falls due on it."""
    work = item(table.copies[0]).edition.work_id
    Space.objects.filter(id=table.net.there.id).update(closed_on=timezone.localdate() - timedelta(days=1))
    with nothing_done():
        page = table.browser.post(f"/works/{work}/hold/", keyed(pickup="there", which="any", card=table.member.card))
        assert (page.status_code, "รับที่นี่ไม่ได้" in page.content.decode()) == (422, True)
    Space.objects.filter(id=table.net.there.id).update(closed_on=None)
    due = timezone.localdate() + timedelta(days=14)
    from rianru.places import actions as places

    for day in (due, due + timedelta(days=1)):
        places.set_exception(actor=HOUSE, at=timezone.now(), space_id=table.net.here.id, day=day, reason_th="งานเมือง")
    table.scan(table.copies[0], member=member)
    assert Loan.objects.get().due_on == due + timedelta(days=2)


def test_a_clock_that_is_wrong_by_a_day(table, member):
    table.scan(table.copies[0], member=member)
    Loan.objects.update(lent_at=timezone.now() + timedelta(days=1))
    with nothing_done():
        assert "เวลาของเครื่องช้ากว่าการยืมครั้งล่าสุด" in said(table, table.copies[0])


def test_a_payment_twice_and_a_negative_amount(table, member):
    address = f"/members/{member}/money/"
    form = keyed(do="take_deposit", satang="20", way="cash")
    first, again = (table.browser.post(address, form)["Location"] for _ in range(2))
    assert (first, Transaction.objects.count()) == (again, 1)
    with nothing_done():
        wrong = table.browser.post(address, keyed(do="take_deposit", satang="-20", way="cash"))
        assert (wrong.status_code, "อ่านจำนวนเงิน" in wrong.content.decode()) == (422, True)
        reused = table.browser.post(address, form | {"satang": "30"})
        assert (reused.status_code, "ใช้รหัสซ้ำ" in reused.content.decode()) == (422, True)


def test_a_rule_table_with_a_hole(table, librarian):
    row = RuleRow.objects.get(network=None, item_type="", category="", language="")
    with nothing_done():
        from rianru.lending import actions
        from rianru.lending.actions.ruling import RuleTableHole

        with pytest.raises(RuleTableHole, match="จะไม่มีใครบอกว่า"):
            actions.remove_rule(actor=HOUSE, at=timezone.now(), rule_id=row.id)


def test_a_hold_for_a_child_on_an_adult_title(table):
    lending.rule({"age_at_least": 18}, network_id=table.net.here.network_id)
    child = table.net.register("ชูใจ", "เด็ก", category="child", birth_year=timezone.localdate().year - 12)
    work = item(table.copies[0]).edition.work_id
    with nothing_done():
        page = table.browser.post(f"/works/{work}/hold/", keyed(pickup="here", which="any", card=child.card))
        assert (page.status_code, "สำหรับอายุ 18 ปีขึ้นไป" in page.content.decode()) == (422, True)
        assert "สำหรับอายุ 18 ปีขึ้นไป" in said(table, table.copies[0], member=str(child.membership_id))


def test_a_desk_places_a_hold_that_is_picked_up_anywhere_in_its_network_and_nowhere_else(table):
    """A caretaker serves at one desk; the member in front of them may wait at another."""
    work = item(table.copies[0]).edition.work_id
    page = table.browser.post(f"/works/{work}/hold/", keyed(pickup="there", which="any", card=table.member.card))
    assert (page.status_code, Hold.objects.get().pickup_id) == (302, table.net.there.id)
    with nothing_done():
        page = table.browser.post(f"/works/{work}/hold/", keyed(pickup="away", which="any", card=table.member.card))
        assert (page.status_code, "รับที่นี่ไม่ได้" in page.content.decode()) == (422, True)


def test_one_copy_alone_is_held_from_its_own_page(table):
    copy = item(table.copies[0])
    work = copy.edition.work_id
    page = table.browser.get(f"/works/{work}/hold/?item={copy.id}").content.decode()
    assert f"เล่มนี้เท่านั้น: {copy.barcode}" in page
    table.browser.post(f"/works/{work}/hold/?item={copy.id}",
                       keyed(pickup="here", which=f"item:{copy.id}", card=table.member.card))
    assert list(Hold.objects.values_list("item_id", "reach")) == [(copy.id, "item")]
