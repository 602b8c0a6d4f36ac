"""Networks, phases and rounds in a browser: what is seen, what is asked, and what is wrong said where it was typed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rianru.core.actors import Role
from rianru.core.models import FactDaily
from rianru.evidence import actions, queries
from rianru.evidence.models import Measure, Phase, PhaseTarget, VisitFile
from rianru.kernel.dates import fiscal_year
from rianru.places.models import Area, NetworkStatus
from rianru.web.evidence import phases
from tests.evidence.making import day
from tests.factories.pictures import picture
from tests.people import making

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode().replace("<wbr>", "")


@pytest.fixture
def phase(house):
    today = day(timezone.now())
    machine = {"actor": making.MACHINE, "at": timezone.now()}
    id = actions.keep_phase(**machine, code="one", name_th="ระยะหนึ่ง", network_id=house.network,
                            starts_on=today - timedelta(days=400), ends_on=today + timedelta(days=400))
    actions.set_phase_target(**machine, phase_id=id, indicator="space.district_library", number=4,
                             year=year_of(today))
    actions.publish_phase(**machine, phase_id=id)
    return Phase.objects.get(id=id)


def year_of(today):
    return fiscal_year(today)


def test_a_keeper_asks_to_join_and_the_network_takes_the_place_in_as_a_pilot(house, keeper, leader, client, signed_in):
    south = making.network("south")
    answer = keeper.post("/networks/south/join/", {"space": "here", "reason": "เด็กมาทุกเย็น"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/networks/south/")
    again = keeper.post("/networks/south/join/", {"space": "here"})
    assert (again.status_code, "ขอเข้าร่วมไว้แล้ว" in text(again)) == (409, True)
    officer = signed_in(Role.OFFICER, "network", south.id)
    assert "เด็กมาทุกเย็น" in text(officer.get("/desk/networks/south/"))
    officer.post("/desk/networks/south/", {"do": "decline", "space": "here", "reason": ""})
    assert NetworkStatus.objects.get(until_on=None).status == "asked"  # nobody is sent away without a word
    officer.post("/desk/networks/south/", {"do": "take", "space": "here", "reason": ""})
    assert "นำร่อง" in text(client.get("/networks/south/"))
    assert leader.get("/desk/networks/south/").status_code == 403


def test_a_member_is_paused_with_a_reason_and_the_page_says_what_is_wrong(house, leader, client):
    address = "/desk/networks/north/here/"
    answer = leader.post(address, {"status": "paused", "reason": ""})
    assert (answer.status_code, "บอกเหตุผลสั้น ๆ" in text(answer)) == (400, True)
    assert leader.post(address, {"status": "paused", "reason": "ซ่อมหลังคา"}).status_code == 302
    assert "ซ่อมหลังคา" in text(leader.get(address))
    assert "พักไว้" in text(client.get("/networks/north/?status=paused"))


def test_a_dashboard_shows_target_beside_fact_and_why_and_gives_all_of_it_as_csv(house, phase, client):
    shown = text(client.get("/phases/one/"))
    assert "50%" in shown
    target = PhaseTarget.objects.get()
    behind = text(client.get(f"/phases/one/{target.id}/"))
    assert "ห้องสมุด here" in behind
    assert "ห้องสมุด there" in behind
    file = b"".join(client.get("/phases/one/table.csv").streaming_content).decode()
    assert ",4,2,50," in file
    assert client.get("/phases/one/?year=1&area=x").status_code == 200
    assert client.get("/phases/none/").status_code == 404


def test_a_region_comes_back_from_its_own_file_as_a_region_and_nothing_changes(house, phase, leader, client):
    year = year_of(day(timezone.now()))
    for area in ("", "north", making.area("5601").code):
        actions.set_phase_target(actor=making.MACHINE, at=timezone.now(), phase_id=phase.id, indicator="visits", number=9,
                                 year=year, area=area)
    file = b"".join(client.get("/phases/one/table.csv").streaming_content)
    looked = leader.post(f"/desk/phases/{phase.id}/targets/", {"do": "look", "file": SimpleUploadedFile("t.csv", file)})
    report = looked.context["read"].report
    assert (report.count("same"), len(report.rows)) == (4, 4)
    rows = client.get("/phases/one/").context["rows"]
    assert [str(row["area"]) for row in rows if row["aim"].target.indicator == "visits"][:2] == [
        "", "ภาคเหนือ"]
    gone = leader.post(f"/desk/phases/{phase.id}/targets/", {"do": "look", "text": file.decode().replace(",9,", ",-,")})
    assert "เอาออก" in text(gone)
    assert PhaseTarget.objects.count() == 4
    leader.post(f"/desk/phases/{phase.id}/targets/", {"do": "keep", "text": gone.context["read"].text})
    assert PhaseTarget.objects.count() == 1


def test_single_places_stand_on_the_dashboard_with_their_own_targets_by_page(house, phase, client, monkeypatch):
    year, now = year_of(day(timezone.now())), timezone.now()
    asked = {"actor": making.MACHINE, "at": now, "year": year}
    assert "เป้าของแต่ละแห่ง" not in text(client.get("/phases/one/"))
    away = making.space("away", within=making.network("south"))
    actions.set_space_targets(**asked, space_id=house.here, numbers={"visits": 10, "loans": 40})
    actions.set_space_targets(**asked, space_id=house.there, numbers={"sessions": 12})
    actions.set_space_targets(**asked, space_id=away.id, numbers={"visits": 5})
    for verb, n in (("lending.visitors_counted", 11), ("lending.lent", 3)):
        counted(house.here, verb, n)
    page = client.get("/phases/one/")
    assert [str(one["name"]) for one in page.context["spaces"]] == ["ห้องสมุด here", "ห้องสมุด there"]
    here = [cell and (cell["fact"], cell["target"], cell["reached"]) for cell in page.context["spaces"][0]["cells"]]
    assert here == [("11", 10, True), ("น้อยกว่า 5", 40, False), None, None]
    assert page.context["spaces"][1]["cells"][2]["fact"] == "0"
    assert "เป้าของแต่ละแห่ง" in text(page)
    actions.set_phase_target(**asked, phase_id=phase.id, indicator="visits", number=9, area="south")
    assert client.get("/phases/one/?area=south").context["spaces"] == []
    monkeypatch.setattr(phases, "OF_SPACES", 1)
    first = client.get("/phases/one/")
    second = client.get("/phases/one/" + first.context["page"]["next_url"].partition("#")[0])
    assert [str(one["name"]) for one in second.context["spaces"]] == ["ห้องสมุด there"]
    assert second.context["page"]["next_url"] == ""


def test_places_with_targets_ask_no_more_however_many(house, phase, client):
    def count():
        client.get("/phases/one/")
        with CaptureQueriesContext(connection) as found:
            client.get("/phases/one/")
        return len(found)

    asked = {"actor": making.MACHINE, "at": timezone.now(), "year": year_of(day(timezone.now()))}
    actions.set_space_targets(**asked, space_id=house.here, numbers={"visits": 10})
    first = count()
    for code in ("third", "fourth"):
        made = making.space(code, within=making.network("north"))
        actions.set_space_targets(**asked, space_id=made.id, numbers={"visits": 10, "sessions": 3})
    assert count() == first


def counted(space, verb, n):
    FactDaily.objects.create(
        day_on=day(timezone.now()), verb=verb, space_id=space, area="", home_area="", programme="", age_band="", sex="",
        format="", facts=n, count=n, minutes=0, satang=0)


def test_targets_are_set_on_screen_and_a_wrong_one_keeps_what_was_typed(house, phase, leader):
    address = f"/desk/phases/{phase.id}/"
    year = str(year_of(day(timezone.now())) + 543)
    wrong = leader.post(address, {"do": "aim", "indicator": "activities", "year": year, "number": "0"})
    assert (wrong.status_code, "จำนวนเต็มตั้งแต่ 1" in text(wrong)) == (400, True)
    leader.post(address, {"do": "aim", "indicator": "activities", "year": year, "number": "1,200", "area": ""})
    assert PhaseTarget.objects.get(indicator="activities").number == 1_200
    made = leader.post("/desk/phases/", {"network": str(house.network), "code": "two", "name_th": "ระยะสอง",
                                         "starts_on": "2026-10-01", "ends_on": "2027-10-01"})
    assert made.status_code == 302
    assert leader.post("/desk/phases/", {"network": "", "code": "all", "name_th": "ทั้งประเทศ",
                                         "starts_on": "2026-10-01", "ends_on": "2027-10-01"}).status_code == 403


def test_a_sub_district_is_typed_by_name_and_what_is_not_clear_is_asked_again(house, phase, leader):
    address = f"/desk/phases/{phase.id}/"
    asked = {"do": "aim", "indicator": "visits", "year": str(year_of(day(timezone.now())) + 543), "number": "9"}
    for code in ("560107", "560207"):
        Area.objects.filter(code=making.area(code).code).update(name_th="บ้านซ้ำ")
    unclear = leader.post(address, {**asked, "place": "บ้านซ้ำ"})
    assert (unclear.status_code, "ยังไม่ชัดว่าที่ไหน" in text(unclear)) == (400, True)
    leader.post(address, {**asked, "place": "560107"})
    leader.post(address, {**asked, "area": "north"})
    assert {one.place for one in PhaseTarget.objects.filter(indicator="visits")} == {"560107", "north"}
    assert "ภาคเหนือ" in text(leader.get("/phases/one/"))


def test_a_file_of_targets_is_looked_at_kept_and_comes_back_as_it_was(house, phase, leader, client):
    file = b"".join(client.get("/phases/one/table.csv").streaming_content)
    address = f"/desk/phases/{phase.id}/targets/"
    looked = leader.post(address, {"do": "look", "file": SimpleUploadedFile("t.csv", file.replace(b",4,2,50,", b",8,2,50,"))})
    assert (looked.context["read"].report.count("changed"), PhaseTarget.objects.get().number) == (1, 4)
    leader.post(address, {"do": "keep", "text": looked.context["read"].text})
    assert PhaseTarget.objects.get().number == 8
    wrong = leader.post(address, {"do": "look", "file": SimpleUploadedFile("t.csv", b"a,b\n")})
    assert (wrong.status_code, "ไม่มีคอลัมน์" in text(wrong)) == (422, True)


def test_a_network_sends_its_table_back_filled_in_and_the_day_shows_the_target(house, leader, keeper):
    file = b"".join(leader.get("/desk/targets/north/table.csv").streaming_content).decode()
    assert file.count("\n") == 1 + 2 * 4
    head, row, *_ = file.splitlines()
    filled = "\n".join([head, row + "300"])
    address = "/desk/targets/north/"
    answer = leader.post(address, {"do": "keep", "text": filled})
    assert answer.context["read"].report.count("new") == 1
    shown = text(keeper.get("/desk/today/"))
    assert ("เป้าเดือนละ 25" in shown, "ทั้งปี 0 จาก 300" in shown) == (True, True)
    own = text(keeper.get("/desk/targets/"))
    assert 'value="300"' in own
    assert keeper.get(address).status_code == 403


def test_a_keeper_sets_targets_and_a_wrong_number_keeps_what_was_typed(house, keeper):
    assert keeper.post("/desk/targets/", {"visits": "600", "loans": ""}).url == "/desk/today/"
    wrong = keeper.post("/desk/targets/", {"visits": "มาก", "loans": "40"})
    assert (wrong.status_code, "จำนวนเต็มตั้งแต่ 1" in text(wrong), 'value="มาก"' in text(wrong)) == (400, True, True)
    assert "ตั้งเป้าของที่นี่" not in text(keeper.get("/desk/today/"))  # they are set: the link says “change”


def test_a_keeper_aims_and_notes_what_to_do_once_though_the_form_is_sent_twice(house, keeper):
    id = house.handed_in({"opening": 2, "access": 2, "children": 2})
    address = f"/desk/standards/{id}/"
    ahead = (day(timezone.now()) + timedelta(days=90)).isoformat()
    keeper.post(address, {"do": "aim", "criterion": "access", "level": "3", "due_on": ahead})
    [line] = [line for line in queries.round_view(id).lines if line.target]
    same = {"do": "measure", "target": str(line.target.id), "what": "ทำทางลาด", "key": str(id)}
    assert [keeper.post(address, same).status_code for _ in range(2)] == [302, 302]
    assert [one.what for one in Measure.objects.all()] == ["ทำทางลาด"]
    assert "ทำทางลาด" in text(keeper.get(address))


def test_a_place_that_meets_the_standard_says_so_on_its_page(house, client):
    before = text(client.get("/spaces/here/"))
    house.met(at=timezone.now() - timedelta(hours=1))
    assert ("ผ่านมาตรฐานเล็ก" in before, "ผ่านมาตรฐานเล็ก" in text(client.get("/spaces/here/"))) == (False, True)


def test_photos_of_a_visit_are_seen_by_its_people_and_the_places_keepers_and_by_nobody_else(
        house, keeper, client, signed_in, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    id = house.handed_in(at=timezone.now() - timedelta(hours=1))
    visitor = signed_in(Role.LIBRARIAN, "network", house.network)
    address = f"/desk/visits/{id}/"
    answer = visitor.post(address, {"group": "place", "level:opening": "3", "level:access": "3", "file:opening": [
        SimpleUploadedFile("door.png", picture()), SimpleUploadedFile("gate.png", picture(200, 200))]})
    assert answer.status_code == 302
    first, second = VisitFile.objects.order_by("id")
    page = f"/desk/standards/{id}/{first.id}/"
    assert f'src="{page}"' in text(visitor.get(f"{address}?group=place"))
    assert [reader.get(page).status_code for reader in (visitor, keeper, client)] == [200, 200, 403]
    stranger, far = signed_in(Role.CARETAKER, "space", house.there), signed_in(Role.OFFICER, "network", making.network("far").id)
    assert [reader.get(page).status_code for reader in (stranger, far)] == [403, 403]
    assert f'src="{page}"' in text(keeper.get(f"/desk/standards/{id}/"))
    visitor.post(address, {"group": "place", "do": f"drop:{second.id}"})
    assert [one.id for one in VisitFile.objects.all()] == [first.id]
    wrong = visitor.post(address, {"group": "place", "file:opening": SimpleUploadedFile("x.exe", b"MZ")})
    assert (wrong.status_code, "x.exe" in text(wrong)) == (415, True)


def test_goals_say_plainly_that_nothing_here_measures_the_second_one(client):
    assert "ไม่มีตัวเลขใดที่นี่วัดเป้าหมาย 17.2 ได้" in text(client.get("/goals/"))
    assert "No number here measures 17.2" in text(client.get("/en/goals/"))


@pytest.mark.parametrize("address", ["/networks/north/", "/networks/", "/phases/one/"])
def test_queries_do_not_grow_with_members_networks_and_targets(house, phase, client, address):
    def count():
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    first = count()
    north = making.network("north")
    for number in range(3):
        making.space(f"more{number}", within=north)
        making.network(f"net{number}")
        actions.set_phase_target(actor=making.MACHINE, at=timezone.now(), phase_id=phase.id, number=3,
                                 indicator=("space.museum", "space.temple", "space.online")[number],
                                 year=year_of(day(timezone.now())))
    assert count() <= first


def test_an_administrator_adds_a_network_and_its_first_place_and_names_it(house, leader, client, signed_in):
    boss = signed_in(Role.ADMINISTRATOR, "national")
    assert leader.post("/desk/networks/", {"code": "hills", "name_th": "เครือข่ายดอย"}).status_code == 403
    wrong = boss.post("/desk/networks/", {"code": "ดอย", "name_th": "เครือข่ายดอย"})
    assert (wrong.status_code, "เครือข่ายดอย" in text(wrong)) == (422, True)  # what was typed stays
    made = boss.post("/desk/networks/", {"code": "hills", "name_th": "เครือข่ายดอย", "organisation": "ชมรมดอย"})
    assert (made.status_code, made.headers["Location"]) == (302, "/desk/networks/hills/")
    found = text(boss.get("/desk/networks/hills/?q=ห้องสมุด here"))
    assert "/desk/networks/hills/here/" in found
    boss.post("/desk/networks/hills/here/", {"status": "active"})
    assert "ห้องสมุด here" in text(client.get("/networks/hills/"))
    assert "/desk/networks/hills/here/" in text(boss.get("/desk/networks/hills/"))
    boss.post("/desk/networks/hills/", {"do": "name", "name_th": "เครือข่ายดอยสูง", "name_en": "High hills"})
    assert "High hills" in text(client.get("/en/networks/hills/"))
    answer = leader.post("/desk/networks/north/", {"do": "name", "name_th": "อื่น", "name_en": "Other"})
    assert (answer.status_code, "อื่น" in text(client.get("/networks/north/"))) == (403, False)
