"""The one address of each page, its other language, and what search engines leave alone."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client

from rianru.catalogue.models import Record
from rianru.core.search import follow
from tests.catalogue.making import source, take
from tests.factories.marc import marc

pytestmark = pytest.mark.django_db
PUBLIC = "https://rianru.example.org"


@pytest.fixture(autouse=True)
def _as_found(settings, tmp_path):
    settings.INDEX_DIR, settings.MEDIA_ROOT, settings.PUBLIC_URL, settings.DEMO = tmp_path / "index", tmp_path, PUBLIC, False
    cache.clear()
    yield
    cache.clear()


def _head(path):
    html = Client().get(path).content.decode().split("</head>")[0]
    links = {
        (rel, lang): unescape(href).removeprefix(PUBLIC)
        for rel, lang, href in re.findall(r'<link rel="(canonical|alternate)"(?: hreflang="([^"]+)")? href="([^"]+)"', html)
    }
    return links, '<meta name="robots" content="noindex">' in html


def test_a_page_has_one_address_and_names_both_languages():
    for path in ("/about/", "/en/about/"):
        links, unlisted = _head(path)
        own = path
        assert (links, unlisted) == (
            {("canonical", ""): own, ("alternate", "th"): "/about/", ("alternate", "en"): "/en/about/", ("alternate", "x-default"): "/about/"},
            False,
        )


def test_what_does_not_change_the_page_does_not_change_its_address():
    take([marc("w1")], source())
    path = f"/works/{Record.objects.get().edition.work_id}/"
    assert _head(f"{path}?utm_source=line&q=x&fbclid=1")[0][("canonical", "")] == path


@pytest.mark.parametrize(
    ("query", "kept", "unlisted"),
    [
        ("q=a", "q=a", False), ("q=a&junk=1", "q=a", False),
        ("format=map&q=a&format=book", "q=a&format=book&format=map", True),
        ("format=book&format=map&q=a", "q=a&format=book&format=map", True),
        ("q=a&sort=newest", "q=a&sort=newest", True), ("q=a&offset=20", "q=a&offset=20", True),
    ],
)  # fmt: skip
def test_results_have_one_address_however_their_choices_are_ordered_and_narrowed_ones_are_not_listed(query, kept, unlisted):
    follow.rebuild()
    links, told = _head(f"/search/?{query}")
    assert (links[("canonical", "")], told) == (f"/search/?{kept}", unlisted)


def test_pages_that_are_only_a_way_to_another_are_not_listed():
    take([marc("w1")], source())
    path = f"/works/{Record.objects.get().edition.work_id}/"
    assert [_head(each)[1] for each in ("/near/", f"{path}cite/", path)] == [True, True, False]


def test_nothing_of_a_demo_is_listed(settings):
    settings.DEMO = True
    assert _head("/about/")[1] is True
