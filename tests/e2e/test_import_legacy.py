"""A file as an old Thai library system hands it over: sent, watched, its repairs read, and the book found by a reader."""

import re
import time

import pytest

from tests.e2e.conftest import enter, follow, imported, sign_in
from tests.factories.marc import field, marc

pytestmark = pytest.mark.browser
TITLE = "ตำนานคนเลี้ยงช้างเมืองลอง"
ISBN = "9786165812344"


def _other(number: int) -> bytes:
    return marc(f"old-{number}", f"บันทึกครูดอยเล่มเก่า เล่ม {number}", field("100", "a", "คำปัน ใจเพชร", ind="0 "))


def legacy_file(many: int = 40) -> bytes:
    """TIS-620 under leaders that claim Unicode and lengths that were counted in UTF-8; the last record has no title."""
    wanted = marc(
        "old-0", TITLE, field("020", "a", ISBN), field("100", "a", "บุญมา สายธาร", ind="0 "),
        field("260", "a", "ลำปาง :", "b", "ศูนย์วัฒนธรรมเมืองลอง,", "c", "2547"), field("300", "a", "128 หน้า"),
        field("650", "a", "ช้าง"),
    )
    whole = b"".join([wanted, *map(_other, range(1, many)), marc("old-x", None)])
    old = whole.decode().encode("cp874")
    assert (old[9:10], int(old[:5]) > old.index(b"\x1d") + 1) == (b"a", True)
    return old


def _send(page, content: bytes) -> str:
    """Sends a file; the page that followed, as it came, for while it is looked at the import may end."""
    page.goto("/imports/new/")
    page.get_by_label("ไฟล์ระเบียน").set_input_files(
        {"name": "ระบบเก่า.mrc", "mimeType": "application/marc", "buffer": content}
    )
    came = follow(page.get_by_role("button", name="ส่งและเริ่มนำเข้า"))
    page.wait_for_url(re.compile(r"/imports/[0-9a-f-]{36}/$"))
    return came.text()


def _find(page, title: str) -> None:
    """Searches as a reader does, until the index has followed."""
    for _ in range(40):
        page.goto("/")
        page.locator("input[name=q]").first.fill(title)
        enter(page)
        if page.get_by_role("link", name=title).count():
            break
        time.sleep(0.5)
    follow(page.get_by_role("link", name=title).first)
    page.wait_for_url(re.compile(r"/works/"))


def _read_record(page) -> None:
    """As received beside as repaired: what differs is marked, and the two stand beside each other."""
    fields = page.locator("table.fields tr").filter(has_text="245")
    received, repaired = fields.locator("td").all_inner_texts()
    assert (TITLE in repaired, TITLE in received, "�" in received, "≠" in fields.inner_text()) == (True, False, True, True)
    beside = [cell["x"] for cell in (cell.bounding_box() for cell in fields.locator("td").all())]
    assert beside[0] < beside[1]


def test_a_legacy_thai_file_is_mended_and_the_book_is_found(desktop, phone):
    sign_in(desktop, "บรรณารักษ์")
    _send(desktop, legacy_file())
    imported(desktop)
    assert desktop.locator(".stat b").all_inner_texts() == ["40", "0", "1"]
    said = desktop.get_by_role("complementary").inner_text()
    assert ("TIS-620" in said, "ซ่อมอะไรไป" in said, "ทำไมไม่รับ" in said, "ที่ซ่อมไม่ได้" in said) == (True, True, True, False)

    follow(desktop.get_by_role("navigation", name="รายการในรายงาน").get_by_role("link", name="ซ่อมแล้ว"))
    row = desktop.get_by_role("row").filter(has_text=TITLE)
    assert ("TIS-620" in row.inner_text(), "old-0" in row.inner_text()) == (True, True)
    follow(row.get_by_role("link", name=TITLE))
    desktop.wait_for_url(re.compile(r"/records/"))
    _read_record(desktop)

    _find(phone, TITLE)
    assert phone.get_by_role("heading", level=1).inner_text().replace("\u200b", "") == TITLE
    assert (phone.get_by_text("บุญมา สายธาร").count() > 0, phone.get_by_text(ISBN).count() > 0) == (True, True)


def test_a_running_import_is_watched_without_a_reload(desktop):
    """The page asks for itself again until it is over; then it brings the report without anybody reloading it."""
    sign_in(desktop, "บรรณารักษ์")
    asked: list[str] = []
    desktop.on("request", lambda request: asked.append(request.url) if request.url.endswith("/live/") else None)
    came = _send(desktop, b"".join(marc(f"many-{n}", f"บันทึกครูดอยเล่มยาว เล่ม {n}") for n in range(4_000)))
    assert came.count("<progress ") == 1
    imported(desktop)
    assert (len(asked) >= 1, desktop.locator(".stat b").first.inner_text()) == (True, "4,000")


def test_doubts_are_settled_from_the_keyboard_while_it_writes_thai(desktop):
    """The keys are places on the keyboard: with a Thai layout they give other letters."""
    sign_in(desktop, "บรรณารักษ์")
    for code in ("keys-one", "keys-two"):
        desktop.goto("/new-source/")
        desktop.get_by_label("ชื่อภาษาไทย").fill(f"ห้องสมุด {code}")
        desktop.get_by_label("รหัส", exact=True).fill(code)
        follow(desktop.get_by_role("button", name="เพิ่มแหล่งข้อมูล"))
        desktop.wait_for_url(re.compile(rf"/sources/{code}/"))
    for code, year in (("keys-one", "2550"), ("keys-two", "2555")):
        desktop.goto(f"/imports/new/?source={code}")
        desktop.get_by_label("ไฟล์ระเบียน").set_input_files({
            "name": f"{code}.mrc", "mimeType": "application/marc",
            "buffer": marc(f"{code}-1", "เรื่องเล่าสายน้ำยมตอนบน", field("020", "a", "9786165812351"), field("260", "c", year)),
        })
        follow(desktop.get_by_role("button", name="ส่งและเริ่มนำเข้า"))
        imported(desktop)
    desktop.goto("/doubts/")
    before = desktop.locator("main tbody tr").count()
    follow(desktop.get_by_role("link", name="เรื่องเล่าสายน้ำยมตอนบน"))
    desktop.wait_for_url(re.compile(r"/doubts/[0-9a-f-]{36}/$"))
    _press(desktop, "Digit2", "ๅ")
    desktop.get_by_text("ตัดสินแล้ว: คนละฉบับ").wait_for()
    _press(desktop, "KeyU", "ี")
    desktop.get_by_text("ย้อนคำตัดสินแล้ว").wait_for()
    desktop.goto("/doubts/")
    assert desktop.locator("main tbody tr").count() == before


def _press(page, code: str, key: str) -> None:
    """A key as a Thai keyboard sends it; the page that follows is waited for, whose script takes the next one."""
    with page.expect_navigation():
        page.evaluate(
            "([code, key]) => document.body.dispatchEvent(new KeyboardEvent('keydown', {code, key, bubbles: true}))",
            [code, key])
