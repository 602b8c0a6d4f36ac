"""Pages that find spaces and keep them true: near first, a map's points, corrections, photos, the pin."""

import json
from decimal import Decimal
from functools import partial

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from rianru.core.actors import Role
from rianru.places import actions, queries
from rianru.places.models import Correction, Space
from rianru.web.places import correcting, views
from tests.factories import AT, HOUSE, network, space, staff
from tests.factories.pictures import picture
from tests.web.places.test_edit import sent
from tests.web.places.test_spaces import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country", "clock", "acting")]


@pytest.fixture(autouse=True)
def _no_memory():
    cache.clear()


def placed(code, lat, **more):
    id = space(code=code, name_th=f"ที่ {code}", name_en=f"Place {code}", **more)
    Space.objects.filter(id=id).update(lat=Decimal(lat), lon=Decimal("99.9"))
    return id


def test_whoever_said_where_they_are_sees_the_nearest_first_page_by_page(client, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    for code, lat in (("far", "18.5"), ("near", "19.19"), ("middle", "19.0")):
        placed(code, lat)
    client.cookies["near"] = "5601"
    first = client.get("/spaces/?has=&age=nobody")
    second = client.get(f"/spaces/{first.context['page']['next_url']}")
    assert [row["name_th"] for page in (first, second) for row in page.context["spaces"]] == [
        "ที่ near", "ที่ middle", "ที่ far",
    ]
    assert "ราว" in text(first)
    assert [row["name_th"] for row in client.get("/spaces/?sort=name").context["spaces"]] == ["ที่ far", "ที่ middle"]
    for broken in ("nan~x", "-1~", "1e999~00", "%00~"):
        assert client.get(f"/spaces/?after={broken}").status_code == 200


def test_a_map_is_given_points_by_name_in_the_readers_language_and_once(client):
    placed("here", "19.2")
    answer = client.get("/map/spaces.json?box=99,19,100,20&zoom=9")
    assert json.loads(answer.content) == {
        "points": [{"lat": 19.2, "lon": 99.9, "label": "ที่ here", "code": "here", "kind": "district_library"}]
    }
    again = client.get("/map/spaces.json?box=99,19,100,20&zoom=9", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    weak = {"if-none-match": f'W/{answer["ETag"]}', "accept-encoding": "gzip"}  # as it is once it was compressed
    assert client.get("/map/spaces.json?box=99,19,100,20&zoom=9", headers=weak).status_code == 304
    english = client.get("/en/map/spaces.json?box=99,19,100,20&zoom=9&q=here")
    assert json.loads(english.content)["points"][0]["label"] == "Place here"
    assert json.loads(client.get("/map/spaces.json?box=99,19,100,20&zoom=9&kind=temple").content) == {"points": []}


def test_a_network_is_chosen_from_the_list_and_narrows_list_map_and_files(client):
    placed("here", "19.2"), placed("there", "19.3", network_id=network(code="south", name_th="เครือข่ายใต้", name_en="South"))
    page = client.get("/spaces/?network=south")
    assert [row["name_th"] for row in page.context["spaces"]] == ["ที่ there"]
    assert [(one["value"], one["chosen"]) for one in page.context["networks"] if one["chosen"]] == [("south", True)]
    assert 'option value="south" selected' in page.content.decode()
    assert "เครือข่ายใต้" in text(page)
    assert (page.context["map"]["query"], page.context["files_query"]) == ("network=south", "?network=south")
    found = json.loads(client.get("/map/spaces.json?box=99,19,100,20&zoom=9&network=south").content)["points"]
    assert [one["code"] for one in found] == ["there"]
    assert [row["name_th"] for row in client.get("/spaces/?network=none").context["spaces"]] == ["ที่ here", "ที่ there"]


def test_where_there_is_one_network_nobody_is_asked_to_choose(client):
    space(code="here")
    assert client.get("/spaces/").context["networks"] == []


@pytest.mark.parametrize("wrong", ["box=1,2,3&zoom=5", "box=a,b,c,d&zoom=5", "box=100,19,99,20&zoom=5",
                                   "box=nan,19,100,20&zoom=5", "box=99,19,100,20&zoom=x", "box=99,19,100,20&zoom=inf"])
def test_a_view_that_is_none_is_refused_by_name(client, wrong):
    answer = client.get(f"/map/spaces.json?{wrong}")
    assert answer.status_code == 422


def test_an_area_says_how_many_people_share_a_place_and_shows_its_own_on_a_map(client):
    placed("here", "19.2")
    page = client.get("/areas/56/")
    assert page.context["map"]["query"] == "province=56"
    assert "ที่เรียนรู้ 1 แห่งต่อ" in text(page)
    assert client.get("/areas/57/").context["map"] is None


def test_anyone_tells_what_is_wrong_and_what_fills_in_the_trap_leaves_nothing(client):
    space(code="here")
    page = client.post("/spaces/here/correct/", {"field": "hours", "said": "เสาร์ปิด", "more": "http://spam.example"})
    assert (page.status_code, Correction.objects.count()) == (302, 0)
    assert client.post("/spaces/here/correct/", {"field": "hours", "said": "เสาร์ปิด"}).status_code == 302
    refused = client.post("/spaces/here/correct/", {"field": "hours", "said": "http://a.example http://b.example"})
    assert (refused.status_code, "ลิงก์มากเกินไป" in text(refused)) == (422, True)
    assert client.post("/spaces/here/correct/", {"field": "nothing", "said": "x"}).status_code == 422
    assert [(one.field, one.said, one.asked_by) for one in Correction.objects.all()] == [("hours", "เสาร์ปิด", None)]


def test_hours_are_typed_day_by_day_as_the_keeper_types_them_and_only_what_differs_counts(client, acting):
    id = space(code="here", hours=((1, 540, 1020), (6, 540, 1020)))
    page = client.get("/spaces/here/correct/")
    week = {"day_1": "09:00-17:00", "day_6": "๙.๐๐-๑๕.๐๐ น."}
    assert 'value="09:00-17:00"' in page.content.decode()
    same = week | {"field": "hours", "said": "", "day_6": "9:00-17:00"}
    assert (client.post("/spaces/here/correct/", same).status_code, Correction.objects.count()) == (422, 0)
    for wrong in ("บ่าย", "9-12, 11-15"):
        assert client.post("/spaces/here/correct/", same | {"day_6": wrong}).status_code == 422
    other = {"field": "phone", "said": "054 222 111", "day_1": "บ่าย"}  # hours are not what it is about
    assert client.post("/spaces/here/correct/", other).status_code == 302
    assert client.post("/spaces/here/correct/", week | {"field": "hours", "said": ""}).status_code == 302
    assert [(one.field, one.week) for one in Correction.objects.order_by("id")] == [
        ("phone", ""), ("hours", "Mo 09:00-17:00; Sa 09:00-15:00")]
    acting(staff(role=Role.CARETAKER, scope_kind="space", scope_id=id))
    assert "จ. 09:00-17:00; ส. 09:00-15:00" in text(client.get("/desk/corrections/"))
    one = Correction.objects.latest("id")
    shown = text(client.get(f"/desk/corrections/{one.id}/"))
    assert ("09:00-15:00" in shown, "ใช้ตามที่เขาบอก" in shown) == (True, True)
    assert client.post(f"/desk/corrections/{one.id}/", {"do": "take"}).status_code == 302
    assert queries.week_of(id) == [(1, 540, 1020), (6, 540, 900)]


def test_a_position_is_marked_by_a_pin_shown_beside_the_known_one_and_put_right_at_one_tap(client, acting):
    id = placed("here", "19.2")
    page = client.get("/spaces/here/correct/?field=position")
    known = Space.objects.get(id=id)
    assert (page.context["map"]["lat"], f'value="{known.lat}"' in page.content.decode()) == (known.lat, True)
    asked = {"field": "position", "said": "", "lat": str(known.lat), "lon": str(known.lon)}
    send = partial(client.post, "/spaces/here/correct/")
    for more in ({}, {"lon": ""}, {"lat": "ห้า"}, {"lat": asked["lon"], "lon": asked["lat"]}, {"lat": "48", "lon": "2"}):
        assert (send(asked | more).status_code, Correction.objects.count()) == (422, 0)
    assert send({"field": "phone", "said": "054 222 111", "lat": "ห้า", "lon": ""}).status_code == 302
    assert send(asked | {"lat": "๑๙.๒๑"}).status_code == 302
    acting(staff(role=Role.CARETAKER, scope_kind="space", scope_id=id))
    one = Correction.objects.latest("id")
    there = f"19.21000, {known.lon}"
    assert there in text(client.get("/desk/corrections/"))
    shown = client.get(f"/desk/corrections/{one.id}/")
    assert all(said in text(shown) for said in (there, "ราว 1.1 กม.จากที่หน้าเว็บบอก", "ใช้ตามที่เขาบอก"))
    assert [(point["lat"], point.get("here", False)) for point in json.loads(shown.context["point"]["map"]["points"])] == [
        (19.21, True), (float(known.lat), False)]
    assert json.loads(shown.context["point"]["map"]["line"]) == [[19.2, 99.9], [19.21, 99.9]]
    assert client.post(f"/desk/corrections/{one.id}/", {"do": "take"}).status_code == 302
    assert str(Space.objects.get(id=id).lat) == "19.21000"


def test_the_address_of_an_account_is_not_filled_in_unasked(client, django_user_model):
    space(code="here")
    client.force_login(
        django_user_model.objects.create(email="somebody@example.org", joined_at=AT),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    assert "somebody@example.org" not in client.get("/spaces/here/correct/").content.decode()


def test_one_address_tells_so_much_and_no_more_until_the_window_ends(client, monkeypatch):
    monkeypatch.setattr(correcting, "MOST_TRIES", 2)
    space(code="here")
    answers = [client.post("/spaces/here/correct/", {"field": "hours", "said": f"ข้อ {n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "พักสัก 15 นาที" in text(answers[2])
    other = client.post("/spaces/here/correct/", {"field": "hours", "said": "ข้อ 9"}, REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 302


def test_a_keeper_reads_the_queue_and_decides(client, acting):
    id = space(code="mine")
    said = actions.suggest_correction(actor=HOUSE, at=AT, space_id=id, field="phone", said="054 111 222")
    assert client.get("/desk/corrections/").status_code == 403
    acting(staff(role=Role.CARETAKER, scope_kind="space", scope_id=id))
    assert "054 111 222" in text(client.get("/desk/corrections/"))
    refused = client.post(f"/desk/corrections/{said}/", {"do": "reject"})
    assert (refused.status_code, "บอกเหตุผลสั้น ๆ" in text(refused)) == (400, True)
    assert client.post(f"/desk/corrections/{said}/", {"do": "take"}).status_code == 302
    assert Space.objects.get(id=id).phone == "054 111 222"
    assert "แก้แล้ว" in text(client.get("/desk/corrections/?done=1"))


def test_a_keeper_tends_photos_and_everyone_is_sent_them(client, acting, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    id = space(code="mine")
    acting(staff(role=Role.CARETAKER, scope_kind="space", scope_id=id))
    file = SimpleUploadedFile("front.png", picture(width=300), "image/png")
    assert client.post("/spaces/mine/photos/", {"do": "add", "file": file, "alt_th": "ประตูหน้า"}).status_code == 302
    [photo] = queries.photos_of(id)
    page = client.get("/spaces/mine/")
    assert 'alt="ประตูหน้า"' in page.content.decode()
    answer = client.get(f"/photos/{photo.digest}-{photo.widths[0]}.webp")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert client.get(f"/photos/{photo.digest}-999.webp").status_code == 404
    wrong = SimpleUploadedFile("x.svg", b"<svg/>", "image/svg+xml")
    assert client.post("/spaces/mine/photos/", {"do": "add", "file": wrong, "alt_th": "x"}).status_code == 422
    assert client.post("/spaces/mine/photos/", {"do": "remove", "photo": str(id)}).status_code == 404
    assert client.post("/spaces/mine/photos/", {"do": "remove", "photo": str(photo.id)}).status_code == 302
    assert queries.photos_of(id) == []


def test_a_keeper_says_what_is_there_and_drags_the_pin(client, acting):
    id = space(code="mine")
    acting(staff(role=Role.CARETAKER, scope_kind="space", scope_id=id))
    assert sent(client, access=["hearing_loop"], ages=["elders"], languages=["tha", "nod"], line_id="@example",
                website="https://example.org/", lat="๑๙.๑๕", lon="99.9123456").status_code == 302
    found = Space.objects.get(id=id)
    assert (found.access, found.ages, found.languages, found.line_id, found.website, found.lat, found.lon) == (
        ["hearing_loop"], ["elders"], ["tha", "nod"], "@example", "https://example.org/", Decimal("19.15"),
        Decimal("99.91235"),
    )
    shown = text(client.get("/spaces/mine/"))
    for words in ("ระบบช่วยฟัง", "ผู้สูงวัย 60 ปีขึ้นไป", "คำเมือง", "@example", "example.org"):
        assert words in shown
    for field, value, says in (
        ("website", "javascript:alert(1)", "ที่อยู่เว็บไซต์นี้เปิดไม่ได้"), ("line_id", "ไลน์", "ไลน์ไอดีนี้"),
        ("lat", "", "ทั้งละติจูดและลองจิจูด"), ("lat", "1.0", "อยู่ในทะเลหรือนอกประเทศ"),
    ):
        refused = sent(client, **{field: value})
        assert (refused.status_code, says in text(refused)) == (422, True)
