"""TRUST rows *untrusted content* and *untrusted links* for the page of a work: what records say is text in every place
where it is shown, and links lead only where a browser runs nothing. The control shows that the looking finds a fault.
"""

import json
import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils.safestring import mark_safe

from rianru.catalogue.actions.headings import catch_up
from rianru.catalogue.models import Record
from tests.catalogue.making import library, source, take, work_of
from tests.factories.marc import copy, field, marc

pytestmark = [pytest.mark.trust, pytest.mark.django_db]
PAYLOADS = [
    "</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'><svg onload=alert(1)>", "<iframe srcdoc='x'>",
    "{{ 7*7 }}{% debug %}", "<!--<script>", "]]><script>alert(1)</script>", "</title><script>alert(1)</script>",
    "<a href=javascript:alert(1)>x</a>", "\u2028</script><script>alert(1)//", "<style>@import'//x'</style>",
    "<meta http-equiv=refresh content=0;url=//x>", "<base href=//x>", "<form action=//x><button>", "</cite><script>alert(1)</script>",
]  # fmt: skip
LINKS = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "vbscript:x", "file:///etc/passwd", "//evil.example/x", "ftp://evil.example", "blob:x", 'https://ok.example/"onmouseover="alert(1)',
]  # fmt: skip
OURS = {"/static/js/sharing.js"}


class Look(HTMLParser):
    """What a browser would run, load or follow on a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.data: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        self.found += [f"{tag} {name}" for name in said if name.startswith("on") or name in ("srcdoc", "style", "formaction")]
        if tag in ("iframe", "object", "embed", "base", "style") or (tag == "meta" and said.get("http-equiv")):
            self.found.append(tag)
        if tag == "script" and said.get("type") != "application/ld+json" and not said.get("src", "").endswith((".js",)):
            self.found.append("script")
        if tag == "script" and said.get("src") and not said["src"].startswith("/static/"):
            self.found.append(f"script {said['src']}")
        for name in ("href", "src", "action"):
            if name in said and not re.match(r"(?:https?://|/(?!/)|#|\?|tel:|mailto:|data:image/)", said[name]) and said[name]:
                self.found.append(f"{tag} {name}={said[name]}")
        self._inside = "data" if said.get("type") == "application/ld+json" else ""

    def handle_data(self, data):
        if self._inside:
            self.data.append(data)

    def handle_endtag(self, tag):
        self._inside = ""


def looked(html: str) -> list[str]:
    """What is amiss on a page."""
    look = Look()
    look.feed(html)
    return [*look.found, *(f"json-ld {said[:40]}" for said in look.data if not _is_json(said))]


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _hostile(text: str) -> str:
    """A work each of whose fields is hostile, held by a library, and one beside it that shares them."""
    library("nan")
    fields = [
        field("100", "a", text, "e", text), field("240", "a", text), field("264", "a", text, "b", text, "c", text, ind=" 1"),
        field("650", "a", text), field("655", "a", text), field("520", "a", text), field("250", "a", text), field("490", "a", text, "v", text),
        field("300", "a", text), field("082", "a", text), field("505", "a", f"{text} -- {text}"), field("500", "a", text), field("246", "a", text),
        field("856", "u", "https://ok.example/", "y", text, ind="40"), field("856", "u", text, "y", text, ind="40"), field("041", "a", text),
    ]  # fmt: skip
    take([marc("w1", f"ผ้า {text}", *fields, copy("nan", text, call_number=text)), marc("w2", "อีกเรื่อง", *fields[:1], *fields[3:4])], source())
    catch_up()
    return f"/works/{work_of('w1')}/"


@pytest.mark.parametrize("text", PAYLOADS)
def test_nothing_that_a_record_says_runs_on_the_page_of_its_work_or_where_it_is_cited(text):
    path = _hostile(text)
    for page in (path, f"/en{path}", f"{path}cite/"):
        response = Client().get(page)
        assert (response.status_code, looked(response.content.decode())) == (200, []), page


@pytest.mark.parametrize("link", LINKS)
def test_a_link_of_a_record_leads_only_to_the_web_and_tells_nothing_of_who_follows_it(link):
    take([marc("w1", "ผ้า", field("856", "u", link, "y", "อ่าน", ind="40"), field("338", "a", "online resource"))], source())
    html = Client().get(f"/works/{Record.objects.get().edition.work_id}/").content.decode()
    assert looked(html) == []
    for tag in re.findall(r"<a [^>]*ok\.example[^>]*>", html):
        assert 'rel="noopener noreferrer nofollow"' in tag


def test_files_to_take_away_are_never_shown_as_pages():
    path = _hostile(PAYLOADS[0])
    for form in ("bibtex", "ris", "marc", "marcxml"):
        response = Client().get(f"{path}cite/{form}/")
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert not response["Content-Type"].startswith(("text/html", "image/svg", "text/xml", "application/xhtml"))


@pytest.mark.parametrize("text", [PAYLOADS[0], PAYLOADS[1], PAYLOADS[3]])
def test_control_a_page_that_does_not_escape_is_caught(text, monkeypatch):
    monkeypatch.setattr("rianru.web.templatetags.rianru.joined", lambda parts: mark_safe("".join(parts)))
    found = looked(Client().get(_hostile(text)).content.decode())
    assert found != []


def test_control_structured_data_that_can_be_closed_is_caught(monkeypatch):
    monkeypatch.setattr("rianru.web.templatetags.rianru.json.dumps", lambda data, **_: _Unescaped(json.JSONEncoder(ensure_ascii=False, default=str).encode(data)))
    assert looked(Client().get(_hostile(PAYLOADS[0])).content.decode()) != []


class _Unescaped(str):
    """Text whose signs cannot be replaced, as if nobody had thought of it."""

    __slots__ = ()

    def replace(self, *_):
        return self


def test_control_a_link_that_a_browser_would_run_is_caught(monkeypatch):
    monkeypatch.setattr("rianru.web.catalogue.present.WEB", ("http", "javascript"))
    take([marc("w1", "ผ้า", field("856", "u", LINKS[0], "y", "อ่าน", ind="40"))], source())
    assert looked(Client().get(f"/works/{Record.objects.get().edition.work_id}/").content.decode()) == ["a href=javascript:alert(1)"]
