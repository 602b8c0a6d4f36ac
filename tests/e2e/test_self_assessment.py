"""A caretaker assesses the place on a phone, a librarian visits, the network decides: a certificate, and what is next."""

import re

import pytest

from tests.e2e.conftest import follow, sign_in
from tests.e2e.test_every_page import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def someone(browser, house):
    """A phone of its own for each who acts."""
    contexts = []

    def signed_in(who):
        contexts.append(browser.new_context(viewport={"width": 390, "height": 844}, base_url=house.url, locale="th-TH"))
        page = contexts[-1].new_page()
        sign_in(page, who)
        return page

    yield signed_in
    for one in contexts:
        one.close()


def onwards(page) -> None:
    follow(page.locator(".onwards .btn:not(.line)"))


def choose(page, level: int) -> None:
    """The same level for every criterion on the page."""
    for one in page.locator(f'input[type=radio][value="{level}"]').all():
        one.check()


def test_a_self_assessment_with_a_visit_and_a_certificate_on_a_phone(someone):
    keeper = someone("ผู้ดูแลสถานที่")
    keeper.goto("/desk/standards/")
    assert violations(keeper) == []
    follow(keeper.get_by_role("button", name="เริ่มประเมินตนเอง"))
    keeper.get_by_role("heading", name="สถานที่").wait_for()
    choose(keeper, 3)
    keeper.get_by_label("เล่าสั้น ๆ หรือวางลิงก์").first.fill("ป้ายเวลาเปิดอยู่หน้าประตู")
    keeper.get_by_text("บันทึกแล้ว").wait_for()
    assert violations(keeper) == []
    for _ in range(6):
        onwards(keeper)
        choose(keeper, 3)
    onwards(keeper)
    follow(keeper.get_by_role("button", name="ส่งคำตอบ"))
    keeper.wait_for_url(re.compile("/desk/standards/[0-9a-f-]{36}/"))
    own = keeper.url
    assert "75%" in keeper.locator("main").inner_text()
    assert "ป้ายเวลาเปิดอยู่หน้าประตู" in keeper.locator("main").inner_text()
    assert keeper.get_by_role("link", name="ให้ระดับจากการเยี่ยม").count() == 0  # nobody visits their own
    assert violations(keeper) == []

    visitor = someone("บรรณารักษ์")
    visitor.goto("/desk/visits/")
    visitor.goto(own)
    follow(visitor.get_by_role("link", name="ให้ระดับจากการเยี่ยม"))
    choose(visitor, 3)
    visitor.get_by_role("radio", name=re.compile("^4")).nth(1).check()
    visitor.get_by_label("เพราะอะไร").nth(1).fill("เดินกับผู้พิการทุกปี น่าเป็นแบบอย่าง")
    assert violations(visitor) == []
    onwards(visitor)
    for _ in range(6):
        choose(visitor, 3)
        onwards(visitor)
    visitor.get_by_label("เล่าการเยี่ยมสั้น ๆ").fill("ไปเช้าวันเสาร์")
    follow(visitor.get_by_role("button", name="จบการเยี่ยม"))
    visitor.get_by_text("เดินกับผู้พิการทุกปี").wait_for()

    leader = someone("ผู้ดูแลระบบ")
    leader.goto(own)
    follow(leader.get_by_role("button", name="ผ่าน ออกใบรับรอง"))
    leader.get_by_text("ผ่านมาตรฐาน ออกใบรับรองแล้ว").wait_for()
    assert violations(leader) == []

    keeper.goto(own)
    follow(keeper.get_by_role("link", name="ดูใบรับรอง"))
    keeper.wait_for_url(re.compile("/me/credentials/"))
    assert "มาตรฐานห้องสมุดมีชีวิต" in keeper.locator("main").inner_text()
    keeper.goto("/desk/standards/")
    keeper.get_by_role("button", name="ประเมินรอบใหม่").wait_for()
