"""Orders with places, facets of several choices, what came after a moment, and all that is chosen without a word."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rianru.catalogue.models import Edition, Work
from rianru.core.search import ask, follow, schema
from rianru.core.search.choices import ALWAYS
from rianru.core.search.orders import ORDERS, Place
from rianru.kernel.thai import sort_key
from tests.core.searching import add

pytestmark = pytest.mark.django_db
TITLES = ["ผ้า ค", "ผ้า ก", "ผ้า ข", "ผ้าไหม", "เผ้าผ้า", "ผ้า 10", "ผ้า 2", "A ผ้า"]


def _years(**titles):
    """Works by title, each with a year or none."""
    ids = {title: add(title) for title in titles}
    for title, year in titles.items():
        Edition.objects.filter(work=ids[title]).update(year=year)
    follow.rebuild()
    return {id: title for title, id in ids.items()}


def _pages(query, sort, names, limit=2):
    """Every page by its place, until there is none further."""
    pages, after = [], ""
    for _ in range(20):
        found = ask.search(query, sort=sort, after=after, limit=limit)
        pages.append([names[hit.id] for hit in found.hits])
        assert found.total == len(names)
        after = found.then
        if not after:
            return pages
    raise AssertionError("the pages do not end")


def test_titles_come_in_the_order_of_the_dictionary_page_by_page():
    names = {add(title): title for title in TITLES}
    follow.rebuild()
    pages = _pages("ผ้า", "title", names)
    assert [title for page in pages for title in page] == sorted(TITLES, key=sort_key)
    assert [len(page) for page in pages] == [2, 2, 2, 2]


def test_titles_that_begin_alike_lose_nobody_between_pages():
    titles = [f"รายงานการประชุมวิชาการ ครั้งที่ {n}" for n in range(1, 12)]
    names = {add(title): title for title in titles}
    follow.rebuild()
    assert [title for page in _pages("รายงาน", "title", names, limit=3) for title in page] == titles


@pytest.mark.parametrize(("sort", "first", "last"), [("newest", "ผ้า ค", "ผ้า ง"), ("oldest", "ผ้า ก", "ผ้า ง")])
def test_by_year_those_of_no_year_come_last_and_one_year_is_parted_by_nothing(sort, first, last):
    names = _years(**{"ผ้า ก": 1990, "ผ้า ข": 2000, "ผ้า ค": 2010, "ผ้า ง": None, "ผ้า จ": 2000})
    shown = [title for page in _pages("ผ้า", sort, names) for title in page]
    assert (shown[0], shown[-1], sorted(shown)) == (first, last, sorted(names.values()))


def test_what_came_last_is_first_and_what_came_before_a_moment_can_be_left_out():
    now = timezone.now()
    names = {add(title): title for title in ("ผ้า ก", "ผ้า ข", "ผ้า ค")}
    for hours, title in enumerate(("ผ้า ข", "ผ้า ก", "ผ้า ค")):
        Work.objects.filter(title=title).update(created_at=now - timedelta(hours=hours))
    follow.rebuild()
    assert [title for page in _pages("ผ้า", "arrived", names) for title in page] == ["ผ้า ข", "ผ้า ก", "ผ้า ค"]
    late = ask.search("ผ้า", arrived_after=now - timedelta(minutes=90))
    assert {names[hit.id] for hit in late.hits} == {"ผ้า ข", "ผ้า ก"}
    assert ask.search("ผ้า", arrived_after=now + timedelta(days=1)).total == 0


@given(st.text(max_size=30) | st.integers().map(str))
def test_a_place_from_anywhere_is_one_of_ours_or_none(text):
    place = Place.of(text)
    assert place is None or (abs(place.key) <= ALWAYS and str(place).startswith(str(place.key)))


@pytest.mark.parametrize("after", ["", "x", "9" * 40, "-1", "0.9999999", "1.2.3", "๑"])
@pytest.mark.parametrize("sort", ["", *ORDERS])
def test_a_page_after_a_strange_place_is_a_page(sort, after):
    add("ผ้า")
    follow.rebuild()
    assert ask.search("ผ้า", sort=sort, after=after).total == 1


@given(st.text(max_size=40), st.text(max_size=40))
def test_heads_of_titles_are_ordered_as_the_titles_are(one, other):
    left, right = sort_key(one), sort_key(other)
    if left.encode() <= right.encode():
        assert schema.title_head(left) <= schema.title_head(right)


# Choices


def _formats():
    for title, form, language in (("ผ้า ก", "book", "tha"), ("ผ้า ข", "ebook", "tha"), ("ผ้า ค", "book", "eng")):
        Edition.objects.filter(work=add(title)).update(format=form, language=language)
    follow.rebuild()


def test_a_facet_that_is_chosen_from_still_counts_its_other_values():
    _formats()
    found = ask.search("ผ้า", chosen={"format": ["book"]}, facets=("format", "language"))
    assert found.total == 2
    assert found.facets == {"format": {"book": 2, "ebook": 1}, "language": {"eng": 1, "tha": 1}}


def test_several_values_of_one_facet_widen_and_two_facets_narrow():
    _formats()
    assert ask.search("ผ้า", chosen={"format": ["book", "ebook"]}).total == 3
    assert ask.search("ผ้า", chosen={"format": ["book", "ebook"], "language": ["eng"]}).total == 1


def test_without_a_word_all_that_is_chosen_is_found_and_nothing_where_nothing_is():
    _formats()
    assert ask.search("", chosen={"language": ["tha"]}).total == 2
    assert ask.search("  ", kind="work", sort="title").total == 3
    assert (ask.search("").total, ask.search("!!!", kind="work").total) == (0, 0)


def test_kinds_are_counted_whatever_kind_is_asked_for():
    _formats()
    assert ask.search("ผ้า", kind="space", facets=("kind",)).facets == {"kind": {"work": 3}}


# What lifts


def test_a_title_that_is_what_was_typed_comes_before_one_that_holds_it():
    longer, exact = add("ผ้าทอมือ ผ้าทอมือ ผ้าทอมือ"), add("ผ้าทอมือ: คู่มือ")
    follow.rebuild()
    assert [hit.id for hit in ask.search("ผ้าทอมือ").hits] == [exact, longer]


@given(st.booleans(), st.integers(0, 100_000))
def test_what_is_to_be_had_and_held_by_many_is_lifted_gently(available, copies):
    factor = schema.factor(available, copies)
    assert 1.0 <= factor <= 1.16 + 1e-9
    assert schema.factor_of(schema.lifted(available, copies)) == pytest.approx(factor)
    assert schema.factor(True, copies) >= factor >= schema.factor(available, 0)
