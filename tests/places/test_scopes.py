import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rianru.core.actors import NATIONAL, Role
from rianru.kernel.ids import new_id
from rianru.places import queries
from rianru.places.models import Area, CityArea, Space
from tests.factories import AT, city, network, person, space, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def test_a_space_is_covered_by_nation_network_itself_and_every_city_over_its_area():
    net = network()
    province, district, elsewhere = city(areas_in=["56"]), city(areas_in=["5601"]), city(areas_in=["57", "5602"])
    id = space(network_id=net, area="560101")
    assert queries.scope_of_space(id) == NATIONAL | {
        ("network", net),
        ("city", province),
        ("city", district),
        ("space", id),
    }
    assert ("city", elsewhere) not in queries.scope_of_space(id)


def test_a_city_with_nested_areas_covers_a_space_once():
    id, nested = space(area="560101"), city(areas_in=["56", "5601", "560101"])
    assert [pair for pair in queries.scope_of_space(id) if pair[0] == "city"] == [("city", nested)]


def test_a_space_that_is_not_there_is_covered_by_the_nation_alone():
    assert queries.scope_of_space(new_id()) == NATIONAL


def test_the_network_has_its_own_scope():
    net = network()
    assert queries.scope_of_network(net) == NATIONAL | {("network", net)}


def test_scopes_of_three_spaces_take_as_many_queries_as_of_one():
    ids = [space() for _ in range(3)]
    with CaptureQueriesContext(connection) as one:
        queries.scopes_of_spaces(ids[:1])
    with CaptureQueriesContext(connection) as three:
        found = queries.scopes_of_spaces(ids)
    assert (len(one), len(three), set(found)) == (1, 1, set(ids))


def test_scopes_have_names_and_what_is_gone_has_none():
    net, id, gone = network(name_th="เครือข่ายหนึ่ง", name_en="One"), space(), new_id()
    words = queries.scope_words([("national", None), ("network", net), ("space", id), ("city", gone)])
    assert {pair: text.in_("en") for pair, text in words.items()} == {
        ("national", None): "The whole country",
        ("network", net): "One",
        ("space", id): "Test library",
    }


def test_a_keeper_may_change_her_space_and_no_other_and_only_with_the_second_factor():
    mine, other = space(), space()
    keeper = staff(role=Role.CARETAKER, scope_kind="space", scope_id=mine)
    careless = person(grants=keeper.grants)
    assert queries.may_change(actor=keeper, at=AT, space_id=mine)
    assert not queries.may_change(actor=keeper, at=AT, space_id=other)
    assert not queries.may_change(actor=careless, at=AT, space_id=mine)


def test_a_librarian_of_a_city_may_change_the_spaces_within_it():
    town, within, without = city(areas_in=["5601"]), space(area="560101"), space(area="5701")
    librarian = staff(role=Role.LIBRARIAN, scope_kind="city", scope_id=town)
    assert [queries.may_change(actor=librarian, at=AT, space_id=id) for id in (within, without)] == [True, False]


CODES = st.sampled_from(["56", "57", "5601", "5602", "5701", "560101", "560102", "560201", "570101"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(covered=st.sets(CODES, min_size=1, max_size=4), where=CODES)
def test_a_city_covers_a_space_exactly_when_one_of_its_codes_begins_the_space_s(covered, where, cities_and_space):
    town, id = cities_and_space
    CityArea.objects.filter(city_id=town).delete()
    CityArea.objects.bulk_create(CityArea(city_id=town, area_id=code) for code in covered)
    Space.objects.filter(id=id).update(area=where)
    assert (("city", town) in queries.scope_of_space(id)) == any(where.startswith(code) for code in covered)


@pytest.fixture
def cities_and_space():
    return city(), space()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=CODES)
def test_what_is_inside_an_area_is_what_its_code_begins(code, cities_and_space):
    inside = set(queries.areas_inside(code).values_list("code", flat=True))
    assert inside == {other for other in Area.objects.values_list("code", flat=True) if other.startswith(code)}
