"""Planning on a phone in a real browser: a look at the dates, opening, moving, calling off; what people and calendars see;
and from a workshop's plan to its certificate.
"""

import re
from datetime import datetime, timedelta

import pytest
import vobject

from rianru.kernel.dates import BANGKOK
from tests.e2e.conftest import follow, sign_in, sit
from tests.e2e.test_every_page import violations
from tests.e2e.test_joining import LASTS, soon

pytestmark = pytest.mark.browser


@pytest.fixture
def planner(phone):
    sign_in(phone, "บรรณารักษ์")
    sit(phone)
    return phone


def filled(page, title, day, begins="10:00", ends="12:00"):
    page.goto("/desk/activities/new/")
    page.get_by_label("ชื่อกิจกรรม").fill(title)
    page.get_by_label("เวิร์กช็อป").check()
    page.get_by_label("วันที่", exact=True).fill(f"{day:%Y-%m-%d}")
    page.get_by_label("เริ่ม", exact=True).fill(begins)
    page.get_by_label("เลิก", exact=True).fill(ends)
    page.get_by_label("รับกี่คน").fill("12")


def press(page, name):
    follow(page.get_by_role("button", name=name).first)


def activity_of(page) -> str:
    page.wait_for_url(re.compile(r"/desk/activities/[0-9a-f-]{36}/$"))
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def calendar(page, path):
    answer = page.request.get(path)
    assert answer.ok
    return vobject.readOne(answer.body().decode()).contents["vevent"]


def test_a_series_is_planned_looked_at_opened_moved_and_called_off_on_a_phone(planner, desktop):
    today = datetime.now(BANGKOK)
    thursday = today + timedelta(days=(3 - today.weekday()) % 7 + 14)
    filled(planner, "ทำสมุดเล่มเดียวในโลก", thursday)
    planner.get_by_label("จัดซ้ำ").select_option("WEEKLY")
    press(planner, "เปิดให้คนเห็น")  # nobody said until when
    assert "ต้องมีวันสุดท้าย" in planner.locator("main").inner_text()
    planner.get_by_label("จัดถึงวันที่").fill(f"{thursday + timedelta(weeks=3):%Y-%m-%d}")
    press(planner, "ดูวันก่อน")
    planner.get_by_role("heading", name=re.compile("จัด [1-4] ครั้ง")).wait_for()
    assert violations(planner) == []
    held = planner.locator(".dates li:not(:has(.gone))").count()
    press(planner, "เปิดให้คนเห็น")
    activity = activity_of(planner)

    desktop.goto("/activities/")
    follow(desktop.get_by_role("link", name="ทำสมุดเล่มเดียวในโลก").first)
    assert desktop.locator("h1").inner_text() == "ทำสมุดเล่มเดียวในโลก"
    assert violations(desktop) == []
    before = {one.uid.value: one for one in calendar(desktop, f"/activities/{activity}/calendar.ics")}
    assert len(before) == held
    poster = desktop.request.get(f"/activities/{activity}/poster.pdf")
    assert poster.headers["content-type"] == "application/pdf"

    follow(planner.locator("#sessions .title a").first)
    planner.get_by_label("เริ่ม", exact=True).fill("13:00")
    planner.get_by_label("เลิก", exact=True).fill("15:00")
    planner.get_by_label("ครั้งนี้และทุกครั้งที่ตามมา").check()
    press(planner, "บันทึก")
    moved = {one.uid.value: one for one in calendar(desktop, f"/activities/{activity}/calendar.ics")}
    assert moved.keys() == before.keys()
    assert {(one.dtstart.value.hour, one.sequence.value) for one in moved.values()} == {(13, "1")}

    planner.get_by_text("ยกเลิกกิจกรรมนี้").click()
    planner.get_by_label("เพราะอะไร").fill("ครูไม่สบาย")
    press(planner, "ยกเลิกกิจกรรม")
    assert {one.status.value for one in calendar(desktop, f"/activities/{activity}/calendar.ics")} == {"CANCELLED"}
    desktop.goto(f"/activities/{activity}/")
    assert "กิจกรรมนี้ยกเลิกแล้ว" in desktop.locator("main").inner_text()
    assert "ครูไม่สบาย" in desktop.locator("main").inner_text()


@pytest.mark.timeout(480)
def test_a_workshop_from_plan_to_certificate(planner, browser, house):
    begins = soon()
    filled(planner, "ย้อมครามผืนแรก", begins, f"{begins:%H:%M}", f"{begins + LASTS:%H:%M}")
    press(planner, "เปิดให้คนเห็น")
    agreed = planner.get_by_label("ตั้งใจจัดนอกเวลาเปิด")
    if agreed.count():  # the hour of the test is not one of the library's
        agreed.check()
        press(planner, "เปิดให้คนเห็น")
    activity = activity_of(planner)

    name = f"ช่างย้อมมือใหม่ {begins:%H:%M:%S}"  # a credential of its own: whoever holds one already is given no second
    planner.goto("/desk/credentials/definitions/new/")
    planner.get_by_label("ชื่อ", exact=True).fill(name)
    planner.get_by_label("คนที่ได้รับทำอะไรได้").fill("ย้อมผ้าครามได้หนึ่งผืน")
    planner.get_by_label("เกณฑ์: ต้องทำอะไรจึงได้").fill("มาครบหนึ่งครั้ง")
    follow(planner.get_by_role("button", name="บันทึก"))
    planner.wait_for_url(re.compile(r"/definitions/[0-9a-f-]{36}/$"))
    rules = planner.locator("form:has(#rule_object_kind)")
    if not rules.is_visible():
        planner.locator("details:has(#rule_object_kind) > summary").click()
    planner.locator("#rule_object_kind").select_option("activity")
    planner.locator("#rule_object_id").fill(f"{house.url}/activities/{activity}/")
    follow(rules.locator("button").first)
    planner.get_by_text("ตั้งกติกาแล้ว").wait_for()

    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=house.url, locale="th-TH")
    learner = context.new_page()
    sign_in(learner, "ผู้เรียน")
    given = learner.locator("article", has_text=name)
    learner.goto(f"/activities/{activity}/join/")
    press(learner, "จองที่นั่ง")
    learner.wait_for_url(lambda url: not url.endswith("/join/"))
    planner.goto(f"/desk/activities/{activity}/")
    follow(planner.get_by_role("link", name="เช็กชื่อ").first)
    press(planner, "มานี")
    for _ in range(90):  # the worker issues it after the attendance; others may come meanwhile
        learner.goto("/me/credentials/")
        if given.count():
            break
        learner.wait_for_timeout(1_000)
    assert given.count() == 1
    context.close()
