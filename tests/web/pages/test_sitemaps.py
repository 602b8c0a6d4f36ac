"""What search engines are told: every page once, at its lasting address, in bounded memory; and where not to go."""

import re
from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rianru.catalogue.models import Edition, Record, Work
from rianru.kernel.ids import new_ids
from rianru.web.pages import sitemaps
from tests.catalogue.making import library, source, take
from tests.factories.marc import marc

pytestmark = pytest.mark.django_db
PUBLIC = "https://rianru.example.org"


@pytest.fixture(autouse=True)
def _public(settings, tmp_path):
    settings.PUBLIC_URL, settings.DEMO, settings.MEDIA_ROOT = PUBLIC, False, tmp_path
    cache.clear()
    yield
    cache.clear()


def _body(response):
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


def _told(path):
    """Each address with its lastmod."""
    root = ElementTree.fromstring(_body(Client().get(path)))
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    return {one.findtext(f"{name}loc"): one.findtext(f"{name}lastmod") for one in root}


def _works(count):
    ids = new_ids(count)
    Work.objects.bulk_create(Work(id=id, title="ผ้า & <ทอ>", title_sort="a", created_at=datetime(2026, 1, 1, tzinfo=UTC)) for id in ids)
    Edition.objects.bulk_create(Edition(work_id=id, title="ผ้า") for id in ids)
    return ids


def test_the_index_names_a_part_for_pages_and_for_each_kind_that_has_any():
    library("phayao")
    take([marc("w1")], source())
    assert set(_told("/sitemap.xml")) >= {f"{PUBLIC}/sitemaps/{kind}/first.xml" for kind in ("pages", "space", "work")}


def test_every_part_that_the_index_names_is_there_and_names_pages_that_are_there():
    library("phayao")
    take([marc("w1")], source())
    for part in _told("/sitemap.xml"):
        for address in _told(part.removeprefix(PUBLIC)):
            assert Client().get(address.removeprefix(PUBLIC)).status_code == 200, address


def test_a_work_stands_there_in_thai_with_the_day_its_records_were_taken():
    take([marc("w1")], source())
    record = Record.objects.get()
    assert _told("/sitemaps/work/first.xml") == {
        f"{PUBLIC}/works/{record.edition.work_id}/": f"{record.taken_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    }


def test_what_is_not_known_to_have_changed_gives_no_day():
    [id] = _works(1)
    assert _told("/sitemaps/work/first.xml") == {f"{PUBLIC}/works/{id}/": None}


def test_parts_together_hold_every_work_once(monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 4)
    monkeypatch.setattr(sitemaps, "BATCH", 3)
    ids = _works(10)
    parts = [part for part in _told("/sitemap.xml") if "/work/" in part]
    found = [address for part in parts for address in _told(part.removeprefix(PUBLIC))]
    assert (len(parts), found) == (3, [f"{PUBLIC}/works/{id}/" for id in sorted(ids)])


def test_the_index_is_made_once_an_hour():
    _works(2)
    Client().get("/sitemap.xml")
    with CaptureQueriesContext(connection) as seen:
        Client().get("/sitemap.xml")
    assert len(seen) == 0


def test_a_part_is_read_in_batches_and_holds_no_more_than_one(monkeypatch):
    """Bounded: three queries a batch, and nothing is read ahead of what is written."""
    monkeypatch.setattr(sitemaps, "BATCH", 5)
    _works(20)
    read = []
    kind = sitemaps.kinds.get("work")
    monkeypatch.setattr(sitemaps.kinds, "all_kinds", lambda: {"work": _watched(kind, read)})
    lines = iter(Client().get("/sitemaps/work/first.xml").streaming_content)
    next(lines)
    for _ in range(5):
        next(lines)
    assert read == [5]
    with CaptureQueriesContext(connection) as seen:
        list(lines)
    assert (sum(read), len(seen)) == (20, 3 * 3 + 1)


def _watched(kind, read):
    from dataclasses import replace

    def pages(after, limit):
        ids = kind.pages(after, limit)
        read.extend([len(ids)] if ids else [])
        return ids

    return replace(kind, pages=pages)


@pytest.mark.parametrize("path", ["/sitemaps/work/!.xml", "/sitemaps/nothing/first.xml", "/sitemaps/work/x.xml", "/sitemaps/work/..%2F.xml", f"/sitemaps/work/{'z' * 26}.xml"])
def test_a_part_that_cannot_be_is_not_found(path):
    assert Client().get(path).status_code == 404


def test_a_part_behind_the_last_key_is_empty():
    assert _told(f"/sitemaps/work/{sitemaps.short(UUID(int=2**128 - 1))}.xml") == {}


def test_sitemaps_may_be_kept_by_whoever_passes_them_on():
    for path in ("/sitemap.xml", "/sitemaps/work/first.xml", "/robots.txt"):
        response = Client().get(path)
        assert response["Cache-Control"] == "public, max-age=3600"
        assert "Set-Cookie" not in response.headers


def test_robots_are_led_to_the_sitemap_and_away_from_forms_and_narrowed_results():
    said = _body(Client().get("/robots.txt"))
    assert f"Sitemap: {PUBLIC}/sitemap.xml" in said
    closed = [re.escape(line.removeprefix("Disallow: ")).replace(r"\*", ".*") for line in said.splitlines() if line.startswith("Disallow")]
    for path, open_ in (
        ("/", True), ("/works/1/", True), ("/en/works/1/", True), ("/search/?q=ผ้า", True), ("/spaces/lib-56/", True),
        ("/search/?q=a&format=book", False), ("/en/search/?q=a&sort=newest", False), ("/search/?q=a&offset=20", False),
        ("/accounts/login/", False), ("/works/1/cite/ris/", False), ("/near/?next=/", False), ("/api/v1/works", False),
    ):  # fmt: skip
        assert any(re.match(each, path) for each in closed) is not open_, path


def test_a_demo_asks_to_be_left_alone(settings):
    settings.DEMO = True
    assert _body(Client().get("/robots.txt")) == "User-agent: *\nDisallow: /\n"
