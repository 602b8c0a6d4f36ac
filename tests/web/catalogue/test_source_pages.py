"""Staff pages of sources: whose records, how their systems write, in plain boxes."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.catalogue.models import Source
from rianru.core.actors import Role
from tests.catalogue.making import library, source, take
from tests.factories.marc import field, marc
from tests.people import making
from tests.web.catalogue.staff import keyed, librarian, links, seen

pytestmark = pytest.mark.django_db
PLAIN = {"name_th": "ห้องสมุดบ้านเก่า", "name_en": "Ban Kao", "preset": "852", "trust": "50"}


@pytest.fixture
def home():
    library("lib-1")
    library("lib-2")
    return source("north-library", network="north", space="lib-1")


@pytest.fixture
def desk(home, signed_in):
    return librarian(signed_in)


def changed(desk, home, **values):
    answer = desk.post(f"/sources/{home.code}/", keyed(**PLAIN | values))
    home.refresh_from_db()
    return answer


# The list


def test_each_source_shows_its_records_and_what_became_of_its_last_file(home, desk):
    take(marc("a1") + marc("a2") + b"junk\x1d", home)
    page = desk.get("/sources/")
    for text in ("แหล่งทดสอบ", "north-library", "เครือข่าย north", "2 ระเบียนจาก 1 แหล่ง", "books.mrc", "เสร็จแล้ว", "ไม่รับ 1"):
        assert text in seen(page), text
    assert links(page, "^/imports/new/") == ["/imports/new/?source=north-library"]


def test_the_sources_of_another_network_are_not_mine(home, signed_in):
    source("south-library", network="south")
    page = seen(librarian(signed_in, "south").get("/sources/"))
    assert ("south-library" in page, "north-library" in page) == (True, False)
    assert librarian(signed_in, "south").get("/sources/north-library/").status_code == 404


def test_without_a_source_the_list_says_what_one_is_and_the_upload_leads_there(signed_in):
    desk = librarian(signed_in)
    assert "ยังไม่มีแหล่งข้อมูล" in seen(desk.get("/sources/"))
    assert links(desk.get("/imports/new/"), "new-source") == ["/new-source/"]


# Adding


def test_a_source_is_added_with_a_few_words(desk):
    network = making.network("north")
    answer = desk.post("/new-source/", keyed(**PLAIN, code="ban-kao", network=network.id, default_space="lib-2"))
    made = Source.objects.get(code="ban-kao")
    assert (answer.status_code, answer.url) == (302, "/sources/ban-kao/")
    assert (made.name_th, made.name_en, made.network_id, made.default_space.code, made.holdings, made.fields, made.trust) == (
        "ห้องสมุดบ้านเก่า", "Ban Kao", network.id, "lib-2", {}, {}, 50,
    )


def test_sending_the_form_twice_adds_one_and_both_lead_to_it(desk):
    values = keyed(**PLAIN, code="ban-kao", network=making.network("north").id)
    answers = [desk.post("/new-source/", values) for _ in range(2)]
    assert [answer.url for answer in answers] == ["/sources/ban-kao/"] * 2
    assert Source.objects.filter(code="ban-kao").count() == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"code": "north-library"}, "มีอยู่แล้ว"), ({"code": "ใช้ไม่ได้"}, "a-z 0-9"), ({"code": ""}, "ใส่ช่องนี้ด้วย"),
        ({"name_th": ""}, "ใส่ช่องนี้ด้วย"), ({"trust": "101"}, "0 ถึง 100"), ({"default_space": "ไม่มีที่นี่แน่"}, "ไม่พบที่ชื่อหรือรหัส"),
        ({"branches": "BR01"}, "อ่านบรรทัดที่ 1 ไม่ออก"), ({"branches": "BR01 = lib-9"}, "ไม่มีที่ของเรารหัส lib-9"),
        ({"field_subjects": "69"}, "อ่าน 69 ไม่ออก"), ({"preset": "own", "tag": "85"}, "เลขสามหลัก"),
        ({"preset": "own", "tag": "952", "part_branch": "ก"}, "ตัวอักษรของเขตย่อย"),
        ({"preset": "own", "tag": "952", "flags": "1"}, "เขียนแบบ 1 = หาย"), ({"encoding": "utf-7"}, ""),
    ],
)
def test_what_is_wrong_is_said_in_place_and_nothing_is_added(desk, values, said):
    network = making.network("north").id
    answer = desk.post("/new-source/", keyed(**PLAIN | {"code": "ban-kao", "network": network} | values))
    assert (answer.status_code, Source.objects.count()) == (422, 1)
    assert said in seen(answer)


def test_a_librarian_of_a_network_adds_in_that_network_alone(desk):
    making.network("south")
    page = desk.get("/new-source/").content.decode()
    assert ("เครือข่าย north" in page, "เครือข่าย south" in page, "ไม่อยู่ในเครือข่ายใด" in page) == (True, False, False)
    for network in (making.network("south").id, ""):
        answer = desk.post("/new-source/", keyed(**PLAIN, code="ban-kao", network=network))
        assert (answer.status_code in (403, 422), Source.objects.count()) == (True, 1)


def test_a_national_librarian_may_add_one_of_no_network(home, signed_in):
    signed_in(Role.LIBRARIAN).post("/new-source/", keyed(**PLAIN, code="ban-kao", network=""))
    assert Source.objects.get(code="ban-kao").network is None


# Changing


@pytest.mark.parametrize(
    ("preset", "stored"), [("852", {}), ("koha", {"preset": "koha"}), ("sierra", {"preset": "sierra"})]
)
def test_a_system_is_chosen_by_its_name(home, desk, preset, stored):
    changed(desk, home, preset=preset)
    assert home.holdings == stored
    checked = re.findall(r'value="(\w+)"[^>]*checked', desk.get("/sources/north-library/").content.decode())
    assert checked == [preset]


def test_an_own_way_is_typed_box_by_box_and_shown_again(home, desk):
    boxes = {"tag": "995", "part_branch": "b", "part_barcode": "f", "part_call_number": "k", "flags": "1 = หาย, 4 = ชำรุด"}
    changed(desk, home, preset="own", branches="BR01 = lib-1\nสาขา เก่า → lib-2\n\n", **boxes)
    assert {name: home.holdings[name] for name in ("tag", "branch", "barcode", "call_number", "copy")} == {
        "tag": "995", "branch": "b", "barcode": "f", "call_number": "k", "copy": "",
    }
    assert (home.holdings["branches"], home.holdings["flags"]) == (
        {"BR01": "lib-1", "สาขา เก่า": "lib-2"}, {"1": "หาย", "4": "ชำรุด"},
    )
    page = desk.get("/sources/north-library/").content.decode()
    assert ('value="995"' in page, "สาขา เก่า = lib-2" in page, "1 = หาย, 4 = ชำรุด" in page) == (True, True, True)


def test_fields_of_their_own_are_typed_as_places(home, desk):
    changed(desk, home, field_call_number="095a", field_subjects="698ax, $699a")
    assert home.fields == {"call_number": ["095a"], "subjects": ["698ax", "699a"]}
    assert 'value="698ax 699a"' in desk.get("/sources/north-library/").content.decode()


def test_a_space_is_found_by_a_part_of_its_name_that_only_one_has(home, desk):
    changed(desk, home, default_space="ห้องสมุด lib-2")
    assert home.default_space.code == "lib-2"


def test_a_name_that_several_have_is_answered_with_their_codes(home, desk):
    answer = changed(desk, home, default_space="ห้องสมุด")
    assert (answer.status_code, home.default_space.code) == (422, "lib-1")
    assert ("รหัส lib-1" in seen(answer), "รหัส lib-2" in seen(answer)) == (True, True)


def test_after_a_changed_mapping_the_page_says_when_records_are_read_anew(home, desk):
    take(marc("a1", "ผ้าทอ", field("952", "b", "lib-2", "p", "X1")), home)
    answer = desk.post("/sources/north-library/", keyed(**PLAIN | {"preset": "koha", "default_space": "lib-1"}), follow=True)
    assert "อ่านใหม่ตามที่แก้ เมื่อส่งมาอีกครั้ง" in seen(answer)
    plain = desk.post("/sources/north-library/", keyed(**PLAIN | {"preset": "koha", "name_th": "ชื่อใหม่"}), follow=True)
    assert ("บันทึกแล้ว" in seen(plain), "อ่านใหม่ตามที่แก้" in seen(plain)) == (True, False)


def test_nothing_of_the_mapping_is_shown_as_json(home, desk):
    changed(desk, home, preset="own", tag="952", part_branch="b", branches="A = lib-1")
    assert '{"' not in seen(desk.get("/sources/north-library/"))


def test_a_list_of_one_and_of_three_sources_takes_the_same_queries(home, desk):
    found = []
    for more in (0, 2):
        for n in range(more):
            take(marc("a1"), source(f"more-{n}", network="north"))
        desk.get("/sources/")
        with CaptureQueriesContext(connection) as queries:
            desk.get("/sources/")
        found.append(len(queries))
    assert found[0] == found[1]
