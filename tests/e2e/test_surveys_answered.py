"""A villager answers on a phone and goes on by a link, a volunteer types in paper, the librarian sees what came out."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import follow, sign_in
from tests.e2e.test_every_page import violations

pytestmark = pytest.mark.browser
TITLE = "ห้องสมุดแบบไหนที่อยากได้"


def code_of(page) -> str:
    """The code of the demo's need study, as its keepers find it."""
    page.goto("/surveys/")
    address = page.get_by_role("link", name=TITLE).first.get_attribute("href")
    return address.strip("/").rpartition("/")[2]


@pytest.fixture
def librarian(desktop):
    sign_in(desktop, "บรรณารักษ์")
    return desktop


def responses(page, code: str) -> int:
    page.goto(f"/surveys/{code}/results/?whole=1")
    [count, *_] = re.findall(r"([\d,]+) คำตอบ", page.locator("main").inner_text())
    return int(count.replace(",", ""))


def onwards(page) -> None:
    follow(page.locator(".onwards .btn:not(.line)"))


def said_to_be_kept_only_once_it_is(page, choice) -> None:
    """From the touch to the answer nothing says that all is kept: another phone may be opening the link."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    choice.wait_for()  # what it was found by has been answered
    page.route("**/s/**", hold)
    with page.expect_request(lambda request: request.method == "POST"):
        choice.check()
        assert page.locator("[data-kept]").inner_text() == "กำลังบันทึก"
    assert page.get_by_text("บันทึกแล้ว").count() == 0
    held[0].continue_()
    page.unroute("**/s/**")
    page.get_by_text("บันทึกแล้ว").wait_for()


def test_a_villager_answers_on_a_phone_and_goes_on_by_the_link(phone, librarian, browser, house):
    code = code_of(librarian)
    before = responses(librarian, code)
    phone.goto(f"/s/{code}/")
    follow(phone.get_by_role("button", name="เริ่มตอบ"))
    phone.get_by_label("25–59 ปี").check()
    phone.get_by_label("ยังไม่เคยไป").check()
    phone.get_by_text("เพราะอะไรถึงยังไม่เคยไป").wait_for()  # asked now, without leaving the page
    assert phone.get_by_text("มาห้องสมุดอย่างไร").count() == 0
    phone.get_by_label("พิมพ์ชื่อตำบล").fill("บ้านตุ่น")
    phone.get_by_text("บันทึกแล้ว").wait_for()
    said_to_be_kept_only_once_it_is(phone, phone.get_by_label("บ้านตุ่น เมืองพะเยา พะเยา"))
    assert violations(phone) == []
    link = phone.url
    other = browser.new_context(viewport={"width": 390, "height": 844}, base_url=house.url, locale="th-TH")
    page = other.new_page()  # another phone, by the link alone
    page.goto(link)
    assert page.get_by_label("25–59 ปี").is_checked()
    assert page.get_by_label("บ้านตุ่น เมืองพะเยา พะเยา").is_checked()
    onwards(page)
    page.get_by_label("หนังสือใหม่").check()
    onwards(page)
    page.get_by_label("ใช้เวลาเดินทางกี่นาที").fill("๔๕")
    onwards(page)
    assert "45" in page.locator("main").inner_text()
    follow(page.get_by_role("button", name="ส่งคำตอบ"))
    page.get_by_text("ได้รับคำตอบแล้ว").wait_for()
    page.goto(link)
    assert "ไม่พบคำตอบที่ค้างไว้" in page.locator("main").inner_text()
    other.close()
    assert responses(librarian, code) == before + 1


def test_it_is_answered_without_javascript(browser, house, librarian):
    code = code_of(librarian)
    before = responses(librarian, code)
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=house.url, locale="th-TH", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/s/{code}/")
    follow(page.get_by_role("button", name="เริ่มตอบ"))
    onwards(page)
    assert page.get_by_text("ข้อนี้ต้องตอบก่อนส่ง").count() == 2
    page.get_by_label("60 ปีขึ้นไป").check()
    page.get_by_label("ยังไม่เคยไป").check()
    onwards(page)
    assert "มีคำถามเพิ่มในหน้านี้" in page.locator("main").inner_text()
    for _ in range(3):
        onwards(page)
    follow(page.get_by_role("button", name="ส่งคำตอบ"))
    assert "ได้รับคำตอบแล้ว" in page.locator("main").inner_text()
    context.close()
    assert responses(librarian, code) == before + 1


def test_what_is_typed_while_the_line_is_cut_is_kept_when_it_is_back(phone, librarian):
    code = code_of(librarian)
    phone.goto(f"/s/{code}/")
    follow(phone.get_by_role("button", name="เริ่มตอบ"))
    phone.wait_for_load_state("networkidle")
    phone.context.set_offline(True)
    phone.get_by_label("15–24 ปี").check()
    phone.get_by_text("ยังไม่ได้บันทึก สัญญาณหลุด").wait_for()
    phone.context.set_offline(False)
    phone.get_by_text("บันทึกแล้ว").wait_for()
    phone.goto(phone.url)
    assert phone.get_by_label("15–24 ปี").is_checked()


def test_a_volunteer_types_in_a_sheet_by_the_keyboard_alone_and_only_once(librarian):
    code = code_of(librarian)
    librarian.goto(f"/surveys/{code}/enter/")
    left = int(re.search(r"ยังไม่ได้กรอก (\d+) ใบ", librarian.locator("main").inner_text())[1])
    number = str(13 - left)  # the demo has printed twelve
    expect(librarian.locator("#sheet")).to_be_focused()
    librarian.keyboard.type(number)  # the line has the focus
    librarian.keyboard.press("Enter")
    librarian.wait_for_url(re.compile("/sheets/"))
    assert violations(librarian) == []
    sheet = librarian.url
    for typed in ("3", "560101", "4", "1"):  # age, home, how often, why not
        librarian.keyboard.type(typed)
        librarian.keyboard.press("Enter")
    librarian.keyboard.press("Control+Enter")
    librarian.wait_for_url(re.compile("/enter/"))
    assert f"ใบที่ {number} เข้าแล้ว" in librarian.locator("body").inner_text()
    librarian.goto(sheet)
    assert "กรอกเข้ามาแล้ว" in librarian.locator("main").inner_text()


def test_the_librarian_sees_what_came_out_and_takes_it_along(librarian):
    code = code_of(librarian)
    librarian.goto(f"/surveys/{code}/")
    follow(librarian.get_by_role("link", name="ผลลัพธ์"))
    librarian.get_by_role("heading", name="อายุเท่าไร").wait_for()
    librarian.get_by_label("รุ่น").select_option("1")
    follow(librarian.get_by_role("button", name="ดูส่วนนี้"))
    assert "เฉพาะส่วนที่เลือก" in librarian.locator("main").inner_text()
    follow(librarian.get_by_role("link", name="เทียบรุ่น"))
    assert librarian.get_by_role("columnheader", name="รุ่น 2").count() > 0
    librarian.goto(f"/surveys/{code}/results/cross/?down=age&across=often&whole=1")
    assert librarian.get_by_role("columnheader", name="ทุกสัปดาห์").count() == 1
    librarian.goto(f"/surveys/{code}/results/")
    with librarian.expect_download() as waiting:
        librarian.get_by_role("link", name="คำตอบทั้งหมด (CSV)").click()
    head, first, *_ = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("response,version,handed_in,way,language,space,area,about,weight,age,home,often")
    assert len(first.split(",")) >= len(head.split(","))
    librarian.goto(f"/surveys/{code}/results/words/dream/")
    assert librarian.locator(".written").count() > 5
