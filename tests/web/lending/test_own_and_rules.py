"""One's own shelf, its calendar, holds from the page of a work; the rules asked, compared and saved."""

import pytest
from django.utils import timezone

from rianru.lending import actions
from rianru.lending.models import Hold, Loan, RuleRow
from rianru.people import actions as people
from rianru.people.models import Block
from tests.lending.making import item
from tests.people import making
from tests.web.catalogue.staff import keyed

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(table):
    """A member's own browser and their membership, confirmed at the desk."""
    browser, mine = table.net.member("ชูใจ")
    for block in Block.objects.filter(membership=mine.membership_id):
        people.unblock_member(
            actor=making.MACHINE, at=timezone.now(), block_id=block.id, space_id=table.net.here.id)
    return browser, mine


def lend(table, membership, barcode):
    return actions.check_out(actor=making.MACHINE, at=timezone.now(), space_id=table.net.here.id,
                             membership_id=membership.membership_id, barcode=barcode)


def test_the_shelf_shows_what_is_out_and_a_calendar_has_its_days(table, own):
    browser, mine = own
    lent = lend(table, mine, table.copies[0])
    shelf = browser.get("/me/shelf/").content.decode().replace("<wbr>", "")
    assert ("เล่มที่" in shelf, "ยืมต่อ" in shelf) == (True, True)
    calendar = browser.get("/me/shelf.ics").content.decode()
    assert f"DTSTART;VALUE=DATE:{lent.due_on:%Y%m%d}" in calendar
    assert max(len(line.encode()) for line in calendar.split("\r\n")) <= 75
    said = browser.post("/me/shelf/act/", {"do": "renew", "id": str(lent.loan_id)}, follow=True).content.decode()
    assert "ไม่ได้วันเพิ่ม" in said


def test_a_work_is_held_from_its_page_and_the_hold_is_suspended_and_cancelled(table, own):
    browser, mine = own
    lend(table, table.member, table.copies[0])
    work = item(table.copies[0]).edition.work_id
    page = browser.get(f"/works/{work}/hold/").content.decode()
    assert "มีคนยืมอยู่" in page
    browser.post(f"/works/{work}/hold/", keyed(pickup="here", which="any"))
    hold = Hold.objects.get()
    assert (hold.membership_id, hold.state, hold.reach) == (mine.membership_id, "waiting", "work")
    assert "คิวที่ 1" in browser.get("/me/shelf/").content.decode()
    browser.post("/me/shelf/act/", {"do": "move", "id": str(hold.id), "pickup": "there"})
    assert Hold.objects.get().pickup_id == table.net.there.id
    browser.post("/me/shelf/act/", {"do": "move", "id": str(hold.id), "pickup": "nowhere at all"})
    assert Hold.objects.get().pickup_id == table.net.there.id
    for do, then in (("suspend", "waiting"), ("cancel", "cancelled")):
        browser.post("/me/shelf/act/", {"do": do, "id": str(hold.id), "until": "not a day"})
        assert Hold.objects.get().state == then


def test_a_hold_placed_twice_says_so_at_the_form(table, own):
    browser, _ = own
    work = item(table.copies[0]).edition.work_id
    again = [browser.post(f"/works/{work}/hold/", keyed(pickup="here", which="any")) for _ in range(2)][1]
    assert (again.status_code, "จอง" in again.content.decode(), Hold.objects.count()) == (422, True, 1)


def test_nobody_acts_on_the_loans_of_others(table, own):
    browser, _ = own
    lent = lend(table, table.member, table.copies[0])
    assert browser.post("/me/shelf/act/", {"do": "renew", "id": str(lent.loan_id)}).status_code == 403
    assert browser.get(f"/me/shelf/?of={table.member.membership_id}").status_code == 404


def test_the_rules_say_what_they_decide_and_whether_it_would_be_lent_without_lending(table):
    asked = {"category": "adult", "item_type": "book", "language": "tha", "space": "here", "day": "",
             "card": table.member.card, "barcode": table.copies[0]}
    page = table.browser.get("/rules/", asked).content.decode()
    assert ("ให้ยืมได้" in page, "14 วัน" in page, Loan.objects.count()) == (True, True, 0)
    nobody = table.browser.get("/rules/", asked | {"barcode": "NOBODY1"}).content.decode()
    assert "ไม่รู้จักเลข" in nobody


def test_a_rule_is_compared_saved_changed_and_removed(table, librarian):
    said = {"space": "", "item_type": "", "category": "child", "language": "", "note": "", "v_period_days": "7"}
    looked = librarian.post("/rules/new/", keyed(**said, do="look")).content.decode()
    assert ("14 วัน" in looked, "7 วัน" in looked, RuleRow.objects.filter(category="child").exists()) == (True, True, False)
    librarian.post("/rules/new/", keyed(**said, do="save"))
    row = RuleRow.objects.get(category="child")
    assert (row.says, row.network_id) == ({"period_days": 7}, table.net.here.network_id)
    librarian.post(f"/rules/{row.id}/", keyed(**(said | {"category": "senior"}), do="save"))
    assert list(RuleRow.objects.exclude(category="").values_list("category", flat=True)) == ["senior"]
    row = RuleRow.objects.get(category="senior")
    wrong = librarian.post(f"/rules/{row.id}/", keyed(**(said | {"v_period_days": "9999"}), do="save"))
    assert wrong.status_code == 422
    librarian.post(f"/rules/{row.id}/", keyed(**(said | {"category": "senior"}), do="remove"))
    assert not RuleRow.objects.exclude(category="").exists()
    assert table.browser.get("/rules/new/").status_code == 403
