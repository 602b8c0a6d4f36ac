"""Staff pages of doubts: one question after the other, each with its way back."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rianru.catalogue.models import Decision, Doubt, Record
from rianru.core.actors import Role
from tests.catalogue.making import source, take
from tests.factories.marc import field, marc
from tests.web.catalogue.staff import keyed, librarian, links, seen

pytestmark = pytest.mark.django_db
NUMBERS = ("9786165812306", "9786165812313", "9786165812320")


@pytest.fixture
def home():
    return source("north-library", network="north")


@pytest.fixture
def desk(home, signed_in):
    return librarian(signed_in)


def doubtful(home, many: int = 1) -> list[Doubt]:
    """The same numbers and titles in two libraries, in years that differ: the newest doubt first."""
    other = source("other-library", network="north")
    for to, year, name in ((home, "2560", "a"), (other, "2565", "b")):
        take([
            marc(f"{name}{n}", f"สมุนไพรใกล้ตัวเล่มโต {'กขค'[n]}", field("020", "a", NUMBERS[n]), field("260", "c", year))
            for n in range(many)
        ], to)
    found = list(Doubt.objects.filter(settled_at=None).order_by("-id"))
    assert len(found) == many
    return found


def test_the_list_says_which_two_and_why(home, desk):
    [doubt] = doubtful(home)
    page = desk.get("/doubts/")
    assert links(page, r"^/doubts/[0-9a-f-]{36}/$") == [f"/doubts/{doubt.id}/"]
    assert ("สมุนไพรใกล้ตัวเล่มโต ก" in seen(page), "ปีต่างกัน" in seen(page)) == (True, True)


def test_without_doubts_the_page_is_kind_and_says_what_one_may_do(home, desk):
    page = seen(desk.get("/doubts/"))
    assert ("ไม่มีข้อสงสัยค้างอยู่" in page, "ระเบียนของเรื่องนี้" in page) == (True, True)


def test_the_menu_tells_how_many_wait(home, desk):
    doubtful(home, 2)
    for address in ("/doubts/", "/imports/"):
        assert re.search(r'class="count">.*?2</span>', desk.get(address).content.decode(), re.DOTALL)


def test_two_records_stand_beside_each_other_and_what_differs_is_marked(home, desk):
    [doubt] = doubtful(home)
    page = desk.get(f"/doubts/{doubt.id}/")
    html = page.content.decode()
    differing = re.findall(r'<tr class="differs">.*?</tr>', html, re.DOTALL)
    assert ["ปีพิมพ์" in row for row in differing] == [True]
    assert ("2560" in differing[0], "2565" in differing[0], "≠" in differing[0]) == (True, True, True)
    assert re.findall(r'name="do" value="(\w+)"', html) == ["same", "different"]
    assert re.findall(r'data-keys="([^"]+)"', html) == ["Digit1 KeyS", "Digit2 KeyD", "Digit3 KeyL"]
    assert 'type="module"' in html


def test_the_same_joins_them_and_the_next_doubt_comes_up(home, desk):
    first, second = doubtful(home, 2)
    answer = desk.post(f"/doubts/{first.id}/", keyed(do="same", note="ปกเดียวกัน"))
    assert answer.url == f"/doubts/{second.id}/"
    assert (Decision.objects.get().same, Decision.objects.get().note) == (True, "ปกเดียวกัน")
    assert Record.objects.get(id=first.left_id).edition_id == Record.objects.get(id=first.right_id).edition_id
    assert desk.post(answer.url, keyed(do="different")).url == "/doubts/"
    assert "ไม่มีข้อสงสัยค้างอยู่" in seen(desk.get("/doubts/"))


def test_different_keeps_them_apart_for_good(home, desk):
    [doubt] = doubtful(home)
    desk.post(f"/doubts/{doubt.id}/", keyed(do="different"))
    assert (Decision.objects.get().same, Doubt.objects.filter(settled_at=None).count()) == (False, 0)
    assert Record.objects.get(id=doubt.left_id).edition_id != Record.objects.get(id=doubt.right_id).edition_id


def test_later_leads_to_the_next_one_and_settles_nothing(home, desk):
    first, second = doubtful(home, 2)
    assert f"/doubts/{second.id}/" in links(desk.get(f"/doubts/{first.id}/"), "^/doubts/")
    assert Doubt.objects.filter(settled_at=None).count() == 2


def test_what_was_settled_can_be_taken_back_at_once(home, desk):
    first, second = doubtful(home, 2)
    page = desk.post(f"/doubts/{first.id}/", keyed(do="same"), follow=True)
    [way] = re.findall(r'action="(/decisions/[0-9a-f-]{36}/take-back/)"', page.content.decode())
    assert desk.post(way, keyed(next=f"/doubts/{second.id}/")).url == f"/doubts/{second.id}/"
    assert (Decision.objects.count(), Doubt.objects.filter(settled_at=None).count()) == (0, 2)
    assert "take-back" not in desk.get(f"/doubts/{second.id}/").content.decode()


def test_the_same_answer_sent_twice_is_one_decision(home, desk):
    [doubt] = doubtful(home)
    word = keyed(do="same")
    assert {desk.post(f"/doubts/{doubt.id}/", word).url for _ in range(2)} == {"/doubts/"}
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("values", [{"do": "perhaps"}, {}])
def test_an_answer_that_is_none_is_not_found(home, desk, values):
    [doubt] = doubtful(home)
    assert (desk.post(f"/doubts/{doubt.id}/", keyed(**values)).status_code, Decision.objects.count()) == (404, 0)


def test_a_decision_taken_back_elsewhere_is_not_found(home, desk):
    [doubt] = doubtful(home)
    desk.post(f"/doubts/{doubt.id}/", keyed(do="same"))
    way = f"/decisions/{Decision.objects.get().group}/take-back/"
    desk.post(way, keyed())
    assert desk.post(way, keyed()).status_code == 404


@pytest.mark.parametrize("asked", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:x", ""])
def test_taking_back_leads_nowhere_else(home, desk, asked):
    [doubt] = doubtful(home)
    desk.post(f"/doubts/{doubt.id}/", keyed(do="same"))
    assert desk.post(f"/decisions/{Decision.objects.get().group}/take-back/", keyed(next=asked)).url == "/doubts/"


def test_a_doubt_of_others_is_neither_shown_nor_counted_nor_settled(home, signed_in):
    [doubt] = doubtful(home)
    source("south-library", network="south")
    stranger = librarian(signed_in, "south")
    page = stranger.get("/doubts/")
    assert ("สมุนไพร" in seen(page), 'class="count"' in page.content.decode()) == (False, False)
    assert stranger.get(f"/doubts/{doubt.id}/").status_code == 404
    assert stranger.post(f"/doubts/{doubt.id}/", keyed(do="same")).status_code == 404
    for browser in (Client(), signed_in(Role.ANALYST)):
        assert browser.get("/doubts/").status_code == 403
    assert Decision.objects.count() == 0


def test_the_next_one_of_mine_is_found_behind_those_of_others(home, signed_in):
    """Three of another network stand between two of mine."""
    doubtful(home, 3)
    south = source("south-library", network="south")
    take(marc("s1", "นิทานริมกว๊านเล่มยาว", field("020", "a", "9786165812337"), field("260", "c", "2550")), south)
    own = Record.objects.get(source=south)
    old, new = (
        Doubt.objects.create(
            id=f"{first}0000000-0000-7000-8000-000000000001", left_id=min(own.id, other.id), right_id=max(own.id, other.id),
            because="year", raised_at=own.taken_at,
        )
        for first, other in (("0", Record.objects.get(control_number="a0")), ("f", Record.objects.get(control_number="a1")))
    )
    desk = librarian(signed_in, "south")
    listed = [f"/doubts/{new.id}/", f"/doubts/{old.id}/"]
    assert links(desk.get("/doubts/"), r"^/doubts/[0-9a-f-]{36}/$") == listed
    assert links(desk.get(listed[0]), r"^/doubts/[0-9a-f-]{36}/$") == [listed[1]]


def test_a_list_of_one_and_of_three_takes_the_same_queries(home, desk):
    doubtful(home, 3)
    found = []
    for hidden in (2, 0):
        ids = list(Doubt.objects.order_by("id").values_list("id", flat=True)[:hidden])
        Doubt.objects.filter(id__in=ids).update(settled_at="2026-11-21T00:00Z")
        desk.get("/doubts/")
        with CaptureQueriesContext(connection) as queries:
            desk.get("/doubts/")
        found.append(len(queries))
        Doubt.objects.update(settled_at=None)
    assert found[0] == found[1]
