"""Money at the desk and for the member: taken once, given back when nothing is out, each with a receipt on two papers."""

import pytest
from django.utils import timezone

from rianru.kernel.dates import day_of, fiscal_year_be
from rianru.kernel.money import format_baht
from rianru.treasury import actions, queries
from rianru.treasury.models import Transaction
from tests.people import making
from tests.web.catalogue.staff import keyed, seen

pytestmark = pytest.mark.django_db


def url(new) -> str:
    return f"/members/{new.membership_id}/money/"


def numbered(number: int) -> str:
    """The number of a receipt of this fiscal year."""
    return f"HERE {fiscal_year_be(day_of(timezone.now()))}/{number:06}"


def owes(net, new, satang: int) -> None:
    actions.fine(actor=making.MACHINE, at=timezone.now(), membership_id=new.membership_id, space_id=net.here.id, satang=satang,
                 reason="คืนช้า 2 วัน")


def stands(new) -> tuple[int, int]:
    found = queries.standing(new.membership_id)
    return found.deposit, found.owed


def test_a_payment_sent_twice_is_taken_once_and_leads_to_its_receipt(net, desk):
    new = net.register()
    owes(net, new, 5_000)
    form = keyed(do="pay", satang="20", way="cash")
    first, again = desk.post(url(new), form), desk.post(url(new), form)
    assert (first["Location"], stands(new)) == (again["Location"], (0, 3_000))
    page = seen(desk.get(first["Location"]))
    assert ("รับชำระ" in page, "20.00 บาท" in page, numbered(2) in page, "คำแปง" in page) == (True,) * 4


@pytest.mark.parametrize(("do", "form", "said"), [
    ("pay", {"satang": "-5", "way": "cash"}, "อ่านจำนวนเงิน"), ("pay", {"satang": "0", "way": "cash"}, "ต้องมากกว่า 0"),
    ("pay", {"satang": "50.01", "way": "cash"}, "ยอดค้างเหลือ 50.00"), ("pay", {"satang": "10", "way": "shells"}, "เลือก"),
    ("pay", {"satang": "1.005", "way": "cash"}, "อ่านจำนวนเงิน"), ("take_deposit", {"satang": "1000001", "way": "cash"}, "ไม่เกิน 1,000,000"),
    ("refund_deposit", {"satang": "1", "way": "cash"}, "ยังค้าง"), ("waive", {"satang": "10", "reason": "  "}, "ใส่ช่องนี้ด้วย"),
    ("waive", {"satang": "90", "reason": "ใจดี"}, "ยอดค้างเหลือ 50.00"),
])
def test_money_that_cannot_be_is_refused_by_name_and_nothing_moves(net, librarian, do, form, said):
    new = net.register()
    owes(net, new, 5_000)
    answer = librarian.post(url(new), keyed(do=do, **form))
    assert (answer.status_code, said in seen(answer), stands(new), Transaction.objects.count()) == (422, True, (0, 5_000), 1)
    english = librarian.post("/en" + url(new), keyed(do=do, **form))
    assert english.status_code == 422


def test_a_deposit_goes_back_when_nothing_is_owed_and_not_above_what_it_is(net, desk):
    new = net.register()
    desk.post(url(new), keyed(do="take_deposit", satang="300", way="cash"))
    above = desk.post(url(new), keyed(do="refund_deposit", satang="300.01", way="cash"))
    assert ("เงินประกันเหลือ 300.00" in seen(above), stands(new)) == (True, (30_000, 0))
    desk.post(url(new), keyed(do="refund_deposit", satang="300", way="cash"))
    assert stands(new) == (0, 0)


def test_a_deposit_stays_while_something_is_out(net, desk, monkeypatch):
    from rianru.lending.actions import depositing

    new = net.register()
    desk.post(url(new), keyed(do="take_deposit", satang="300", way="cash"))
    monkeypatch.setattr(depositing, "open_loans_of", lambda member: 2)
    refused = desk.post(url(new), keyed(do="refund_deposit", satang="300", way="cash"))
    assert ("ยังยืมอยู่ 2 ชิ้น" in seen(refused), stands(new)) == (True, (30_000, 0))


def test_a_caretaker_takes_money_and_forgives_none(net, desk, librarian):
    new = net.register()
    owes(net, new, 5_000)
    assert 'value="waive"' not in desk.get(url(new)).content.decode()
    assert desk.post(url(new), keyed(do="waive", satang="10", reason="ใจดี")).status_code == 403
    assert librarian.post(url(new), keyed(do="waive", satang="10", reason="ใจดี")).status_code == 302
    assert stands(new) == (0, 4_000)
    assert desk.post(url(new), keyed(do="king")).status_code == 404


def test_a_move_is_taken_back_once_by_a_librarian_with_a_reason(net, desk, librarian):
    new = net.register()
    receipt = desk.post(url(new), keyed(do="take_deposit", satang="300", way="cash"))["Location"]
    assert (desk.post(receipt, keyed(reason="ผิดคน")).status_code, stands(new)) == (403, (30_000, 0))
    assert librarian.post(receipt, keyed(reason="")).status_code == 422
    back = librarian.post(receipt, keyed(reason="ผิดคน"))
    assert (back.status_code, stands(new)) == (302, (0, 0))
    assert "รายการนี้ถูกยกเลิกแล้ว" in seen(desk.get(receipt))
    assert numbered(1) in seen(desk.get(back["Location"]))  # says what it takes back
    assert "ยกเลิกไปแล้ว" in seen(librarian.post(receipt, keyed(reason="อีกครั้ง")))


def test_a_receipt_is_seen_by_its_member_and_its_desks_alone(net, desk, signed_in):
    from rianru.core.actors import Role

    mine, own = net.member()
    other, _ = net.member("คนอื่น")
    paper = desk.post(url(own), keyed(do="take_deposit", satang="300", way="transfer"))["Location"]
    far = signed_in(Role.LIBRARIAN, "space", net.away.id)
    assert [who.get(paper).status_code for who in (desk, mine, other, far)] == [200, 200, 404, 404]
    assert ("โอน" in seen(mine.get(paper)), 'href="/me/money/"' in mine.get(paper).content.decode()) == (True, True)
    for form, word in (("80", "roll"), ("a4", "sheetpaper"), ("x", "sheetpaper")):
        assert f'class="receipt {word}"' in mine.get(f"{paper}?paper={form}").content.decode()


def test_a_member_sees_what_they_owe_and_why(net):
    browser, own = net.member()
    assert "ไม่มีอะไรค้าง" in seen(browser.get("/me/money/"))
    owes(net, own, 2_000)
    page = seen(browser.get("/me/money/"))
    assert (format_baht(2_000, "th").replace("\xa0", " ") in page, "คืนช้า 2 วัน" in page, "ชำระที่เคาน์เตอร์ไหนก็ได้" in page) == (True,) * 3
    assert "20.00 baht" in seen(browser.get("/en/me/money/"))
    assert "ค้าง 20.00 บาท" in seen(browser.get("/account/"))


def test_the_sheet_of_a_day_says_what_must_be_in_the_drawer(net, desk):
    new = net.register()
    for do, amount, way in (("take_deposit", "300", "cash"), ("take_deposit", "50", "transfer"), ("refund_deposit", "100", "cash")):
        desk.post(url(new), keyed(do=do, satang=amount, way=way))
    page = seen(desk.get("/money/day/"))
    assert ("200.00 บาท เงินสดที่เคาน์เตอร์" in page or "200.00 บาท เงินสด" in page, "50.00 บาท โอน" in page) == (True, True)
    assert "ยังไม่มีรายการเงิน" in seen(desk.get("/money/day/?day=2020-01-01"))
    for odd in ("x", "9999-12-31", "2026-02-30"):
        assert desk.get(f"/money/day/?day={odd}").status_code == 200


def test_the_sheet_asks_as_often_for_three_moves_as_for_one(net, desk):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    new, counts = net.register(), []
    desk.get("/money/day/")
    for more in (1, 2):
        for _ in range(more):
            desk.post(url(new), keyed(do="take_deposit", satang="1", way="cash"))
        with CaptureQueriesContext(connection) as asked:
            desk.get("/money/day/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_ones_own_money_asks_as_often_for_three_moves_as_for_one(net, desk):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser, own = net.member()
    counts = []
    browser.get("/me/money/")
    for more in (1, 2):
        for _ in range(more):
            desk.post(url(own), keyed(do="take_deposit", satang="1", way="cash"))
        with CaptureQueriesContext(connection) as asked:
            browser.get("/me/money/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_long_history_goes_page_by_page_by_key(net, desk):
    browser, own = net.member()
    for _ in range(31):
        actions.take_deposit(actor=making.MACHINE, at=timezone.now(), membership_id=own.membership_id, space_id=net.here.id, satang=100)
    first = browser.get("/me/money/").content.decode()
    more = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert (first.count("HERE "), browser.get(f"/me/money/{more}").content.decode().count("HERE ")) == (30, 1)
    assert numbered(31) in first
