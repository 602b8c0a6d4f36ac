"""TRUST row *untrusted content* in a real browser: scripts in records run nowhere on the page of a work.

The control is the same texts on a page that neither escapes nor forbids: there the same look finds that they ran.
"""

import re

import pytest

from tests.e2e.conftest import follow, imported, sign_in
from tests.factories.marc import field, marc

pytestmark = [pytest.mark.trust, pytest.mark.browser]
MARK = "document.documentElement.dataset.ran=1"
PAYLOADS = [
    f"</script><script>{MARK}</script>", f'"><img src=x onerror="{MARK}">', f"<svg onload={MARK}>", f"<details open ontoggle={MARK}>x",
    f"</title><script>{MARK}</script>", f"--><script>{MARK}</script>",
]  # fmt: skip
RAN = "document.documentElement.dataset.ran || ''"


def _hostile() -> bytes:
    text = " ".join(PAYLOADS)
    tags = [("100", "a"), ("264", "b"), ("650", "a"), ("520", "a"), ("490", "a"), ("500", "a"), ("505", "a"), ("246", "a"), ("082", "a")]
    fields = [field(tag, code, text, ind=" 1" if tag == "264" else "  ") for tag, code in tags]
    link = field("856", "u", f"javascript:{MARK}", "y", text, ind="40")
    return marc("hostile-1", f"ผ้าทอเจ้าเล่ห์ {text}", *fields, link)


def _imported(page) -> None:
    page.goto("/new-source/")
    page.get_by_label("ชื่อภาษาไทย").fill("ห้องสมุด เจ้าเล่ห์")
    page.get_by_label("รหัส", exact=True).fill("hostile")
    follow(page.get_by_role("button", name="เพิ่มแหล่งข้อมูล"))
    page.goto("/imports/new/?source=hostile")
    file = {"name": "เจ้าเล่ห์.mrc", "mimeType": "application/octet-stream", "buffer": _hostile()}
    page.get_by_label("ไฟล์ระเบียน").set_input_files(file)
    follow(page.get_by_role("button", name="ส่งและเริ่มนำเข้า"))
    imported(page)


@pytest.mark.timeout(480)
def test_scripts_in_a_record_run_nowhere_on_the_pages_of_its_work(browser, house):
    context = browser.new_context(base_url=house.url, locale="th-TH")
    page = context.new_page()
    sign_in(page, "ผู้ดูแลระบบ")
    _imported(page)
    for _ in range(20):
        page.goto("/search/?q=ผ้าทอเจ้าเล่ห์")
        if page.locator("main a[href^='/works/']").count():
            break
        page.wait_for_timeout(500)
    ran = [page.evaluate(RAN)]
    work = page.locator("main a[href^='/works/']").first.get_attribute("href")
    for path in (work, f"/en{work}", f"{work}cite/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert re.search("เจ้าเล่ห์", page.inner_text("main"))
        ran.append(page.evaluate(RAN))
        for link in page.locator("main a[href]").all():
            assert not (link.get_attribute("href") or "").lower().startswith(("javascript:", "data:"))
    assert ran == [""] * 4
    context.close()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_control_the_same_texts_run_where_nothing_holds_them_back(browser, payload):
    context = browser.new_context()
    page = context.new_page()
    page.set_content(f"<!doctype html><title>x</title><body><!-- --><p title=\"{payload}\">{payload}</p>")
    page.wait_for_timeout(300)
    assert page.evaluate(RAN) == "1"
    context.close()
