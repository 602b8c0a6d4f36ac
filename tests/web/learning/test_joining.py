"""Joining by browser: with an account, as a household, without an account; and what one finds afterwards."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from rianru.learning import actions, queries
from rianru.learning.models import Party, Seat
from rianru.people import actions as people
from rianru.people.actions import Particulars
from tests.factories import HOUSE
from tests.web.learning.seats_conftest import ahead, key, page
from tests.web.members.conftest import _own_folders, net, signed_in

__all__ = ["_own_folders", "ahead", "net", "signed_in"]


def address(session, more=""):
    return f"/activities/{session.activity_id}/join/?session={session.id}{more}"


def guest(session, browser=None, **said):
    fields = {"key": key(), "name": "ป้าแดง", "phone": "0812345678", "email": "", "comes": "on"} | said
    return (browser or Client()).post(address(session), fields)


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def test_the_page_of_an_activity_says_how_many_seats_are_free_and_leads_to_joining(ahead):
    session = ahead(8)
    text = page(Client().get(f"/activities/{session.activity_id}/"))
    assert "ว่าง 8 จาก 8 ที่" in text
    assert f"/activities/{session.activity_id}/join/" in text
    several = ahead(5, sessions=3)
    text = page(Client().get(f"/activities/{several.activity_id}/join/"))
    assert text.count("ว่าง 5 จาก 5 ที่") == 3


def test_somebody_with_an_account_takes_a_seat_and_gives_it_back_with_one_tap(net, ahead):
    session, (browser, _) = ahead(1), net.member()
    text = page(browser.get(address(session)))
    [who] = re.findall(r'name="who" value="([^"]+)"', text)
    answer = browser.post(address(session), {"key": key(), "who": who})
    assert answer["Location"] == "/me/learning/"
    text = page(browser.get("/me/learning/"))
    assert "มีที่นั่ง 1 ที่" in text
    party = Party.objects.get()
    browser.post("/me/learning/", {"do": "release", "party": party.id})
    assert Party.objects.get().state == "released"
    assert "คืนที่นั่งแล้ว คนถัดไปจะได้ไปแทน" in page(browser.get("/me/learning/"))


def test_a_household_joins_on_one_page_and_a_child_is_told_apart(net, ahead):
    session, (browser, mother) = ahead(3), net.member("แม่")
    child = people.register_child(actor=HOUSE, at=timezone.now(), space_id=net.here.id, guardian_id=mother.membership_id,
                                  who=Particulars("หนูนา", "ใจดี", birth_year=timezone.now().year - 8))
    text = page(browser.get(address(session)))
    assert "หนูนา" in text
    answer = browser.post(address(session), {"key": key(), "who": [str(mother.person_id), str(child.person_id)]})
    assert answer.status_code == 302
    assert Party.objects.get().size == 2
    again = browser.post(address(session), {"key": key(), "who": [str(child.person_id)]})
    assert "จองไว้แล้ว" in page(again, 422)


def test_nobody_is_chosen_and_a_stranger_is_chosen(net, ahead):
    session, (browser, _), (_, other) = ahead(), net.member(), net.member("ปิติ")
    assert "เลือกอย่างน้อยหนึ่งคน" in page(browser.post(address(session), {"key": key()}), 422)
    assert "เลือกอย่างน้อยหนึ่งคน" in page(browser.post(address(session), {"key": key(), "who": str(other.person_id)}), 422)
    assert Seat.objects.count() == 0


def test_without_an_account_a_link_leads_to_the_seat_and_forgets_everything(ahead):
    session = ahead()
    answer = guest(session, name1="น้องต้น", year1="2560", guardian="on")
    link = answer["Location"]
    text = page(Client().get(link))
    assert "มีที่นั่ง 2 ที่" in text
    assert "น้องต้น" in text
    assert "noindex" in text
    seat = Seat.objects.get(name="น้องต้น")
    browser = Client()
    assert browser.post(link, {"do": "release", "seat": seat.id})["Location"] == link
    assert "มีที่นั่ง 1 ที่" in page(Client().get(link))
    assert browser.post(link, {"do": "forget"})["Location"] == f"/activities/{session.activity_id}/"
    assert (Party.objects.count(), Seat.objects.count()) == (0, 0)
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize(("said", "wrong"), [
    ({"phone": ""}, "เบอร์โทรหรืออีเมล"), ({"phone": "12"}, "9 หรือ 10 ตัว"), ({"name": ""}, "ใส่ช่องนี้ด้วย"),
    ({"comes": ""}, "อย่างน้อยหนึ่งคน"), ({"name1": "ต้น", "year1": "2560"}, "ผู้ปกครอง"), ({"birth_year": "เมื่อนานมาแล้ว"}, "ปี"),
])
def test_what_a_guest_types_wrong_is_said_at_the_form_and_nothing_is_kept(ahead, said, wrong):
    text = page(guest(ahead(), **said), 422)
    assert wrong in text
    assert Party.objects.count() == 0


def test_sent_twice_is_joined_once(ahead):
    session, once = ahead(), key()
    answers = [guest(session, key=once)["Location"] for _ in range(2)]
    assert len(set(answers)) == 1
    assert Party.objects.count() == 1


def test_one_connection_does_not_fill_every_seat(ahead, monkeypatch):
    from rianru.web.learning import joining

    monkeypatch.setattr(joining, "MOST_GUESTS", 2)
    session = ahead()
    for n in range(2):
        assert guest(session, phone=f"081234567{n}").status_code == 302
    assert "พักสักครู่" in page(guest(session, phone="0812345679"), 422)


@pytest.mark.parametrize(("more", "says"), [
    ({"state": "cancelled"}, "งดแล้ว"), ({"state": "over"}, "เริ่มไปแล้ว"),
    ({"joining_opens_at": timezone.now() + timedelta(days=1)}, "เปิดให้จอง"),
    ({"joining_closes_at": timezone.now() - timedelta(days=1)}, "ปิดรับจองไปแล้ว"),
])
def test_what_cannot_be_joined_says_so_instead_of_a_form(ahead, more, says):
    session = ahead(**more)
    text = page(Client().get(address(session)))
    assert says in text
    assert 'name="phone"' not in text
    assert guest(session).status_code == 422


def test_a_draft_and_what_is_nowhere_are_not_found(ahead):
    session, other = ahead(state="draft"), ahead()
    for where in (address(session), f"/activities/{other.activity_id}/join/?session={session.id}",
                  f"/activities/{session.id}/join/", "/seats/nonsense/", "/seats/" + "a" * 300 + "/"):
        assert Client().get(where).status_code == 404


def test_a_full_one_says_that_one_may_wait_and_an_offer_is_one_tap(net, ahead):
    session, (browser, me) = ahead(1), net.member()
    first = guest(session)["Location"]
    text = page(browser.get(address(session)))
    assert "เข้าคิวได้" in text
    browser.post(address(session), {"key": key(), "who": str(me.person_id)})
    assert "ลำดับที่ 1" in page(browser.get("/me/learning/"))
    Client().post(first, {"do": "release"})
    text = page(browser.get("/me/learning/"))
    assert "รอคำตอบของคุณ" in text
    party = Party.objects.get(by=me.person_id)
    browser.post("/me/learning/", {"do": "yes", "party": party.id})
    assert Party.objects.get(id=party.id).state == "joined"


def test_an_offer_that_is_over_is_said_and_strangers_parties_are_not_found(net, ahead):
    session, (browser, me), (other, _) = ahead(1), net.member(), net.member("ปิติ")
    first = guest(session)["Location"]
    browser.post(address(session), {"key": key(), "who": str(me.person_id)})
    party = Party.objects.get(by=me.person_id)
    assert other.post("/me/learning/", {"do": "release", "party": party.id}).status_code == 404
    assert browser.post("/me/learning/", {"do": "explode", "party": party.id}).status_code == 404
    assert browser.post("/me/learning/", {"do": "yes", "party": "x"}).status_code == 404
    Client().post(first, {"do": "release"})
    Party.objects.filter(id=party.id).update(offered_until_at=timezone.now() - timedelta(minutes=1))
    browser.post("/me/learning/", {"do": "yes", "party": party.id})
    assert "ส่งต่อให้คนถัดไปแล้ว" in page(browser.get("/me/learning/"))


def test_my_learning_asks_no_more_of_the_database_for_many_than_for_one(net, ahead):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser, me = net.member()

    def asked():
        page(browser.get("/me/learning/"))  # what was just done is said once
        with CaptureQueriesContext(connection) as found:
            page(browser.get("/me/learning/"))
        return len(found)

    for _ in range(2):
        session = ahead()
        browser.post(address(session), {"key": key(), "who": str(me.person_id)})
    one = asked()
    for _ in range(4):
        session = ahead()
        browser.post(address(session), {"key": key(), "who": str(me.person_id)})
    assert asked() == one


def test_letters_go_to_whoever_joined_with_the_link_to_answer(net, ahead):
    from rianru.core.models import Notice

    session = ahead(1)
    link = guest(session, phone="", email="paa@example.org")["Location"]
    waits = guest(session, name="ลุงมี", phone="", email="lung@example.org")["Location"]
    told = {party.email: party.id for party in Party.objects.all()}
    machine = {"actor": HOUSE, "at": timezone.now(), "site": "https://learn.example"}
    assert actions.tell_party(**machine, party_id=told["paa@example.org"], what="joined")
    Client().post(link, {"do": "release"})
    assert actions.tell_party(**machine, party_id=told["lung@example.org"], what="offered")
    assert not actions.tell_party(**machine, party_id=told["paa@example.org"], what="joined")  # no longer so
    mine, theirs = Notice.objects.order_by("id")
    assert (mine.address, theirs.address) == ("paa@example.org", "lung@example.org")
    assert f"https://learn.example{waits}" in theirs.body
    assert queries.token_of(told["lung@example.org"]) in waits
