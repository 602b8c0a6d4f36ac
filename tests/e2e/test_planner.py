"""A planner's session in a real browser: Phayao, three sites, what they gain, a pin dragged, kept, and opened by its link."""

import re

import pytest

from tests.e2e.conftest import follow, sign_in
from tests.e2e.test_every_page import violations

pytestmark = pytest.mark.browser


def gain(page) -> int:
    return int(page.locator("#result [data-gain], main [data-gain]").first.get_attribute("data-gain"))


def settled(page, before: int) -> int:
    """The gain once the last question is answered and it is another one."""
    page.wait_for_function(
        "before => !document.querySelector('#result').ariaBusy && document.querySelector('[data-gain]')?.dataset.gain != before",
        arg=str(before))
    return gain(page)


def kept_before_answered(page) -> None:
    """A pin that was moved stands in what is kept at once: the line may be too slow for its answer."""
    def kept() -> list[str]:
        return page.locator("#pins input").evaluate_all("fields => fields.map(field => field.value)")
    waits = re.compile(r"part=1")
    page.route(waits, lambda route: None)  # never answered
    before = kept()
    page.locator(".site").first.focus()
    page.keyboard.press("ArrowRight")
    assert kept() == page.locator(".site").evaluate_all("pins => pins.map(pin => pin.dataset.pin)") != before
    page.keyboard.press("ArrowLeft")
    page.unroute(waits)
    page.keyboard.press("ArrowUp"), page.keyboard.press("ArrowDown")
    page.wait_for_function("() => !document.querySelector('#result').ariaBusy")


def drag(page, pin, across: int, down: int) -> None:
    box = pin.locator("path").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + down, steps=6)
    page.mouse.up()


def test_a_plan_for_phayao_is_drawn_dragged_kept_and_opened_by_its_link(desktop, phone):
    sign_in(desktop, "ผู้ดูแลระบบ")
    desktop.goto("/staff/")
    follow(desktop.locator("main").get_by_role("link", name="จุดต่อไป"))
    desktop.get_by_label("จังหวัด").select_option("56")
    desktop.get_by_label("กี่จุด").fill("3")
    desktop.get_by_label("นับว่าใกล้แล้วเมื่อมี").select_option("weekend")
    follow(desktop.get_by_role("button", name="หาจุดที่ดีที่สุด"))
    desktop.locator(".site[tabindex]").first.wait_for()
    suggested = gain(desktop)
    rows = desktop.locator("#result tbody tr")
    assert (rows.count(), suggested > 10_000, desktop.locator(".gain circle").count()) == (3, True, 4)
    assert violations(desktop) == []

    drag(desktop, desktop.locator(".site").first, 150, 120)
    dragged = settled(desktop, suggested)
    assert dragged < suggested
    assert "ของจุดที่แนะนำ" in desktop.locator("#result").inner_text()
    assert desktop.locator("path.won").count() > 0
    desktop.locator(".site").first.focus()
    for _ in range(8):
        desktop.keyboard.press("Shift+ArrowLeft")
    by_keys = settled(desktop, dragged)
    kept_before_answered(desktop)
    desktop.get_by_label("ชื่อแผน").fill("สามจุดของเรา")
    follow(desktop.get_by_role("button", name="บันทึกแผน"))
    desktop.wait_for_url(re.compile(r"/planner/plans/[0-9a-f-]{36}/$"))
    assert (gain(desktop), desktop.locator("h1").inner_text()) == (by_keys, "สามจุดของเรา")
    address = desktop.url

    phone.goto(address)  # nobody signed in: the link is enough
    assert (gain(phone), phone.locator("h1").inner_text()) == (by_keys, "สามจุดของเรา")
    assert violations(phone) == []
    assert phone.get_by_role("link", name="แก้แผนนี้").count() == 0
    made = phone.request.get(f"{address}sites.geojson").json()
    assert [one["properties"]["order"] for one in made["features"]] == [1, 2, 3]
    assert sum(one["properties"]["people_added"] for one in made["features"]) == by_keys

    follow(desktop.get_by_role("link", name="แก้แผนนี้"))
    desktop.locator(".site[tabindex]").first.wait_for()
    follow(desktop.get_by_role("link", name="กลับไปใช้จุดที่แนะนำ"))
    follow(desktop.get_by_role("button", name="บันทึกแผน"))
    desktop.wait_for_url(address)
    assert gain(desktop) == suggested


def touch(page, pin, across: int, down: int) -> None:
    """One finger, as the screen tells the browser of it."""
    box = pin.locator("path").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    screen = page.context.new_cdp_session(page)
    screen.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 7):
        at = {"x": x + across * step / 6, "y": y + down * step / 6}
        screen.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
        page.wait_for_timeout(40)
    screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_on_a_phone_the_map_is_looked_at_more_closely_and_a_finger_moves_the_pin_and_not_the_page(browser, house):
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=house.url, locale="th-TH",
                                  has_touch=True, is_mobile=True)
    page = context.new_page()
    sign_in(page, "ผู้ดูแลระบบ")
    page.goto("/planner/?area=50&n=3&km=5&to=weekend")
    pin = page.locator(".site[tabindex]").first
    pin.wait_for()
    whole = page.locator(".sheet").bounding_box()["width"]
    page.get_by_role("button", name="ขยายแผนที่").click()
    assert page.locator(".sheet").bounding_box()["width"] == pytest.approx(2 * whole, rel=0.02)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390  # the pane scrolls, the page does not
    assert violations(page) == []
    pin.scroll_into_view_if_needed()
    suggested, down = gain(page), page.evaluate("scrollY")
    touch(page, pin, -80, -70)
    assert settled(page, suggested) != suggested
    assert page.evaluate("scrollY") == down
    for _ in range(2):
        page.get_by_role("button", name="ขยายแผนที่").click()
    assert page.get_by_role("button", name="ขยายแผนที่").is_disabled()
    context.close()


def test_who_is_far_is_told_without_scripts_down_to_the_subdistrict(browser, house):
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=house.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/spaces/")
    follow(page.get_by_role("link", name="ใครอยู่ไกล"))
    page.get_by_label("ไกลจากอะไร").select_option("weekend")
    follow(page.get_by_role("button", name="ดูใหม่"))
    for name in ("พะเยา", "จุน", "ห้วยข้าวก่ำ"):
        follow(page.locator("main table").get_by_role("link", name=name, exact=True).first)
    assert "ตำบลห้วยข้าวก่ำ" in page.locator("h1").inner_text()
    assert page.locator("path.here").count() == 1
    assert "เปิด" in page.locator("main article").first.inner_text()
    context.close()
