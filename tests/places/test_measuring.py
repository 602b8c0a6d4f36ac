"""Distances to the nearest space: measured again when something changed, and only then."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.core.models import Fact
from rianru.kernel.geography import Point, kilometres
from rianru.kernel.nearest import points
from rianru.kernel.refusals import NotAllowed
from rianru.places import actions
from rianru.places.actions import NewSpace
from rianru.places.models import Area, Measurement, Nearest
from rianru.places.queries.measuring import Measurable, measured
from tests import factories
from tests.factories import AT, HOUSE
from tests.places.north import north

BAN_TUN = "560106"


@pytest.fixture
def small(db):
    """Two provinces are enough."""
    north()


def measure(at=AT):
    return actions.measure_distances(actor=HOUSE, at=at)


def km_of(sort, area=BAN_TUN):
    return Nearest.objects.filter(sort=sort, area=area).values_list("km", flat=True).first()


@pytest.mark.usefixtures("small")
def test_every_subdistrict_is_measured_to_every_sort_that_there_is():
    factories.space(kind="district_library", area="5601")
    factories.space(kind="condominium_library", area="5601", members_only=True)
    factories.space(kind="online", area="5601")
    every = Area.objects.filter(code__regex="^[0-9]{6}$").count()
    assert measure() == 5 * every  # any, with vans or without, at weekends, and two kinds
    counted = {sort: Nearest.objects.filter(sort=sort).count() for sort in ("any", "district_library", "online", "weekend")}
    assert counted == {"any": every, "district_library": every, "online": 0, "weekend": every}
    assert Measurement.objects.get().spaces == 2
    assert Fact.objects.filter(verb="places.distances_measured").count() == 1


@pytest.mark.usefixtures("small")
def test_what_did_not_change_is_not_measured_again():
    factories.space()
    measure()
    assert measure(AT + timedelta(hours=1)) == 0
    kept = Measurement.objects.get()
    assert (kept.measured_at, kept.looked_at) == (AT, AT + timedelta(hours=1))
    assert Fact.objects.filter(verb="places.distances_measured").count() == 1


@pytest.mark.usefixtures("small")
def test_a_space_that_comes_and_closes_changes_only_whom_it_is_nearest_to():
    factories.space(area="5501")
    measure()
    far = km_of("any")
    near = factories.space(area=BAN_TUN)
    changed = measure(AT + timedelta(hours=1))
    assert 0 < changed < 3 * Area.objects.count()
    assert (km_of("any"), far > 20) == (0.0, True)
    actions.close_space(actor=HOUSE, at=AT, space_id=near, on=AT.date())
    assert measure(AT + timedelta(hours=2)) == changed
    assert km_of("any") == far


@pytest.mark.usefixtures("small")
def test_new_hours_and_a_ramp_are_seen():
    near = factories.space(area=BAN_TUN)
    measure()
    assert (km_of("weekend"), km_of("evening"), km_of("step_free")) == (0.0, None, None)
    actions.set_weekly_hours(actor=HOUSE, at=AT, space_id=near, hours=[(1, 540, 1140)])
    measure(AT + timedelta(hours=1))
    assert (km_of("weekend"), km_of("evening")) == (None, 0.0)


@pytest.mark.usefixtures("small")
def test_one_without_a_position_stands_in_the_middle_of_its_area():
    factories.space(area="5601")
    areas = Area.objects.in_bulk(["5601", BAN_TUN])
    measure()
    middle, home = (Point(float(areas[code].lat), float(areas[code].lon)) for code in ("5601", BAN_TUN))
    assert km_of("any") == pytest.approx(kilometres(middle, home), abs=1e-9)


@pytest.mark.usefixtures("small")
def test_only_the_installation_itself_measures():
    with pytest.raises(NotAllowed):
        actions.measure_distances(actor=factories.staff(), at=AT)


spots = st.lists(st.tuples(st.floats(5, 21), st.floats(97, 106), st.booleans(), st.booleans()), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(spots, spots)
def test_each_sort_is_measured_as_by_hand(homes, spaces):
    which = {"any": np.array([one[2] for one in spaces]), "step_free": np.array([one[3] for one in spaces])}
    made = Measurable(
        [str(n) for n in range(len(homes))], points([one[:2] for one in homes]), list(range(len(spaces))), len(spaces),
        points([one[:2] for one in spaces]), which, "",
    )
    whole = replace(made, sorts={"any": which["any"], "step_free": which["step_free"]})
    by_hand = {
        (str(n), sort): min(
            kilometres(Point(*home[:2]), Point(*space[:2])) for space, fits in zip(spaces, which[sort], strict=True) if fits)
        for n, home in enumerate(homes) for sort in which if which[sort].any()
    }
    found = {(code, sort): km for code, sort, _, _, km in measured(whole)}
    assert found.keys() == by_hand.keys()
    assert all(abs(found[key] - by_hand[key]) < 1e-9 for key in found)


@pytest.mark.usefixtures("small")
def test_control_a_position_on_the_map_counts_before_the_middle_of_its_area():
    network = factories.network()
    at_home = Area.objects.get(code=BAN_TUN)
    new = NewSpace(code="marked", kind="book_house", name_th="ก", name_en="A", area="5601", lat=Decimal(at_home.lat), lon=Decimal(at_home.lon))
    actions.add_spaces(actor=HOUSE, at=AT, network_id=network, spaces=[new])
    measure()
    assert km_of("book_house") == 0.0
