"""Spaces by how far they are from a point: in the order of the page "near me", by key, and bad points by name."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.core.actors import ANONYMOUS
from rianru.kernel.geography import Point, kilometres
from rianru.places import queries
from rianru.places.models import Space
from tests.api.conftest import LONG_AGO
from tests.api.test_paging import walk
from tests.people import making

pytestmark = pytest.mark.django_db
HERE = "19.17,99.90"


@pytest.fixture
def around():
    """Nine spaces, each further north than the one before, two of them at one point; one nobody marked, one on line and
    a van.
    """
    for number in range(9):
        made = making.space(f"s{number}", within=making.network("north"))
        Space.objects.filter(id=made.id).update(lat=f"{19.17 + max(number - 1, 0) / 50:.5f}", lon="99.90000")
    for code, kind in (("lost", "temple"), ("line", "online"), ("van", "mobile_library")):
        made = making.space(code, within=making.network("north"))
        where = {} if code == "lost" else {"lat": "19.17000", "lon": "99.90000"}
        Space.objects.filter(id=made.id).update(kind=kind, **where)


def shown(answer):
    """Codes, and how far."""
    return [(one["code"], one["distance_km"]) for one in answer.json()["results"]]


def test_the_nearest_come_first_each_with_how_far_it_is_and_without_a_point_none_has(get, around):
    found = get("spaces", near=HERE, limit=4)
    far = [round(kilometres(Point(19.17, 99.9), Point(19.17 + n / 50, 99.9)), 1) for n in range(9)]
    assert {code for code, _ in shown(found)[:2]} == {"s0", "s1"}
    assert [km for _, km in shown(found)] == [0.0, 0.0, far[1], far[2]]
    assert (found.json()["total"], {km for _, km in shown(get("spaces"))}) == (9, {None})
    assert shown(get("spaces", near=HERE, kind="mobile_library")) == [("van", 0.0)]
    assert get("spaces", near=HERE, area="57").json()["total"] == 0


def test_walking_gives_each_once_in_the_order_of_the_page_near_me(get, around):
    page = queries.find_spaces(actor=ANONYMOUS, at=LONG_AGO, wanted=queries.Wanted(), near=Point(19.17, 99.9))
    same = [str(row.space.id) for row in page.rows]
    assert walk(get, "spaces", near=HERE, limit=1) == walk(get, "spaces", near=HERE, limit=4) == same
    assert len(same) == 9


def test_a_position_that_is_only_our_best_knowledge_says_so_beside_how_far_it_is(get, around):
    Space.objects.filter(code="s2").update(approximate=True)
    found = {one["code"]: (one["approximate"], one["distance_km"]) for one in get("spaces", near=HERE).json()["results"]}
    assert (found["s2"], found["s3"]) == ((True, 2.2), (False, 4.4))


@pytest.mark.parametrize("typed", [
    "19.17", "19.17,99.9,1", "พะเยา", "19.17;99.90", "nan,99", "inf,inf", "1e1,99", "48.85,2.35", "99.90,19.17", "-19,99",
    "19.17,", ",", "\x00,1", "9" * 40 + ",99",
])
def test_a_point_that_is_none_or_lies_elsewhere_is_refused_by_name_in_both_languages(get, around, typed):
    said = get("spaces", near=typed, accept="en")
    body = said.json()
    assert (said.status_code, body["code"]) == (422, "api.point_unclear")
    assert body["th"].startswith("อ่านจุด")
    assert body["en"].startswith("We could not read the point")
    assert all("19.17,99.90" in body[language] for language in ("th", "en"))


def test_a_point_that_is_longer_than_any_is_refused_as_every_long_parameter(get, around):
    assert get("spaces", near="1" * 61).json()["code"] == "api.not_understood"


def test_thai_digits_and_blanks_are_read(get, around):
    assert shown(get("spaces", near="๑๙.๑๗, ๙๙.๙๐")) == shown(get("spaces", near=HERE))


def test_a_cursor_of_one_point_is_refused_with_another_and_without(get, around):
    link = get("spaces", near=HERE, limit=2).headers["Link"]
    cursor = parse_qs(urlsplit(link[1:].partition(">")[0]).query)["cursor"][0]
    for given in ({"near": "19.18,99.90"}, {}):
        assert get("spaces", cursor=cursor, **given).json()["code"] == "api.cursor_of_another"


def test_more_spaces_take_no_more_statements(get, around):
    get("spaces", near=HERE, limit=1)
    counts = []
    for limit in (1, 5):
        with CaptureQueriesContext(connection) as made:
            get("spaces", near=HERE, limit=limit)
        counts.append(len(made))
    assert counts[0] == counts[1]
