"""The lists of a branch, its visitors and routes, and what readers suggest, in the browser."""

import pytest
from django.test import Client
from django.utils import timezone

from rianru.core.actors import Role
from rianru.lending.models import HeadCount, Route, Suggestion
from tests.people import making
from tests.web.catalogue.staff import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def librarian(here, signed_in):
    making.space("there", within=making.network("north"))
    browser = signed_in(Role.LIBRARIAN, "network", here.network_id)
    browser.post("/desk/where/", {"space": "here"})
    return browser


def test_a_caretaker_finds_what_is_theirs_and_not_what_a_librarian_decides(here, signed_in):
    keeper = signed_in(Role.CARETAKER, "space", here.id)
    page = seen(keeper.get("/desk/branch/"))
    assert ("ตรวจนับหนังสือ" in page, "เล่มที่ควรดู" in page) == (True, False)
    assert [keeper.get(f"/desk/{name}/").status_code for name in ("weeding", "balancing", "buying", "routes")] == [403] * 4


@pytest.mark.parametrize("address", [
    "/desk/branch/", "/desk/weeding/", "/desk/weeding/?why=surplus&years=10", "/desk/weeding/?why=zz&years=zz&after=zz",
    "/desk/weeding/?why=worn&file=1", "/desk/balancing/", "/desk/buying/", "/desk/visitors/", "/desk/routes/",
])
def test_every_list_answers_where_there_is_nothing(librarian, address):
    assert librarian.get(address).status_code == 200


def test_visitors_are_noted_and_corrected(here, librarian):
    today = timezone.localdate().isoformat()
    for people in ("120", "125"):
        assert librarian.post("/desk/visitors/", {"people": people, "day": today}).status_code == 302
    assert HeadCount.objects.get().people == 125
    assert "125" in seen(librarian.get("/desk/visitors/"))
    for people, day in (("-1", today), ("many", today), ("5", "9999-01-01"), ("5", "yesterday"), ("5", "")):
        assert librarian.post("/desk/visitors/", {"people": people, "day": day}).status_code == 422


def test_a_route_is_set_in_baht_and_what_cannot_be_is_refused(here, librarian):
    there = making.space("there", within=making.network("north"))
    away = making.space("away", within=making.network("south"))
    asked = {"receiver": str(there.id), "baht": "12.50", "days": "2"}
    assert librarian.post("/desk/routes/", asked).status_code == 302
    assert Route.objects.values_list("satang", "days").get() == (1_250, 2)
    assert "12.50 บาท" in seen(librarian.get("/desk/routes/")).replace("\xa0", " ")
    for wrong in ({"baht": "x"}, {"days": "-1"}, {"days": "90"}, {"receiver": str(away.id)}, {"receiver": "zz"}):
        assert librarian.post("/desk/routes/", asked | wrong).status_code == 422


def test_a_visitor_suggests_and_a_librarian_decides(librarian, here):
    visitor = Client()
    assert "ข้างหลังภาพ" in visitor.get("/suggest/?title=ข้างหลังภาพ").content.decode()
    assert visitor.post("/suggest/", {"title": " "}).status_code == 400
    assert visitor.post("/suggest/", {"title": "<b>ข้างหลังภาพ", "why": "ขาดไปหลายหน้า"}).status_code == 302
    [made] = Suggestion.objects.all()
    page = librarian.get("/desk/buying/")
    assert ("ขาดไปหลายหน้า" in seen(page), b"<b>\xe0\xb8\x82\xe0\xb9\x89" in page.content) == (True, False)
    about = {"suggestion": str(made.id)}
    assert librarian.post("/desk/buying/", about | {"decision": "not_now"}).status_code == 422
    assert librarian.post("/desk/buying/", about | {"decision": "zz"}).status_code == 404
    assert librarian.post("/desk/buying/", about | {"decision": "bought"}).status_code == 302
    assert "จะซื้อเข้า" in seen(librarian.get("/desk/buying/"))
