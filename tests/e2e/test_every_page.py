"""Every page: no axe violation, no console error, nothing cut off sideways; and what a first visit weighs."""

import pytest

from tests.e2e.addresses import DESK, MEMBERS, OWN, PUBLIC, RECORDS, STAFF, SURVEYS, WAYS, WORKS
from tests.e2e.conftest import ROOT, follow, imported, sign_in, sit
from tests.factories.marc import field, marc

pytestmark = pytest.mark.browser
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# Only what is wrong is told: all that is right, node by node, takes twice as long to describe as to find.
FAULTS = """runOnly => axe.run({runOnly, resultTypes: ['violations']}).then(
  found => found.violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`))"""
EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What another scheme and width can break of a page that was looked at whole.
OF_LOOKS = {"type": "rule", "values": [
    "color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable",
    "landmark-unique", "landmark-one-main", "page-has-heading-one", "region", "aria-hidden-focus", "skip-link",
]}
# What another language can break of a page that was looked at whole in the first: names, labels, headings, sizes.
OF_WORDS = {"type": "rule", "values": [
    "document-title", "html-has-lang", "html-lang-valid", "valid-lang", "label", "label-title-only", "button-name",
    "link-name", "image-alt", "input-button-name", "select-name", "summary-name", "svg-img-alt", "aria-command-name",
    "aria-input-field-name", "empty-heading", "heading-order", "landmark-unique", "page-has-heading-one", "target-size",
]}
ADDRESS_LIMIT = 150_000  # bytes of a first visit, compressed, with fonts


def resolve(page, path: str, known: dict[str, str]) -> str:
    """`first` stands for the first one that a list links to; `table` for the file that waits for its columns, `half` for
    the one whose missing records wait for a word. Each list is asked once: then it is known.
    """
    if path.startswith("/s/first/"):  # the short address of the same survey
        return resolve(page, "/surveys/first/", known).replace("/surveys/", "/s/") + path.removeprefix("/s/first/")
    files = {"/imports/table/": "ตาราง.csv", "/imports/half/": "ครึ่ง.mrc"}
    way = next((way for way in sorted({**WAYS, **files}, key=len, reverse=True) if path.startswith(way)), None)
    if way is None:
        return path
    if way not in known:
        page.goto("/imports/" if way in files else resolve(page, WAYS[way][0], known))
        link = page.get_by_role("link", name=files[way]) if way in files else page.locator(_wanted(way))
        known[way] = str(link.first.get_attribute("href"))
    return known[way] + path.removeprefix(way)


def _wanted(way: str) -> str:
    """The links that `first` may stand for, as a selector."""
    others = ":not([href$='/new/'], [href$='/edit/'], [href$='/bank/'])"
    wanted = "[href*='with=']" if "compare" in way else f"[href$='{way[15:]}']" if "/editions/" in way else others
    return f"main a[href^='{WAYS[way][1]}']{wanted}"


@pytest.fixture(scope="module")
def known() -> dict[bool, dict[str, str]]:
    """What `first` stood for, to visitors and to staff."""
    return {True: {}, False: {}}


def fill(page) -> None:
    """What a demo has not: a broken file, two libraries in doubt about a book, a table and half a catalogue that wait."""
    fixed = {"mimeType": "application/octet-stream"}
    book = [field("020", "a", "9786165812368"), field("100", "a", "บุญมา สายธาร", ind="0 ")]
    doubtful = [
        marc("page-1", "ตำนานเมืองเก่าริมน้ำยม", *book, field("260", "c", year)) for year in ("2550", "2556")
    ]
    table = "ชื่อเรื่อง,ผู้แต่ง,ปีพิมพ์,ราคา\nครามในมือแม่,คำแปง,2560,120\n".encode()
    old = marc("page-2", "บันทึกครูดอยของเมืองลอง", *book[1:]).decode().encode("cp874")
    whole = [marc(f"half-{n}", f"หนังสือเก่าของหอสมุดริมน้ำ เล่มที่ {n}") for n in range(40)]
    for code in ("pages-one", "pages-two", "pages-three"):
        page.goto("/new-source/")
        page.get_by_label("ชื่อภาษาไทย").fill(f"ห้องสมุด {code}")
        page.get_by_label("รหัส", exact=True).fill(code)
        follow(page.get_by_role("button", name="เพิ่มแหล่งข้อมูล"))
    for code, name, content in (
        ("pages-one", "หนึ่ง.mrc", doubtful[0]), ("pages-one", "ตาราง.csv", table),
        ("pages-two", "สอง.mrc", doubtful[1] + old + b"junk\x1d"),
        ("pages-three", "ทั้งหมด.mrc", b"".join(whole)), ("pages-three", "ครึ่ง.mrc", whole[0]),
    ):
        page.goto(f"/imports/new/?source={code}")
        page.get_by_label("ไฟล์ระเบียน").set_input_files({"name": name, "buffer": content, **fixed})
        if name == "ครึ่ง.mrc":
            page.get_by_label("ไฟล์นี้คือทั้งหมด").check()
        follow(page.get_by_role("button", name="ส่งและเริ่มนำเข้า"))
        if not name.endswith(".csv"):
            imported(page)


def violations(page, rules=EVERY_RULE) -> list[str]:
    """axe over the whole page. The bar at the bottom covers nothing once the window is as tall as the page."""
    height = page.evaluate("document.documentElement.scrollHeight")
    size = page.viewport_size
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    page.evaluate(AXE.read_text())  # through the debugger: the page's own policy stays as it is
    found = page.evaluate(FAULTS, rules)
    page.set_viewport_size(size)
    return list(found)


@pytest.fixture(scope="module")
def filled(browser, house) -> None:
    """The house with more than a demo has."""
    context = browser.new_context(base_url=house.url, locale="th-TH")
    page = context.new_page()
    sign_in(page, "ผู้ดูแลระบบ")
    fill(page)
    context.close()


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "paths", [PUBLIC, STAFF, RECORDS, WORKS, MEMBERS, DESK, OWN, SURVEYS],
    ids=["public", "staff", "records", "works", "members", "desk", "own", "surveys"],
)
@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_every_page_is_accessible_and_fits(browser, house, known, scheme, width, paths):
    context = browser.new_context(viewport={"width": width, "height": 844}, base_url=house.url, color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    if paths is not PUBLIC:
        sign_in(page, "ผู้เรียน" if paths is OWN else "ผู้ดูแลระบบ")
    if paths in (MEMBERS, DESK):
        sit(page)
    languages = ("", "/en") if scheme == "light" else ("",)  # in the dark only looks differ
    rules = EVERY_RULE if scheme == "light" else OF_LOOKS
    faults = _visit(page, paths, known[paths in (PUBLIC, OWN)], languages, rules)
    context.close()
    assert faults == []
    assert [line for line in said if not any(missing in line for missing in ("nowhere", "100205"))] == []


def _visit(page, paths: list[str], known: dict[str, str], languages: tuple[str, ...], rules) -> list[str]:
    faults = []
    for path in paths:
        address = resolve(page, path, known)
        for language in languages:
            page.goto(language + address)
            faults += [f"{language}{path} {fault}" for fault in violations(page, OF_WORDS if language else rules)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults.append(f"{language}{path} is wider than the window")
            if page.locator("h1").count() != 1:
                faults.append(f"{language}{path} has {page.locator('h1').count()} headings of the first rank")
    return faults


def test_control_axe_finds_a_planted_fault(phone):
    phone.goto("/about/")
    phone.evaluate("Object.assign(document.querySelector('main p').style, {color: '#ccc', backgroundColor: '#fff'})")
    assert [fault.split(":")[0] for fault in violations(phone, OF_LOOKS)] == ["color-contrast"]
    phone.reload()
    phone.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=/static/favicon.svg>')")
    assert [fault.split(":")[0] for fault in violations(phone)] == ["image-alt"]


@pytest.mark.parametrize("path", ["/", "/search/?q=ย้อม", "/spaces/lib-56/"])
def test_a_first_visit_weighs_at_most_150_kb(browser, house, path):
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=house.url)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    inside: set[str] = set()  # faces stand in their sheet as data: addresses, and travelled with it
    weights: list[float] = []
    session.on("Network.requestWillBeSent", lambda event: inside.add(event["requestId"])
               if event["request"]["url"].startswith("data:") else None)
    session.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"])
               if event["requestId"] not in inside else None)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    context.close()
    assert len(weights) >= 5
    assert sum(weights) <= ADDRESS_LIMIT
