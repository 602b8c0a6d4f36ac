"""The desk of lists of spaces, and the files that everyone takes."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdfium2 import PdfDocument

from rianru.core import jobs
from rianru.core.actors import Role
from rianru.places.actions import importing
from rianru.places.models import Space, SpaceImport
from tests.factories import AT, HOUSE, areas, space, staff
from tests.people import making
from tests.web.catalogue.staff import keyed, links, seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
TABLE = (
    "รหัสโรงเรียน,ชื่อโรงเรียน,รหัสตำบล,ละติจูด,ลองจิจูด\n1,โรงเรียนริมกว๊าน,560101,19.1661,99.9019\n"
    "2,กลางทะเล,560101,10.5,100.9\n"
).encode()


@pytest.fixture
def desk(acting, client):
    areas()
    acting(staff(role=Role.ADMINISTRATOR, scope_kind="network", scope_id=making.network("north").id))
    return client


def send(desk, raw=TABLE, **more):
    given = {"network": making.network("north").id, "source": "สพป.", "file": SimpleUploadedFile("โรงเรียน.csv", raw)}
    return desk.post("/desk/spaces/new/", keyed() | given | more)


def confirmed(desk, raw=TABLE):
    """A list that was looked at."""
    page = desk.get(send(desk, raw).url)
    names = re.findall(r'name="(column_\d+)".*?<option value="([a-z_]+)" selected', page.content.decode(), re.S)
    run = SpaceImport.objects.latest("id")
    address = f"/desk/spaces/{run.id}/"
    assert desk.post(f"{address}columns/", keyed(kind="school_library", **dict(names))).url == address
    importing.check_import(actor=HOUSE, clock=jobs.now, import_id=run.id)
    return address


def test_a_list_goes_from_its_file_to_its_spaces(desk):
    address = confirmed(desk)
    page = desk.get(address)
    for text in ("ยังไม่มีอะไรถูกเขียน", "เขียน 1 แห่ง", "พิกัดในทะเลหรือนอกประเทศ", "กลางทะเล"):
        assert text in seen(page), text
    assert desk.post(address, keyed(do="write")).url == address
    importing.run_write(actor=HOUSE, clock=jobs.now, import_id=SpaceImport.objects.get().id)
    assert "เขียนแล้ว 1 แห่ง" in seen(desk.get(address))
    assert Space.objects.get().name_th == "โรงเรียนริมกว๊าน"
    assert "สพป." in seen(desk.get("/desk/spaces/"))


def test_the_report_tells_line_and_reason_in_both_languages(desk):
    answer = desk.get(f"{confirmed(desk)}rejected.csv")
    [row] = csv.DictReader(StringIO(b"".join(answer.streaming_content).decode().removeprefix("\ufeff")))
    assert (row["line"], row["name"], "ทะเล" in row["reasons_th"], "sea" in row["reasons_en"]) == ("3", "กลางทะเล", True, True)
    assert desk.get(f"{confirmed(desk, TABLE + b'3,x,560104,,')}nothing.csv").status_code == 404


def test_while_rows_are_looked_at_the_page_asks_for_itself_again_and_once_they_are_it_is_fetched_anew(desk):
    address = confirmed(desk)
    SpaceImport.objects.update(state="checking")
    assert 'hx-trigger="every 1s"' in desk.get(address).content.decode()
    live = desk.get(f"{address}live/")
    assert "HX-Refresh" not in live.headers
    SpaceImport.objects.update(state="checked")
    assert desk.get(f"{address}live/").headers["HX-Refresh"] == "true"


def test_a_file_is_refused_at_its_field_and_nothing_is_kept(desk):
    for raw, said in ((b"%PDF-1.4", "บันทึกจากโปรแกรมตารางเป็น CSV"), (b"name,area\n", "ไม่มีแถวข้อมูล"),
                      (b"name,area\n" + b"x,560101\n" * 50_001, "50,001 แถว")):
        answer = send(desk, raw)
        assert (answer.status_code, said in seen(answer)) == (422, True), said
    assert not SpaceImport.objects.exists()


def test_columns_are_refused_with_what_is_missing_and_remembered_once_confirmed(desk):
    address = send(desk).url
    answer = desk.post(address, keyed(kind="museum", **{f"column_{n}": "ignore" for n in range(5)}))
    assert (answer.status_code, "ยังไม่มีคอลัมน์ชื่อ" in seen(answer)) == (422, True)
    confirmed(desk)
    assert "เติมตามครั้งก่อน" in seen(desk.get(send(desk).url))


def test_what_was_dropped_is_dropped_and_a_strange_order_is_nothing(desk):
    address = confirmed(desk)
    assert desk.post(address, keyed(do="burn")).status_code == 404
    assert desk.post(address, keyed(do="drop")).url == "/desk/spaces/"
    assert desk.post(address, keyed(do="write")).status_code == 409
    assert not Space.objects.exists()


def test_the_file_comes_back_byte_for_byte(desk):
    assert b"".join(desk.get(f"{confirmed(desk)}file/").streaming_content) == TABLE


# Out


def test_files_of_spaces_are_not_sent_twice_to_who_has_them(client):
    space(code="one")
    first = client.get("/spaces.csv?province=56")
    assert (first.status_code, b"one" in b"".join(first.streaming_content)) == (200, True)
    again = client.get("/spaces.csv?province=56", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, first["ETag"])
    space(code="two", name_th="อีกแห่ง")
    assert client.get("/spaces.csv?province=56", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(("address", "media"), [
    ("/spaces.csv", "text/csv"), ("/spaces.geojson", "application/geo+json"),
    ("/spaces.osm", "application/vnd.openstreetmap.data+xml"),
])
def test_files_say_what_they_are_and_take_what_the_list_takes(client, address, media):
    space(code="solo")
    answer = client.get(f"{address}?kind=museum")
    assert (answer["Content-Type"], b"solo" in b"".join(answer.streaming_content)) == (f"{media}; charset=utf-8", False)
    assert client.get(f"{address}?network=nowhere").status_code == 404


def test_hours_that_differ_are_a_calendar_to_follow(client):
    from datetime import date, timedelta

    from rianru.places import actions

    id = space(code="one")
    day = date.today() + timedelta(days=3)
    actions.set_exception(actor=HOUSE, at=AT, day=day, space_id=id, opens=600, closes=720, reason_th="งานบุญ", reason_en="Fair")
    first = client.get("/spaces/one/hours.ics")
    text = first.content.decode().replace("\r\n ", "")
    assert ("งานบุญ" in text, f"DTSTART;TZID=Asia/Bangkok:{day:%Y%m%d}T100000" in text) == (True, True)
    assert client.get("/spaces/one/hours.ics", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get("/spaces/none/hours.ics").status_code == 404


@pytest.mark.parametrize(("address", "millimetres"), [("poster.pdf", (210, 297)), ("poster.pdf?size=a3", (297, 420))])
def test_a_poster_is_one_sheet_with_name_hours_and_network(client, address, millimetres):
    space(code="one", name_th="ห้องสมุดประชาชนอำเภอซึ่งมีชื่อยาวมากเป็นพิเศษเพื่อพิสูจน์ว่าไม่ล้น", hours=((1, 540, 720), (1, 780, 1020)))
    document = PdfDocument(BytesIO(client.get(f"/spaces/one/{address}").content))
    assert len(document) == 1
    assert tuple(round(side * 25.4 / 72) for side in document[0].get_size()) == millimetres
    text = document[0].get_textpage().get_text_range()
    assert ("09:00–12:00" in text, "จันทร์" in text, "อังคาร–อาทิตย์" in text) == (True, True, True)
    assert client.get("/spaces/none/poster.pdf").status_code == 404


def test_the_desk_is_shown_to_those_who_may_bring_in_spaces(desk, acting):
    assert "/desk/spaces/" in links(desk.get("/staff/"), "/desk/spaces/$")
    acting(staff(role=Role.CARETAKER, scope_kind="space", scope_id=space(code="mine")))
    assert links(desk.get("/staff/"), "/desk/spaces/$") == []
    assert desk.get("/desk/spaces/").status_code == 403
