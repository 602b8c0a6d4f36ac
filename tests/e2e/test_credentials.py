"""A librarian issues a badge; its learner shows it; a stranger verifies it, on line and with the line cut."""

import re

import pytest

from tests.e2e.conftest import follow, sign_in, sit
from tests.e2e.test_every_page import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def badge(browser, house, tmp_path):
    """What the learner of the demo holds, downloaded by them: the files by their names, and the address of its page."""
    context = browser.new_context(base_url=house.url, viewport={"width": 390, "height": 844})
    page = context.new_page()
    sign_in(page, "ผู้เรียน")
    page.goto("/me/credentials/")
    follow(page.locator("article", has_text="ย้อมผ้าสีธรรมชาติ").locator("a").first)
    page.wait_for_url(re.compile("/me/credentials/[0-9a-z]{26}/"))
    short = page.url.rstrip("/").rsplit("/", 1)[-1]
    files = {}
    for name in ("badge.png", "badge.json", "badge.jwt"):
        files[name] = tmp_path / name
        files[name].write_bytes(context.request.get(f"{house.url}/c/{short}/{name}").body())
    yield page, short, files
    page.goto(f"/me/credentials/{short}/")
    page.get_by_label("เฉพาะฉัน").check()
    follow(page.get_by_role("button", name="บันทึก"))
    context.close()


@pytest.fixture
def stranger(browser, house):
    context = browser.new_context(base_url=house.url, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    yield page
    context.close()
    assert page.faults == []


def reasons(page) -> list[str]:
    page.locator("[data-outcome]").wait_for()
    return page.locator("[data-reason]").evaluate_all("all => all.map(one => one.dataset.reason)")


GOOD = ["signed", "current", "standing", "known_issuer"]


def test_a_stranger_verifies_a_page_that_its_learner_shows(badge, stranger):
    page, short, _ = badge
    assert stranger.goto(f"/c/{short}/").status == 404
    page.get_by_label("ทุกคนที่มีลิงก์").check()
    page.get_by_label("แสดงชื่อของฉัน").check()
    follow(page.get_by_role("button", name="บันทึก"))
    page.get_by_text("บันทึกแล้ว").wait_for()
    for language, name in (("", "ตรวจสอบเดี๋ยวนี้"), ("/en", "Verify it now")):
        stranger.goto(f"{language}/c/{short}/")
        assert "มานี" in stranger.locator("main").inner_text()
        stranger.get_by_role("link", name=name).click()  # nothing is left for: the browser does it on the page
        assert reasons(stranger) == GOOD
        assert stranger.url.endswith(f"/c/{short}/")  # it did it, not the server
    assert violations(stranger) == []


def test_a_stranger_verifies_a_badge_on_line_and_with_the_line_cut(badge, stranger, tmp_path):
    _, _, files = badge
    stranger.goto("/verify/")
    stranger.locator("[data-basis] [data-age]").first.wait_for()
    stranger.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for file in files.values():
        stranger.set_input_files("#file", file)
        assert reasons(stranger) == GOOD
        stranger.locator("[data-verdict]").evaluate("one => one.replaceChildren()")
    stranger.context.set_offline(True)
    stranger.reload()
    stranger.locator("[data-basis]").get_by_text("ไม่ได้ต่ออินเทอร์เน็ต").wait_for()
    for file in files.values():
        stranger.set_input_files("#file", file)
        assert reasons(stranger) == GOOD
        assert "รายการสถานะที่เห็น" in stranger.locator("[data-verdict]").inner_text()  # how old it is
        stranger.locator("[data-verdict]").evaluate("one => one.replaceChildren()")
    altered = tmp_path / "altered.json"
    altered.write_text(files["badge.json"].read_text().replace("Natural", "Supernatural").replace("2569/", "2568/"))
    stranger.set_input_files("#file", altered)
    assert reasons(stranger)[0] == "altered"
    odd = tmp_path / "odd.png"
    odd.write_bytes(files["badge.png"].read_bytes()[:2_000])
    stranger.set_input_files("#file", odd)
    stranger.get_by_text("อ่านใบนี้ไม่ได้").wait_for()


def test_control_without_what_was_seen_nothing_is_good(badge, stranger):
    _, _, files = badge
    stranger.goto("/verify/")
    stranger.locator("[data-basis] [data-age]").first.wait_for()
    stranger.evaluate("navigator.serviceWorker.ready.then(() => true)")
    stranger.context.set_offline(True)
    stranger.evaluate("localStorage.setItem('rianru.verify.lists', '{}')")
    stranger.reload()
    stranger.set_input_files("#file", files["badge.json"])
    assert reasons(stranger) == ["signed", "current", "status_unknown", "known_issuer"]
    assert stranger.locator("[data-outcome]").get_attribute("data-outcome") == "unknown"


def test_a_librarian_issues_to_a_member_and_takes_it_back(desktop, stranger):
    sign_in(desktop, "บรรณารักษ์")
    sit(desktop)
    desktop.goto("/desk/credentials/definitions/new/")
    desktop.get_by_label("ชื่อ", exact=True).fill("ช่างซ่อมหนังสือ")
    desktop.get_by_label("คนที่ได้รับทำอะไรได้").fill("ซ่อมสันและปกหนังสือได้")
    desktop.get_by_label("เกณฑ์: ต้องทำอะไรจึงได้").fill("ซ่อมครบสามเล่ม")
    follow(desktop.get_by_role("button", name="บันทึก"))
    follow(desktop.get_by_role("link", name="ออกใบรับรอง").first)
    desktop.get_by_label("ให้ใคร บรรทัดละคน").fill("สมหมาย")
    follow(desktop.get_by_role("button", name="ดูรายชื่อก่อน"))
    follow(desktop.get_by_role("button", name="ออกให้ 1 คน"))
    desktop.get_by_text("ออกแล้ว 1 ใบ").wait_for()
    follow(desktop.locator("tbody a").first)
    address = desktop.url
    desktop.get_by_text("เพิกถอน", exact=True).first.click()
    desktop.locator("#revoke_reason").fill("ออกผิดคน")
    follow(desktop.get_by_role("button", name="เพิกถอน"))
    assert desktop.url == address
    assert "เพิกถอนแล้ว" in desktop.locator("main").inner_text()
    assert violations(desktop) == []
