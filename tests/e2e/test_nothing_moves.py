"""What is on the screen stays where it is: the shift of the layout on a phone, slow and far from the server."""

import pytest

pytestmark = pytest.mark.browser
LIMIT = 0.02
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 750_000 / 8}
WATCH = """
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const from = entry.sources.map(({ node }) => (node && (node.className || node.nodeName)) || '?');
        if (!entry.hadRecentInput) window.shifts.push([entry.value, String(from)]);
      }
    }).observe({ type: 'layout-shift', buffered: true });
"""
LATE = """
    addEventListener('load', () => setTimeout(() => {
      document.querySelector('main').insertAdjacentHTML('afterbegin', '<p>มาช้า</p>'.repeat(8));
    }, 100));
"""


def moved(browser, house, path: str, *planted: str) -> tuple[float, list[str]]:
    """The sum of shifts of a first visit on a slow phone, and what moved."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=house.url, has_touch=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    for script in (WATCH, *planted):
        page.add_init_script(script)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)
    shifts = page.evaluate("window.shifts")
    context.close()
    return sum(value for value, _ in shifts), [source for _, source in shifts]


def first_work(browser, house) -> str:
    page = browser.new_page(base_url=house.url)
    page.goto("/search/?q=พระอภัยมณี")
    found = page.locator("main a[href^='/works/']").first.get_attribute("href")
    page.close()
    return str(found)


@pytest.mark.parametrize("path", [
    "/", "/search/?q=ย้อม", "work", "/areas/56/", "/spaces/lib-56/", "/en/spaces/lib-56/", "/cities/phayao/",
])
def test_nothing_moves_on_a_slow_phone(browser, house, path):
    shift, sources = moved(browser, house, first_work(browser, house) if path == "work" else path)
    assert (shift <= LIMIT, sources if shift > LIMIT else []) == (True, [])


def test_control_a_block_that_comes_late_is_seen(browser, house):
    shift, _ = moved(browser, house, "/areas/56/", LATE)
    assert shift > LIMIT


def test_the_first_words_are_in_our_own_face(browser, house):
    """A font of its own address would come later than the words, and move them."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=house.url)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto("/areas/56/")
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate("[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)")
    context.close()
    assert (asked.count("font"), sorted(set(loaded))) == (0, ["Rianru Text", "Rianru Title"])
