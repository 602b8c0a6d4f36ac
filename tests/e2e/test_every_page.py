"""Every page: no axe violation, no console error, nothing cut off sideways; and what a first visit weighs."""

import pytest

from tests.e2e.conftest import ROOT, sign_in, sit
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
PUBLIC = [
    "/", "/search/", "/search/?q=ย้อม", "/search/?q=กขฃคฅฆ", "/works/first/", "/works/first/cite/",
    "/near/", "/near/?province=56", "/spaces/", "/spaces/?province=56", "/spaces/?map=1&q=ต.บ้านตุ่น", "/spaces/lib-56/", "/spaces/lib-56/correct/", "/spaces/lib-56/new/",
    "/spaces/lib-56/loved/", "/areas/", "/areas/56/", "/areas/5601/?kind=subdistrict_centre", "/areas/570301/",
    "/areas/100205/", "/cities/phayao/", "/new/", "/loved/", "/shelves/", "/shelves/first/",
    "/authors/", "/authors/?q=สุนทร", "/authors/สุนทรภู่/", "/subjects/?from=ว", "/subjects/วรรณคดีไทย/",
    "/series/", "/series/ชุดครัวสี่ภาค/", "/about/", "/privacy/", "/accessibility/", "/parts/", "/developers/",
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/login/code/", "/demo/mail/", "/nowhere/",
    "/numbers/", "/numbers/?by=area", "/numbers/?measure=turnover&by=format", "/numbers/lib-56/2026-11/",
    "/suggest/?title=ไม่มี", "/activities/", "/activities/?kind=class", "/activities/?area=9601&when=today", "/activities/first/",
    "/activities/?view=week", "/activities/?view=month", "/activities/?view=map&area=56",
    "/activities/workshop/join/", "/activities/club/join/", "/activities/tour/draw/",
    "/programmes/", "/programmes/first/", "/stops/", "/stops/?province=56", "/stops/stop-560105/",
    "/programmes/", "/programmes/first/", "/challenges/", "/challenges/first/",
    "/credentials/", "/credentials/achievements/first/", "/credentials/issuers/first/", "/verify/",
    "/far/", "/far/56/?to=weekend&km=10", "/far/5601/?order=km", "/far/560106/",
    "/networks/", "/networks/reading-houses/", "/caretakers/", "/standards/living-library/", "/phases/", "/phases/phase-1/",
    "/phases/phase-1/first/", "/goals/",
]
STAFF = [
    "/account/", "/account/profile/", "/account/sessions/", "/account/providers/", "/people/", "/people/grant/",
    "/spaces/lib-56/edit/", "/spaces/lib-56/photos/", "/desk/corrections/", "/desk/corrections/?done=1",
    "/desk/corrections/first/", "/accounts/email/", "/accounts/2fa/", "/accounts/2fa/webauthn/",
    "/spaces/lib-56/edit/", "/desk/spaces/", "/desk/spaces/new/", "/accounts/email/", "/accounts/2fa/", "/accounts/2fa/webauthn/",
    "/desk/corrections/first/", "/desk/spaces/", "/desk/spaces/new/",
    "/accounts/email/", "/accounts/2fa/", "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/", "/accounts/reauthenticate/code/", "/accounts/logout/",
    "/my/lists/", "/my/lists/first/", "/my/searches/", "/my/following/", "/new-shelf/", "/shelves/first/edit/",
    "/my/lists/", "/my/lists/first/", "/my/searches/", "/new-shelf/", "/shelves/first/edit/",
    "/planner/", "/planner/?area=56&to=weekend", "/planner/?area=th&n=5", "/planner/plans/first/",
]
RECORDS = [
    "/sources/", "/sources/first/", "/new-source/", "/imports/", "/imports/new/", "/imports/first/",
    "/imports/first/undo/", "/imports/first/missing/", "/imports/half/missing/", "/imports/table/columns/",
    "/records/first/", "/doubts/", "/doubts/first/",
]
WORKS = [
    "/works/first/", "/works/first/records/", "/works/first/join/", "/works/first/compare/", "/items/",
    "/items/?q=กขฃคฅฆ", "/items/first/", "/items/first/withdraw/", "/editions/first/items/new/",
    "/editions/first/cover/",
]
DESK = [
    "/staff/", "/desk/today/", "/desk/today/all/", "/desk/", "/desk/?member=10000000016", "/desk/?mode=in", "/desk/lists/pull/", "/desk/lists/overdue/", "/desk/lists/send/",
    "/desk/lists/arriving/", "/desk/lists/ready/", "/desk/lists/off-shelf/", "/desk/lists/shelve/", "/desk/bags/",
    "/desk/receipts/first/", "/desk/receipts/first/?paper=a4", "/rules/first/",
    "/rules/", "/rules/?category=adult&item_type=book&language=tha&space=lib-56", "/rules/new/", "/works/first/hold/",
    "/desk/branch/", "/desk/stocktakes/", "/desk/stocktakes/first/", "/desk/stocktakes/first/missing/",
    "/desk/stocktakes/first/misplaced/", "/desk/stocktakes/first/close/", "/desk/weeding/?why=worn", "/desk/weeding/",
    "/desk/balancing/", "/desk/buying/", "/desk/visitors/", "/desk/routes/",
    "/desk/activities/", "/desk/activities/new/", "/desk/activities/first/", "/desk/activities/first/edit/",
    "/desk/activities/first/sessions/", "/desk/rooms/", "/desk/rooms/first/", "/desk/programmes/", "/desk/programmes/new/",
    "/desk/programmes/first/", "/desk/programmes/first/credentials/", "/desk/activities/first/credentials/",
    "/desk/activities/first/people/", "/desk/activities/first/sharing/", "/desk/sessions/first/",
    "/desk/sessions/first/heads/", "/desk/sessions/first/code/",
    "/desk/challenges/", "/desk/challenges/new/", "/desk/challenges/first/", "/desk/stamps/", "/desk/rewards/", "/desk/rewards/?card=10000000016",
    "/desk/credentials/", "/desk/credentials/?standing=revoked", "/desk/credentials/first/", "/desk/credentials/issue/",
    "/desk/credentials/definitions/", "/desk/credentials/definitions/new/", "/desk/credentials/definitions/first/",
    "/desk/van/?choose=1", "/desk/van/?van=mobile-56", "/desk/vans/", "/desk/vans/mobile-56/", "/desk/vans/mobile-56/timetable/",
    "/desk/vans/timetables/first/", "/desk/vans/visits/first/", "/desk/vans/stops/", "/desk/vans/stops/new/",
    "/desk/vans/stops/stop-560105/", "/desk/vans/read/",
    "/desk/standards/", "/desk/standards/first/", "/desk/visits/", "/desk/visits/first/", "/desk/networks/",
    "/desk/networks/reading-houses/", "/desk/networks/reading-houses/first/", "/desk/phases/", "/desk/phases/first/", "/desk/phases/first/targets/",
    "/desk/targets/", "/desk/targets/reading-houses/",
    "/networks/reading-houses/join/",
]
MEMBERS = [
    "/desk/where/?next=/members/", "/members/", "/members/?q=ตัวอย่าง", "/members/?q=กขฃคฅฆ", "/new-member/", "/members/first/",
    "/members/first/edit/", "/members/first/household/", "/members/first/money/", "/members/first/erase/", "/members/terms/",
    "/money/day/", "/receipts/first/", "/me/join/", "/me/household/", "/me/money/",
]
OWN = [  # a member's own
    "/me/shelf/", "/me/card/", "/me/money/", "/me/household/", "/me/join/", "/works/first/hold/", "/works/first/", "/account/",
    "/suggest/", "/me/learning/", "/me/learning/first/", "/me/teaching/", "/attend/", "/activities/workshop/join/", "/me/calendar/", "/programmes/first/", "/me/passport/", "/challenges/first/", "/challenges/first/join/", "/me/challenges/first/", "/attend/?code=100010000000", "/me/credentials/", "/me/credentials/first/", "/me/credentials/statement/",
]
SURVEYS = [  # answering, entering, and what came out
    "/s/", "/s/first/", "/s/first/thanks/", "/surveys/first/enter/", "/surveys/first/results/", "/surveys/first/results/?whole=1",
    "/surveys/first/results/cross/", "/surveys/first/results/trends/", "/surveys/first/weights/",
]
ADDRESS_LIMIT = 150_000  # bytes of a first visit, compressed, with fonts


WAYS = {  # what `first` stands for: the first link of a page that begins so
    "/works/first/": ("/search/?q=พระอภัยมณี", "/works/"), "/imports/first/": ("/imports/", "/imports/"),
    "/sources/first/": ("/sources/", "/sources/"), "/doubts/first/": ("/doubts/", "/doubts/"),
    "/items/first/": ("/items/", "/items/"), "/records/first/": ("/works/first/records/", "/records/"),
    "/members/first/": ("/members/?q=ตัวอย่าง", "/members/"), "/receipts/first/": ("/members/first/money/", "/receipts/"),
    "/shelves/first/": ("/shelves/", "/shelves/"), "/my/lists/first/": ("/my/lists/", "/my/lists/"),
    "/editions/first/items/new/": ("/works/first/records/", "/editions/"),
    "/editions/first/cover/": ("/works/first/records/", "/editions/"),
    "/desk/stocktakes/first/": ("/desk/stocktakes/", "/desk/stocktakes/"), "/rules/first/": ("/rules/", "/rules/"),
    "/desk/receipts/first/": ("/desk/?member=10000000016", "/desk/receipts/"),
    "/activities/first/": ("/activities/", "/activities/"), "/programmes/first/": ("/programmes/", "/programmes/"),
    **{f"/activities/{kind}/": (f"/activities/?kind={kind}", "/activities/") for kind in ("workshop", "club", "tour")},
    "/desk/sessions/first/": ("/desk/activities/first/", "/desk/sessions/"),
    "/me/learning/first/": ("/me/learning/", "/me/learning/"),
    "/desk/corrections/first/": ("/desk/corrections/", "/desk/corrections/0"),
    "/desk/activities/first/": ("/desk/activities/", "/desk/activities/"),
    "/desk/rooms/first/": ("/desk/rooms/", "/desk/rooms/"),
    "/desk/programmes/first/": ("/desk/programmes/", "/desk/programmes/"),
    "/challenges/first/": ("/challenges/", "/challenges/"), "/me/challenges/first/": ("/challenges/", "/me/challenges/"),
    "/desk/challenges/first/": ("/desk/challenges/", "/desk/challenges/"),
    "/surveys/first/": ("/surveys/?q=แบบไหน", "/surveys/"),
    "/credentials/achievements/first/": ("/credentials/", "/credentials/achievements/"),
    "/credentials/issuers/first/": ("/credentials/achievements/first/", "/credentials/issuers/"),
    "/desk/credentials/first/": ("/desk/credentials/", "/desk/credentials/0"),
    "/desk/credentials/definitions/first/": ("/desk/credentials/definitions/", "/desk/credentials/definitions/0"),
    "/me/credentials/first/": ("/me/credentials/", "/me/credentials/0"),
    "/desk/vans/timetables/first/": ("/desk/vans/mobile-56/", "/desk/vans/timetables/"),
    "/desk/vans/visits/first/": ("/desk/vans/mobile-56/", "/desk/vans/visits/"),
    "/planner/plans/first/": ("/planner/", "/planner/plans/"),
    "/phases/phase-1/first/": ("/phases/phase-1/", "/phases/phase-1/"),
    "/desk/standards/first/": ("/desk/visits/", "/desk/standards/0"),
    "/desk/visits/first/": ("/desk/standards/first/", "/desk/visits/0"),
    "/desk/networks/reading-houses/first/": ("/desk/networks/reading-houses/", "/desk/networks/reading-houses/"),
    "/desk/phases/first/": ("/desk/phases/", "/desk/phases/0"),
    "/works/first/compare/": ("/works/first/join/?q=พระอภัยมณี", "/works/"),
}


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
        page.get_by_role("button", name="เพิ่มแหล่งข้อมูล").click()
        page.wait_for_load_state()
    for code, name, content in (
        ("pages-one", "หนึ่ง.mrc", doubtful[0]), ("pages-one", "ตาราง.csv", table),
        ("pages-two", "สอง.mrc", doubtful[1] + old + b"junk\x1d"),
        ("pages-three", "ทั้งหมด.mrc", b"".join(whole)), ("pages-three", "ครึ่ง.mrc", whole[0]),
    ):
        page.goto(f"/imports/new/?source={code}")
        page.get_by_label("ไฟล์ระเบียน").set_input_files({"name": name, "buffer": content, **fixed})
        if name == "ครึ่ง.mrc":
            page.get_by_label("ไฟล์นี้คือทั้งหมด").check()
        page.get_by_role("button", name="ส่งและเริ่มนำเข้า").click()
        page.wait_for_load_state()
        if not name.endswith(".csv"):
            page.get_by_text("เสร็จแล้ว").first.wait_for(timeout=60_000)


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
