"""Where a visitor is: areas alone, and how far spaces are from the middle of one."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.kernel.geography import Point
from rianru.places import queries
from rianru.places.models import Space
from tests.factories import places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def test_a_district_and_a_sub_district_have_a_middle_and_a_name():
    places.areas()
    district = queries.whereabouts("5601")
    assert district is not None
    assert (district.name.in_("th"), district.middle.in_thailand) == ("เมืองพะเยา พะเยา", True)
    assert queries.whereabouts("560101") is not None


@pytest.mark.parametrize("code", ["", "56", "9999", "999999", "56 1", "๕๖๐๑", "5601'--", "x" * 5000, "56010101"])
def test_any_other_text_is_nowhere(code):
    places.areas()
    assert queries.whereabouts(code) is None


def test_a_point_lies_in_the_sub_district_whose_middle_is_nearest():
    places.areas()
    middle = queries.whereabouts("560101")
    assert middle is not None
    assert queries.area_at(middle.middle) == "560101"
    assert queries.area_at(Point(middle.middle.lat + 0.001, middle.middle.lon)) == "560101"


@pytest.mark.parametrize("point", [Point(0, 0), Point(48.8, 2.3), Point(float("nan"), 100.0), Point(90.0, 180.0)])
def test_a_point_outside_of_thailand_lies_nowhere(point):
    places.areas()
    assert queries.area_at(point) == ""


def test_a_space_is_as_far_as_its_mark_or_as_the_middle_of_its_area():
    marked, unmarked = places.space(area="5601"), places.space(area="5601")
    start = queries.whereabouts("5601")
    assert start is not None
    Space.objects.filter(id=marked).update(lat=Decimal(str(start.middle.lat + 0.1)), lon=Decimal(str(start.middle.lon)))
    far = queries.distances(start.middle, [marked, unmarked])
    assert (round(far[marked]), far[unmarked]) == (11, 0)


def test_distances_of_one_and_of_three_spaces_take_the_same_queries():
    made = [places.space(area=area) for area in ("5601", "5602", "5701")]
    counts = []
    for some in (made[:1], made):
        with CaptureQueriesContext(connection) as seen:
            queries.distances(Point(19.0, 99.9), some)
        counts.append(len(seen))
    assert counts == [2, 2]
