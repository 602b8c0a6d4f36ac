"""A list with faults, as an office keeps it: sent, its columns confirmed, previewed, written; sent again, nothing twice."""

import csv
import re
from io import StringIO

import pytest

from tests.e2e.conftest import follow, sign_in

pytestmark = pytest.mark.browser
HEAD = ["ลำดับ", "รหัสโรงเรียน", "ชื่อโรงเรียน", "ตำบล", "อำเภอ", "จังหวัด", "ละติจูด", "ลองจิจูด", "เบอร์โทร", "เวลาเปิด"]
THERE = ["เวียง", "เมืองพะเยา", "พะเยา"]
ROWS = [
    ["1", "990001", "ห้องสมุดโรงเรียนทดลองริมกว๊าน", *THERE, "19.1662", "99.9021", "054 111 222", "จันทร์-ศุกร์ 08.30-16.30 น."],
    ["2", "990002", "ห้องสมุดโรงเรียนทดลองดอนไชย", *THERE, "", "", "12", ""],
    ["3", "990003", "ห้องสมุดกลางทะเล", *THERE, "10.5", "100.9", "", ""],
    ["4", "990004", "ห้องสมุดพิกัดสลับ", *THERE, "99.9021", "19.1662", "", ""],
    ["5", "990005", "ห้องสมุดตำบลไม่มี", "สมมุติ", "เมืองพะเยา", "พะเยา", "", "", "", ""],
    ["6", "990001", "ห้องสมุดรหัสซ้ำ", *THERE, "", "", "", ""],
    ["7", "990007", "ห้องสมุดเวลาซ้อน", *THERE, "", "", "", "จ 9.00-12.00, จ 11.00-15.00"],
]


def as_saved() -> bytes:
    """From an old Thai spreadsheet."""
    text = StringIO()
    csv.writer(text).writerows([HEAD, *ROWS])
    return text.getvalue().encode("cp874")


def send(page) -> None:
    page.goto("/desk/spaces/")
    follow(page.get_by_role("main").get_by_role("link", name="นำรายชื่อเข้า"))
    page.get_by_label("รายชื่อนี้มาจากไหน").fill("โรงเรียนทดลอง")
    page.get_by_label("ไฟล์รายชื่อ").set_input_files({"name": "โรงเรียน.csv", "mimeType": "text/csv", "buffer": as_saved()})
    follow(page.get_by_role("button", name="ส่งไฟล์ แล้วดูคอลัมน์"))
    page.wait_for_url(re.compile(r"/columns/$"))


def preview(page) -> list[str]:
    follow(page.get_by_role("button", name="ดูตัวอย่างทุกแถว"))
    page.locator("#h-preview").wait_for(timeout=60_000)
    page.wait_for_load_state()  # the page that watches is loaded anew when the rows are read
    return page.locator("#live .stat b").all_inner_texts()


def test_a_list_with_faults_is_mapped_previewed_written_and_never_doubled(desktop):
    sign_in(desktop, "ผู้ดูแลระบบ")
    send(desktop)
    chosen = {name: desktop.get_by_label(name, exact=True).input_value() for name in HEAD}
    assert chosen == dict(zip(HEAD, [
        "ignore", "key", "name_th", "subdistrict", "district", "province", "lat", "lon", "phone", "hours"], strict=True))
    desktop.get_by_label("ประเภทของแถวที่ไม่บอก").select_option("school_library")
    assert preview(desktop) == ["2", "0", "0", "5"]
    told = desktop.locator("#report tbody tr").all_inner_texts()
    for row, said in zip(told, ["ทะเล", "สลับกัน", "ไม่พบ สมมุติ", "บรรทัดที่ 2", "ซ้อนกัน"], strict=True):
        assert said in row
    with desktop.expect_download() as report:
        desktop.get_by_role("link", name="ดาวน์โหลด “ไม่รับ”").click()
    with open(report.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert ([row["line"] for row in rows], "sea" in rows[0]["reasons_en"]) == (["4", "5", "6", "7", "8"], True)

    follow(desktop.get_by_role("button", name="เขียน 2 แห่ง"))
    desktop.get_by_text("เขียนแล้ว 2 แห่ง").wait_for(timeout=60_000)
    desktop.wait_for_load_state()
    follow(desktop.get_by_role("navigation", name="รายการในรายงาน").get_by_role("link", name="แห่งใหม่"))
    follow(desktop.get_by_role("link", name="ห้องสมุดโรงเรียนทดลองริมกว๊าน"))
    desktop.wait_for_url(re.compile(r"/spaces/school-library-560101-"))
    assert "08:30–16:30" in desktop.get_by_role("main").inner_text()

    send(desktop)
    assert desktop.get_by_label("ประเภทของแถวที่ไม่บอก").input_value() == "school_library"
    assert preview(desktop) == ["0", "0", "2", "5"]
    assert desktop.get_by_role("button", name=re.compile("^เขียน")).count() == 0
