"""Members at the desk: which desk, finding, registering without a second card, changing, blocks, PIN, households, card."""

import pypdfium2
import pytest
import zxingcpp
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rianru.people import actions, queries
from rianru.people.models import Membership, Person
from tests.people import making
from tests.web.catalogue.staff import keyed, seen

pytestmark = pytest.mark.django_db


def url(new, more: str = "") -> str:
    return f"/members/{new.membership_id}/{more}"


def test_who_serves_at_one_desk_sits_there_and_who_serves_at_several_chooses(net, desk, signed_in):
    assert "ห้องสมุด here" in seen(desk.get("/members/"))
    from rianru.core.actors import Role

    browser = signed_in(Role.LIBRARIAN, "network", net.here.network_id)
    asked = browser.get("/members/?q=abc")
    assert asked["Location"] == "/desk/where/?next=%2Fmembers%2F%3Fq%3Dabc"
    assert ("ห้องสมุด there" in seen(browser.get("/desk/where/?q=there")), browser.get("/desk/where/?q=zzz").status_code) == (True, 200)
    chosen = browser.post("/desk/where/?next=/members/", {"space": "there"})
    assert (chosen["Location"], "ห้องสมุด there" in seen(browser.get("/members/"))) == ("/members/", True)
    assert browser.post("/desk/where/", {"space": "away"}).status_code == 404
    assert browser.post("/desk/where/?next=//evil.example/", {"space": "here"})["Location"] == "/members/"


def test_a_scanned_card_leads_to_its_member_and_a_replaced_one_says_so(net, desk):
    new = net.register()
    assert desk.get(f"/members/?q={new.card}")["Location"] == url(new)
    actions.replace_card(actor=making.MACHINE, at=timezone.now(), membership_id=new.membership_id, space_id=net.here.id)
    assert "ถูกแทนด้วยใบใหม่แล้ว" in seen(desk.get(f"/members/?q={new.card}", follow=True))


def test_members_of_another_network_are_nobody_here(net, desk):
    new = actions.register_member(
        actor=making.MACHINE, at=timezone.now(), space_id=net.away.id, category="adult", who=actions.Particulars("คนไกล"))
    for more in ("", "edit/", "money/", "household/", "card.pdf"):
        assert desk.get(url(new, more)).status_code == 404
    assert "คนไกล" not in seen(desk.get(f"/members/?q={new.card}"))
    assert desk.post(url(new), keyed(do="pin", pin="4711")).status_code == 404


def test_registering_makes_one_card_however_often_it_is_sent(net, desk):
    form = keyed(given_name="คำแปง", family_name="ย้อมคราม", birth_year="๒๕๓๓", phone="081 234 5678")
    first, again = desk.post("/new-member/", form), desk.post("/new-member/", form)
    assert first["Location"] == again["Location"]
    (new,) = Membership.objects.all()
    found = queries.member(new.id)
    assert (found.name, found.category, found.birth_year, found.phone) == ("คำแปง ย้อมคราม", "adult", 1990, "0812345678")


def test_who_is_probably_a_member_is_shown_before_a_second_card_is_made(net, desk):
    old = net.register(phone="0812345678")
    form = keyed(given_name="คำแปง", family_name="ย้อมคราม", birth_year="2533")
    asked = desk.post("/new-member/", form)
    assert ("น่าจะเป็นสมาชิกอยู่แล้ว" in seen(asked), url(old) in asked.content.decode(), Membership.objects.count()) == (True, True, 1)
    assert desk.post("/new-member/", form | {"anyway": "1"}).status_code == 302
    assert Membership.objects.count() == 2


@pytest.mark.parametrize(("wrong", "said"), [
    ({"given_name": ""}, "ใส่ช่องนี้ด้วย"), ({"birth_year": "หนึ่ง"}, "เป็นได้หลายแบบ"), ({"birth_year": "2640"}, "ปีเกิดต้องไม่เกินปีนี้"),
    ({"phone": "12"}, "9 หรือ 10 ตัว"), ({"category": "child"}, "สำหรับอายุ"), ({"guardian": "999"}, "ไม่พบบัตรนี้"),
    ({"card": "ก"}, "4 ถึง 32 ตัว"), ({"email": "ไม่ใช่"}, "ยังไม่ใช่อีเมล"),
])
def test_what_is_wrong_is_said_and_nobody_is_registered(net, desk, wrong, said):
    answer = desk.post("/new-member/", keyed(given_name="มานี", birth_year="2533") | wrong)
    assert (answer.status_code, said in seen(answer), Person.objects.filter(given_name="มานี").count()) == (422, True, 0)


def test_a_child_is_registered_with_the_card_of_its_guardian(net, desk):
    mother = net.register("สายใจ")
    made = desk.post("/new-member/", keyed(given_name="แก้ว", birth_year=str(timezone.now().year - 7), guardian=mother.card), follow=True)
    assert ("แก้ว" in seen(made), "เด็ก" in seen(made), "สายใจ" in seen(made)) == (True, True, True)
    alone = desk.post("/new-member/", keyed(given_name="เกศ", birth_year=str(timezone.now().year - 7)), follow=True)
    assert "รอความยินยอมจากผู้ปกครอง" in seen(alone)


def test_a_guardian_agrees_on_the_childs_own_page(net, desk):
    mother, child = net.register("สายใจ"), net.register("แก้ว", category="child", birth_year=timezone.now().year - 7)
    page = url(child, "household/")
    refused = desk.post(page, keyed(do="add", card=mother.card, part="acts"))
    assert (refused.status_code, "ต้องได้รับความยินยอมก่อน" in seen(refused)) == (422, True)
    assert "ไม่พบบัตรนี้" in seen(desk.post(page, keyed(do="add", card="0000", part="acts", agreed="on")))
    assert desk.post(page, keyed(do="add", card=mother.card, part="acts", agreed="on"))["Location"] == page
    assert "รอความยินยอมจากผู้ปกครอง" not in seen(desk.get(url(child)))
    assert desk.post(page, keyed(do="proxy", of=mother.membership_id))["Location"] == page
    assert desk.post(page, keyed(do="withdraw", of=child.membership_id))["Location"] == page
    assert "รอความยินยอมจากผู้ปกครอง" in seen(desk.get(url(child)))
    assert desk.post(page, keyed(do="king")).status_code == 404


def test_what_is_done_at_the_page_is_said_and_refusals_stand_at_their_form(net, desk):
    new = net.register()
    assert "ต่ออายุได้ตั้งแต่ 60 วันก่อนหมด" in seen(desk.post(url(new), keyed(do="renew")))
    assert "PIN เป็นตัวเลข" in seen(desk.post(url(new), keyed(do="pin", pin="1234")))
    assert "ตั้ง PIN แล้ว" in seen(desk.post(url(new), keyed(do="pin", pin="4711"), follow=True))
    blocked = desk.post(url(new), keyed(do="block", reason="conduct", note="เสียงดัง"), follow=True)
    assert ("ทำผิดระเบียบ" in seen(blocked), "เสียงดัง" in seen(blocked)) == (True, True)
    assert "ระงับด้วยเหตุนี้อยู่แล้ว" in seen(desk.post(url(new), keyed(do="block", reason="conduct")))
    (block,) = queries.blocks([new.membership_id], day=timezone.now().date())[new.membership_id]
    assert "เลิกระงับแล้ว" in seen(desk.post(url(new), keyed(do="unblock", block=block.id), follow=True))
    assert desk.post(url(new), keyed(do="unblock", block=block.id)).status_code == 404
    old = queries.member(new.membership_id).card
    desk.post(url(new), keyed(do="replace"))
    assert queries.member(new.membership_id).card != old
    assert desk.post(url(new), keyed(do="king")).status_code == 404


def test_what_is_known_is_changed_and_an_accounts_address_is_its_owners(net, desk):
    new = net.register(lives_in="5601")
    form = keyed(given_name="คำปัน", family_name="ย้อมคราม", birth_year="2533", category="staff", email="kham@example.org", lives_in="5601")
    assert desk.post(url(new, "edit/"), form)["Location"] == url(new)
    found = queries.member(new.membership_id)
    assert (found.name, found.category, found.email, found.lives_in) == ("คำปัน ย้อมคราม", "staff", "kham@example.org", "5601")
    _, own = net.member()
    before = queries.member(own.membership_id).email
    desk.post(url(own, "edit/"), form | {"key": keyed()["key"]})
    assert queries.member(own.membership_id).email == before


def test_who_joined_online_waits_in_the_list_until_a_desk_has_seen_them(net, desk):
    _, own = net.member("ขวัญใจ")
    assert "ขวัญใจ" in seen(desk.get("/members/"))
    (block,) = queries.blocks([own.membership_id], day=timezone.now().date())[own.membership_id]
    desk.post(url(own), keyed(do="unblock", block=block.id))
    assert "ขวัญใจ" not in seen(desk.get("/members/"))


def test_terms_are_seen_by_every_desk_and_changed_by_librarians_of_the_network(net, desk, librarian):
    assert "บรรณารักษ์ของเครือข่ายเปลี่ยนได้" in seen(desk.get("/members/terms/"))
    assert desk.post("/members/terms/", keyed(online="at_once", years=3)).status_code == 403
    assert librarian.post("/members/terms/", keyed(online="at_once", years=3)).status_code == 302
    assert queries.terms(net.here.network_id) == queries.Terms("at_once", 3)
    assert librarian.post("/members/terms/", keyed(online="never", years=30)).status_code == 422


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("name", ["คำแปง ย้อมคราม", "ม.ล.ประภาศรีสุวรรณเกียรติกำจร ณ อยุธยาศักดิ์เดชาวราภินันท์", "Ærøskøbing O’Brien"])
def test_the_card_on_paper_has_two_sides_of_a_bank_card_that_scanners_read(net, desk, language, name):
    new = net.register(name, "")
    answer = desk.get(language + url(new, "card.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    assert [[round(side * 25.4 / 72, 1) for side in page.get_size()] for page in document] == [[85.6, 54.0]] * 2
    for page in document:
        assert {found.text for found in zxingcpp.read_barcodes(page.render(scale=4).to_pil())} == {new.card}
    assert "".join(name.split()) in "".join(document[0].get_textpage().get_text_range().split())


def test_a_list_asks_as_often_for_three_as_for_one(net, desk):
    asked = []
    desk.get("/members/")
    for more in (1, 2):
        for _ in range(more):
            net.register("กมล")
        with CaptureQueriesContext(connection) as queried:
            desk.get("/members/?q=กมล")
        asked.append(len(queried))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("odd", ["\x00", "a\x00b", "1\x0023456", "x" * 5_000, "๑" * 50, "'", "\\", "%", "\u202e"])
def test_odd_signs_end_in_a_page_that_says_so(net, desk, odd):
    new = net.register()
    assert {desk.get(page, {"q": odd}).status_code for page in ("/members/", "/desk/where/")} == {200}
    for wrong in ("given_name", "guardian", "card", "birth_year", "phone"):
        assert desk.post("/new-member/", keyed(given_name="ก") | {wrong: odd}).status_code in (302, 422)
    for form in ({"do": "block", "reason": odd}, {"do": "block", "reason": "conduct", "note": odd}, {"do": "pin", "pin": odd},
                 {"do": "replace", "card": odd}):
        assert desk.post(url(new), keyed(**form)).status_code in (302, 422)
    assert desk.post(url(new, "money/"), keyed(do="take_deposit", satang=odd, way="cash")).status_code == 422
    assert desk.post(url(new, "household/"), keyed(do="add", card=odd, part="other")).status_code == 422


def test_where_they_live_is_chosen_among_the_districts_round_the_desk(net, desk):
    making.area("9201")
    page = seen(desk.get("/new-member/"))
    assert ("พื้นที่ 5601" in page, "พื้นที่ 92" in page, "พื้นที่ 9201" in page) == (True, True, False)
    made = desk.post("/new-member/", keyed(given_name="มานี", lives_in="5601"))
    (new,) = Membership.objects.all()
    assert (made.status_code, queries.member(new.id).lives_in) == (302, "5601")
    Person.objects.update(lives_in="920102")
    assert 'value="920102" selected' in desk.get(f"/members/{new.id}/edit/").content.decode()
    assert desk.post("/new-member/", keyed(given_name="ปิติ", lives_in="9999")).status_code == 422
