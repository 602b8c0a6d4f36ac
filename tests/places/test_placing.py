"""A space is where it is said to be, in an area that is in force, and there once."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.places import actions, queries
from rianru.places.actions import NewSpace
from rianru.places.models import Area, Space
from tests.factories import AT, HOUSE, areas, network

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
PHAYAO = (Decimal("19.16610"), Decimal("99.90190"))  # by the lake, in the sub-district Wiang


def add(*spaces):
    areas()
    known, there = queries.networks(), Space.objects.count()
    return actions.add_spaces(
        actor=HOUSE, at=AT, network_id=known[0].id if known else network(), spaces=[
            NewSpace(**({"code": f"s-{there}-{n}", "kind": "book_house", "name_th": "บ้านหนังสือริมกว๊าน",
                         "name_en": "Lake book house", "area": "560101"} | given))
            for n, given in enumerate(spaces)
        ],
    )


def at(lat, lon, **given):
    return {"lat": Decimal(lat), "lon": Decimal(lon), **given}


def test_a_point_knows_the_smallest_area_it_lies_in():
    assert queries.lies_in([(19.1661, 99.9019), (13.7515, 100.4922), (10.5, 100.9), (17.97, 102.5)]) == [
        "560101", "100101", "", ""]


def test_the_middle_of_every_area_that_has_a_border_lies_within_its_leeway():
    areas()
    rows = Area.objects.filter(lat__isnull=False).values_list("code", "lat", "lon")
    found = queries.verdicts([(code, float(lat), float(lon)) for code, lat, lon in rows])
    strange = [row[0] for row, one in zip(rows, found, strict=True) if one.found != "fits"]
    assert strange == ["530407"]  # its office stands in the next district: told, and not refused


@pytest.mark.parametrize(("island", "code"), [
    ((7.7407, 98.7784), "810102"), ((8.65, 97.647), "820604"), ((6.53, 99.28), "910106"), ((9.42, 97.87), "820603"),
])
def test_islands_are_land(island, code):
    assert queries.verdicts([(code, *island)])[0].found in ("fits", "beside")


def test_a_point_just_over_the_border_is_still_at_home_and_one_farther_is_not():
    """Negative control: the same point is refused as soon as it is farther than the leeway."""
    edge = next(
        lat for lat in (19.0 + n / 1000 for n in range(2000)) if queries.lies_in([(lat, 99.9)])[0][:2] != "56"
    )
    assert queries.verdicts([("56", edge + 0.004, 99.9)])[0].found == "fits"
    assert queries.verdicts([("56", edge + 0.05, 99.9)])[0].found == "elsewhere"


@pytest.mark.parametrize(("given", "refusal", "says"), [
    (at("100.5", "13.7"), actions.PositionSwapped, "13.7"),
    (at("10.5", "100.9"), actions.PositionOutside, "ทะเล"),
    (at("48.85", "2.35"), actions.PositionOutside, "นอกประเทศ"),
    (at("13.7515", "100.4922"), actions.PositionElsewhere, "กรุงเทพมหานคร"),
    ({"area": "999999"}, actions.AreaUnknown, "999999"),
    ({"area": "560103"}, actions.AreaAbolished, "560103"),
])
def test_a_space_that_cannot_be_there_is_refused_by_name(given, refusal, says, traces):
    areas()
    network()
    before = traces()
    with pytest.raises(refusal) as refused:
        add(given)
    assert says in refused.value.text("th")
    assert (Space.objects.count(), traces()) == (0, before)


def test_an_abolished_code_names_what_took_over():
    with pytest.raises(actions.AreaAbolished) as refused:
        add({"area": "560103"})
    gone = queries.abolished("560103")
    assert gone is not None
    assert all(one.code in refused.value.text("th") and one.name_en in refused.value.text("en") for one in gone.successors)


def test_the_same_name_at_the_same_place_is_refused_and_a_kilometre_on_it_is_not():
    [first] = add(at(*PHAYAO))
    with pytest.raises(actions.DuplicateSpace) as refused:
        add(at(PHAYAO[0] + Decimal("0.003"), PHAYAO[1], name_th="บ้านหนังสือ  ริมกว๊าน"))
    assert Space.objects.get(id=first).code in refused.value.text("en")
    assert len(add(at(PHAYAO[0] + Decimal("0.01"), PHAYAO[1]))) == 1


def test_without_a_position_one_name_stands_once_in_a_sub_district():
    add({}, {"area": "560104"})
    with pytest.raises(actions.DuplicateSpace):
        add({})
    with pytest.raises(actions.DuplicateSpace):
        add({"area": "560105"}, {"area": "560105"})
    assert Space.objects.count() == 2


def test_three_spaces_are_judged_with_as_many_queries_as_one():
    areas()
    network()
    counts = []
    for batch in (["ก"], ["ข", "ค", "ง"]):
        with CaptureQueriesContext(connection) as done:
            add(*[at(*PHAYAO, name_th=name) for name in batch])
        counts.append(len(done))
    assert counts[0] == counts[1]
