"""One's own card, joining online, and a household: seen by those whose they are, and by nobody else."""

import pytest
from django.test import Client
from django.utils import timezone

from rianru.people import actions, queries
from rianru.people.models import Membership
from tests.people import making
from tests.web.catalogue.staff import keyed, seen

pytestmark = pytest.mark.django_db


def test_nobody_has_a_card_without_signing_in_and_who_has_none_is_led_to_get_one(net):
    for page in ("card/", "card.pdf", "join/", "household/", "money/"):
        assert Client().get(f"/me/{page}")["Location"].startswith("/accounts/login/")
    browser, _ = net.visitor()
    assert browser.get("/me/card/")["Location"] == "/me/join/"
    assert browser.get("/me/card.pdf").status_code == 404
    for page in ("household/", "money/"):
        assert "ทำบัตร" in seen(browser.get(f"/me/{page}"))
    assert "ทำบัตรสมาชิก" in seen(browser.get("/account/"))


def test_joining_online_makes_a_card_that_is_to_be_confirmed(net):
    browser, joined = net.visitor()
    made = browser.post("/me/join/", keyed(space="here", birth_year="2533", phone="081 234 5678"))
    (card,) = queries.memberships_of(joined.key)
    assert made["Location"] == f"/me/card/?of={card.id}"
    page = browser.get("/me/card/")
    assert (card.card_shown in seen(page), "อีกขั้นเดียว" in seen(page), 'class="bars"' in page.content.decode()) == (True, True, True)
    again = browser.post("/me/join/", keyed(space="here"))
    assert (again.status_code, "เป็นสมาชิกของเครือข่ายนี้แล้ว" in seen(again), Membership.objects.count()) == (422, True, 1)


@pytest.mark.parametrize(("wrong", "said"), [
    ({"space": "nowhere"}, "ไม่พบที่ชื่อ"), ({"birth_year": ""}, "ใส่ช่องนี้ด้วย"), ({"birth_year": str(2569 - 8)}, "ให้ผู้ปกครองสมัคร"),
    ({"phone": "12"}, "9 หรือ 10 ตัว"),
])
def test_what_is_wrong_with_joining_is_said(net, wrong, said):
    browser, _ = net.visitor()
    answer = browser.post("/me/join/", keyed(space="here", birth_year="2533") | wrong)
    assert (answer.status_code, said in seen(answer), Membership.objects.count()) == (422, True, 0)


def test_a_closed_network_sends_people_to_its_desks(net):
    actions.set_terms(actor=making.MACHINE, at=timezone.now(), network_id=net.here.network_id, online="closed", years=1)
    browser, _ = net.visitor()
    answer = browser.post("/me/join/", keyed(space="here", birth_year="2533"))
    assert (answer.status_code, "รับสมัครที่เคาน์เตอร์" in seen(answer)) == (422, True)


def test_a_guardian_makes_a_card_for_a_child_shows_it_and_withdraws(net):
    browser, own = net.member("สายใจ")
    year = str(timezone.now().year - 7 + 543)
    refused = browser.post("/me/household/", keyed(do="child", given_name="แก้ว", birth_year=year))
    assert (refused.status_code, Membership.objects.count()) == (422, 1)
    assert browser.post("/me/household/", keyed(do="child", given_name="แก้ว", birth_year=year, agreed="on")).status_code == 302
    child = next(mate for mate in queries.household(queries.member(own.membership_id).person_id, network_id=net.here.network_id)
                 if mate.part == "child")
    page = browser.get(f"/me/card/?of={child.membership_id}")
    assert ("แก้ว" in seen(page), queries.member(child.membership_id).card_shown in seen(page)) == (True, True)
    assert browser.get(f"/me/card.pdf?of={child.membership_id}")["Content-Type"] == "application/pdf"
    assert browser.get(f"/me/money/?of={child.membership_id}").status_code == 200
    assert browser.post("/me/household/", keyed(do="leave", of=child.membership_id)).status_code == 302
    assert browser.get(f"/me/card/?of={child.membership_id}").status_code == 404


@pytest.mark.trust
def test_strangers_see_no_childs_card_money_or_household(net):
    mother, own = net.member("สายใจ")
    mother.post("/me/household/", keyed(do="child", given_name="แก้ว", birth_year=str(timezone.now().year - 7), agreed="on"))
    (child,) = Membership.objects.exclude(id=own.membership_id)
    stranger, _ = net.member("คนแปลกหน้า")
    for page in (f"/me/card/?of={child.id}", f"/me/card.pdf?of={child.id}", f"/me/money/?of={child.id}"):
        assert mother.get(page).status_code == 200  # the control: the same page is there for the guardian
        assert stranger.get(page).status_code == 404
    taken = stranger.post("/me/household/", keyed(do="leave", of=child.id))
    assert (taken.status_code, len(queries.household(child.person_id, network_id=net.here.network_id))) == (403, 2)
    assert "แก้ว" not in seen(stranger.get("/me/household/"))


@pytest.mark.parametrize("wrong", ["x", "01900000-0000-7000-8000-000000000001"])
def test_an_address_of_nothing_is_a_page_that_says_so(net, wrong):
    browser, _ = net.member()
    for page in ("card/", "card.pdf", "money/"):
        assert browser.get(f"/me/{page}?of={wrong}").status_code == 404


def test_a_card_from_the_desk_is_joined_by_its_pin_and_guessing_ends(net):
    browser, _ = net.visitor()
    card = net.register("มานี")
    house = {"actor": making.MACHINE, "at": timezone.now(), "space_id": net.here.id}
    actions.set_pin(**house, membership_id=card.membership_id, pin="4711")
    wrong = browser.post("/me/join/", keyed(do="claim", card=card.card, pin="0000"))
    assert (wrong.status_code, "เลขบัตรกับ PIN ไม่ตรงกัน" in seen(wrong)) == (422, True)
    made = browser.post("/me/join/", keyed(do="claim", card=card.card, pin="4711"))
    assert made["Location"] == f"/me/card/?of={card.membership_id}"
    other, guessed = net.register("ปิติ"), net.visitor()[0]
    actions.set_pin(**house, membership_id=other.membership_id, pin="4711")
    codes = [guessed.post("/me/join/", keyed(do="claim", card=other.card, pin=f"{90 + n}85")).status_code for n in range(11)]
    assert codes[:8] == [422] * 8  # the address had failed once before
    assert guessed.post("/me/join/", keyed(do="claim", card=other.card, pin="4711")).status_code == 429


def test_one_sets_a_pin_reports_a_lost_card_and_renews_where_cards_work_at_once(net):
    from datetime import timedelta

    browser, own = net.member()
    page = f"/me/card/?of={own.membership_id}"
    assert "ไม่ซ้ำกันหมด" in seen(browser.post(page, keyed(do="pin", pin="1111")))
    assert "ตั้ง PIN แล้ว" in seen(browser.post(page, keyed(do="pin", pin="4711"), follow=True))
    assert queries.pin_fits(own.membership_id, "4711")
    assert "พักบัตรนี้แล้ว" in seen(browser.post(page, keyed(do="lost"), follow=True))
    assert "ระงับด้วยเหตุนี้อยู่แล้ว" in seen(browser.post(page, keyed(do="lost")))
    assert browser.post(page, keyed(do="renew")).status_code == 403  # this network confirms at its desks
    actions.set_terms(actor=making.MACHINE, at=timezone.now(), network_id=net.here.network_id, online="at_once", years=1)
    assert "60 วันก่อนหมด" in seen(browser.post(page, keyed(do="renew")))
    soon = timezone.now().date() + timedelta(days=5)
    Membership.objects.filter(id=own.membership_id).update(since_on=timezone.now().date(), until_on=soon)
    assert "ต่ออายุบัตร" in seen(browser.get(page))
    browser.post(page, keyed(do="renew"))
    assert queries.member(own.membership_id).until_on == soon.replace(year=soon.year + 1)
    assert browser.post(page, keyed(do="king")).status_code == 404
