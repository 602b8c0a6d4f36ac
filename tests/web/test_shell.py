"""What surrounds every page: language by address, request ids, health, refusals, errors, links that tell the truth."""

import re
from html import unescape
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from rianru.kernel import words
from rianru.places.models import Network

pytestmark = pytest.mark.django_db
PAGES = ["/", "/search/", "/spaces/", "/about/", "/privacy/", "/accessibility/", "/accounts/login/"]


@pytest.fixture(autouse=True)
def _as_found(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    cache.clear()
    yield
    cache.clear()
    translation.activate("th")
    words.set_language("th")


def _html(response):
    return response.content.decode()


def _link(html, rel, lang=""):
    wanted = f' hreflang="{lang}"' if lang else ""
    found = re.search(rf'<link rel="{rel}"{wanted} href="([^"]+)"', html)
    return unescape(found[1]) if found else None


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("wish", ["en-GB,en;q=0.9", "th", "fr", ""])
def test_the_address_alone_decides_the_language(page, wish):
    for prefix, lang in (("", "th"), ("/en", "en")):
        response = Client(headers={"accept-language": wish}).get(prefix + page)
        assert (response.status_code, f'<html lang="{lang}"' in _html(response)) == (200, True)
        assert response.headers["Content-Language"] == lang


def test_the_language_of_one_request_does_not_reach_the_next():
    seen = [
        f'lang="{lang}"' in _html(Client().get(page))
        for page, lang in (("/en/", "en"), ("/", "th"), ("/en/about/", "en"), ("/nowhere/", "th"))
    ]
    assert seen == [True] * 4


@pytest.mark.parametrize("page", PAGES)
def test_each_page_has_a_title_and_one_main_heading_in_both_languages(page):
    titles = []
    for prefix in ("", "/en"):
        html = _html(Client().get(prefix + page))
        titles.append(re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1].strip())
        assert (len(re.findall(r"<h1[ >]", html)), len(re.findall(r"<main[ >]", html))) == (1, 1)
    assert titles[0] != titles[1]
    assert all(titles)


@pytest.mark.parametrize("page", ["/", "/about/", "/search/"])
def test_each_language_points_to_the_other_and_to_itself(page):
    thai, english = _html(Client().get(page)), _html(Client().get(f"/en{page}"))
    assert _link(thai, "canonical").endswith(page)
    assert _link(english, "canonical").endswith(f"/en{page}")
    assert _link(thai, "alternate", "en").endswith(f"/en{page}")
    assert _link(english, "alternate", "th").endswith(page)
    assert re.search(rf'<a class="lang" href="/en{page}"', thai)
    assert re.search(rf'<a class="lang" href="{page}"', english)


def test_the_other_language_keeps_the_question_and_escapes_it():
    html = _html(Client().get("/spaces/", {"q": '"><script>alert(1)</script>', "junk": "x"}))
    assert "<script>alert" not in html
    [canonical] = re.findall(r'<link rel="canonical" href="([^"]+)"', html)
    assert ("q=" in canonical, "junk" in canonical) == (True, False)


@pytest.mark.parametrize("given", ["01a1fca7-a2cd-753f-84f3-1ddbc535b5db", "01A1FCA7-A2CD-753F-84F3-1DDCE8C88485"])
def test_a_request_id_that_is_one_is_kept(given):
    assert Client().get("/about/", headers={"x-request-id": given}).headers["X-Request-Id"] == str(UUID(given))


@pytest.mark.parametrize("given", ["", "1", "<script>", "x" * 5000, "ก"])
def test_any_other_request_id_is_replaced(given):
    answered = Client().get("/about/", headers={"x-request-id": given}).headers["X-Request-Id"]
    assert (answered == given, str(UUID(answered))) == (False, answered)


@pytest.mark.parametrize("host", ["localhost", "someone.else", "10.0.0.7"])
def test_the_process_tells_that_it_lives_whatever_it_is_called(host):
    response = Client(headers={"host": host}).get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_a_name_that_is_not_ours_is_refused():
    response = Client(headers={"host": "someone.else"}, raise_request_exception=False).get("/about/")
    assert (response.status_code, "<html" in _html(response)) == (400, True)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_address_that_is_not_there_is_a_page_with_a_way_on(prefix):
    html = Client().get(f"{prefix}/nowhere/")
    assert html.status_code == 404
    assert 'href="/' in _html(html)


@pytest.mark.parametrize(
    "address", ["/%00", "/%ff%fe/", "/works/%2e%2e/", "/en/en/", "/" + "a" * 3000, "/search/%0d%0aSet-Cookie:x"]
)
def test_no_address_breaks_the_house(address):
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code in (301, 302, 400, 404)
    assert "x" not in response.cookies


def test_a_refusal_is_a_page_or_a_problem_as_it_is_asked_for():
    page = Client().get("/imports/")
    assert (page.status_code, "text/html" in page.headers["Content-Type"], "เข้าได้เฉพาะผู้ดูแล" in _html(page)) == (
        403,
        True,
        True,
    )
    assert 'href="/accounts/login/?next=/imports/"' in _html(page)
    problem = Client().get("/imports/", headers={"accept": "application/json"})
    assert (problem.status_code, problem.headers["Content-Type"]) == (403, "application/problem+json")
    said = problem.json()
    assert (said["code"], said["status"], said["title"] == said["th"]) == ("house.not_allowed", 403, True)
    english = Client().get("/en/imports/", headers={"accept": "application/json"}).json()
    assert english["title"] == english["en"] == said["en"]


def test_a_page_depends_on_who_asks_and_is_kept_by_nobody_else():
    response = Client().get("/about/")
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_the_one_in_the_cookie(theme):
    browser = Client()
    browser.cookies["theme"] = theme
    assert f'data-theme="{theme}"' in _html(browser.get("/about/"))


@pytest.mark.parametrize("theme", ["auto", "", '"><script>', "pink"])
def test_any_other_theme_is_that_of_the_device(theme):
    browser = Client()
    browser.cookies["theme"] = theme
    html = _html(browser.get("/about/"))
    assert "data-theme=" not in re.search(r"<html[^>]*>", html)[0]
    assert "<script>" not in html


def _networks(*codes):
    for code in codes:
        Network.objects.create(
            code=code, name_th=f"เครือข่าย {code}", name_en=f"Network {code}", host=f"{code}.localhost"
        )


def test_the_host_says_whose_house_it_is():
    _networks("north", "south")
    html = [_html(Client(headers={"host": f"{code}.localhost"}).get("/about/")) for code in ("north", "south")]
    assert [("เครือข่าย north" in page, "เครือข่าย south" in page) for page in html] == [(True, False), (False, True)]
    assert "เครือข่าย" not in re.search(r'<a class="brand".*?</a>', _html(Client().get("/about/")), re.DOTALL)[0]


def test_the_only_network_is_the_one_under_any_host():
    _networks("north")
    assert "Network north" in _html(Client().get("/en/about/"))


def test_the_menu_says_where_one_is():
    for page, label in (("/search/", "ค้นหา"), ("/spaces/", "ใกล้บ้าน")):
        current = re.findall(r'<a href="([^"]+)" aria-current="page">', _html(Client().get(page)))
        assert set(current) == {page}, label


def test_head_answers_as_get_does_without_a_body():
    for page in PAGES:
        response = Client().head(page)
        assert (response.status_code, response.content) == (200, b"")


def test_a_line_of_the_log_names_the_view_and_nothing_of_the_reader(caplog):
    caplog.set_level("INFO")
    Client(REMOTE_ADDR="203.0.113.9", headers={"user-agent": "Secret/1.0"}).get("/about/", {"token": "hush"})
    assert "'route': 'about'" in caplog.text
    assert [word for word in ("203.0.113.9", "Secret/1.0", "hush") if word in caplog.text] == []
