"""A librarian builds a questionnaire on screen: questions, choices, who is asked what, a picture that follows; publishes,
opens and prints it. The same works without JavaScript. Every page of it is accessible, and fits a phone.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import follow, sign_in
from tests.e2e.test_every_page import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def maker(browser, house):
    context = browser.new_context(base_url=house.url, locale="th-TH", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sign_in(page, "บรรณารักษ์")
    yield page
    context.close()


def begin(page, title: str) -> str:
    """A new survey with this title; its address."""
    page.goto("/surveys/")
    follow(page.get_by_role("link", name="ทำแบบสอบถามใหม่"))
    page.get_by_label("ชื่อ (ไทย)").fill(title)
    follow(page.get_by_role("button", name="เริ่มทำ"))
    page.wait_for_url(re.compile(r"/surveys/[0-9a-z]{8}/edit/"))
    return page.url.split("/edit/")[0] + "/"


def test_a_librarian_builds_publishes_opens_and_prints_a_survey(maker):
    home = begin(maker, "ปีหน้าอยากเรียนอะไร")
    follow(maker.get_by_role("link", name="เพิ่มคำถามแรก"))
    follow(maker.get_by_role("link", name=re.compile("เลือกได้หลายข้อ")))

    # While it is typed, it is drawn as it will be seen
    drawn = maker.locator("#drawn")
    maker.get_by_label("คำถาม (ไทย)").fill("อยากเรียนเรื่องอะไร")
    maker.get_by_label("ตัวเลือก 1 ไทย").fill("ทำอาหาร")
    maker.get_by_label("ตัวเลือก 2 ไทย").fill("ทอผ้า")
    expect(drawn).to_contain_text("อยากเรียนเรื่องอะไร")
    expect(drawn.get_by_text("ทอผ้า")).to_be_visible()
    maker.get_by_role("button", name="เพิ่มช่อง").click()
    maker.get_by_label("ตัวเลือก 3 ไทย").fill("ใช้มือถือ")
    maker.get_by_role("button", name="เลื่อนขึ้น 2").click()
    expect(maker.get_by_label("ตัวเลือก 1 ไทย")).to_have_value("ทอผ้า")
    follow(maker.locator(".savebar").get_by_role("button", name="บันทึก"))
    expect(maker.locator("#q-q1")).to_contain_text("ทอผ้า · ทำอาหาร · ใช้มือถือ")

    # The next one is asked only of some
    maker.get_by_label("คำถามใหม่").fill("เคยทอผ้ามาก่อนไหม")
    maker.get_by_label("ชนิด").select_option("single")
    follow(maker.get_by_role("button", name="เพิ่ม", exact=True))
    maker.get_by_text("วางทีละหลายข้อ").click()
    maker.get_by_role("button", name="ใช่ / ไม่ใช่").click()
    expect(maker.get_by_label("ตัวเลือก 1 ไทย")).to_have_value("ใช่")
    maker.get_by_text("ถามเฉพาะบางคน").click()
    maker.get_by_label("เมื่อคำตอบของข้อ").select_option(label="อยากเรียนเรื่องอะไร")
    maker.get_by_role("button", name="เพิ่มเงื่อนไข").click()
    maker.get_by_role("combobox", name="คำตอบ", exact=True).select_option(label="ทอผ้า")
    follow(maker.locator(".savebar").get_by_role("button", name="บันทึก"))
    expect(maker.locator("#q-q2")).to_contain_text("ถามเมื่อ “อยากเรียนเรื่องอะไร” เลือก “ทอผ้า”")

    # A slip is undone
    follow(maker.get_by_role("button", name="ลบ อยากเรียนเรื่องอะไร"))
    expect(maker.get_by_text("ต้องแก้ 1 จุดก่อนเผยแพร่")).to_be_visible()
    follow(maker.get_by_role("button", name="เลิกทำ"))
    expect(maker.locator("#q-q1")).to_be_visible()

    # Published, opened, printed
    maker.goto(home)
    follow(maker.get_by_role("button", name="เผยแพร่"))
    follow(maker.get_by_role("button", name="เปิดรับคำตอบ"))
    expect(maker.get_by_text("กำลังรับคำตอบ")).to_be_visible()
    address = maker.get_by_role("textbox", name="ที่อยู่").input_value()
    maker.goto(f"{home}papers/")
    maker.get_by_label("กี่ใบ").fill("2")
    follow(maker.get_by_role("button", name="ทำไฟล์ PDF"))
    paper = maker.request.get(str(maker.get_by_role("link", name="PDF").get_attribute("href")))
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
    maker.goto(address)
    expect(maker.get_by_role("heading", level=1)).to_contain_text("ปีหน้าอยากเรียนอะไร")


def test_without_javascript_a_question_is_built_just_as_well(browser, house):
    context = browser.new_context(base_url=house.url, locale="th-TH", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "บรรณารักษ์")
    home = begin(page, "ไม่มีสคริปต์ก็ทำได้")
    page.goto(f"{home}edit/question/?kind=single")
    page.get_by_label("คำถาม (ไทย)").fill("มาบ่อยไหม")
    page.get_by_label("ตัวเลือก 1 ไทย").fill("บ่อย")
    page.get_by_label("ตัวเลือก 2 ไทย").fill("ไม่บ่อย")
    follow(page.get_by_role("button", name="เพิ่มช่อง"))
    page.get_by_label("ตัวเลือก 3 ไทย").fill("ไม่เคย")
    follow(page.get_by_role("button", name="เลื่อนขึ้น 3"))
    follow(page.locator(".savebar").get_by_role("button", name="บันทึก"))
    expect(page.locator("#q-q1")).to_contain_text("บ่อย · ไม่เคย · ไม่บ่อย")
    context.close()


MAKING = (
    "", "edit/", "edit/question/", "edit/question/?kind=rubric", "edit/question/wish/", "edit/question/children/",
    "edit/page/", "edit/page/day/", "preview/", "preview/?try=1", "settings/", "versions/", "papers/", "import/",
)  # fmt: skip


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_every_page_of_making_is_accessible_and_fits(browser, house, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 844}, base_url=house.url, color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    sign_in(page, "บรรณารักษ์")
    page.goto("/surveys/?q=วันเด็กปีหน้า")
    half = str(page.locator(".surveylist a").first.get_attribute("href"))
    faults = []
    for language in ("", "/en") if scheme == "light" else ("",):
        for path in ("/surveys/", "/surveys/?away=1", "/surveys/new/", "/surveys/bank/", *(half + part for part in MAKING)):
            page.goto(language + path)
            faults += [f"{language}{path} {fault}" for fault in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults.append(f"{language}{path} is wider than the window")
            if page.locator("h1").count() != 1:
                faults.append(f"{language}{path} has {page.locator('h1').count()} headings of the first rank")
    context.close()
    assert (faults, said) == ([], [])
