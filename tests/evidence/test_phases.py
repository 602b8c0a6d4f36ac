"""Targets beside facts: counted from what is recorded, by province and fiscal year, and safe for the few."""

from datetime import date, timedelta

import pytest

from rianru.core.actors import Role
from rianru.core.models import FactDaily
from rianru.credentials import actions as credentials
from rianru.evidence import actions, queries
from rianru.evidence.actions import refusals as no
from rianru.evidence.models import PhaseTarget
from rianru.evidence.queries import ALL, facts
from rianru.evidence.queries.counting import Fact
from rianru.kernel.refusals import NotAllowed
from rianru.places.models import Space, SpaceNetwork
from tests.credentials.making import STORY
from tests.evidence.making import day
from tests.factories import AT, HOUSE
from tests.people import making as people

pytestmark = pytest.mark.django_db
YEAR = 2027  # the fiscal year 2570, in which AT lies


def kept(house, **more):
    asked = {"code": "one", "name_th": "ระยะหนึ่ง", "starts_on": date(2025, 10, 1), "ends_on": date(2027, 10, 1),
             "network_id": house.network}
    return actions.keep_phase(actor=house.leader, at=AT, **(asked | more))


def aim(house, id, indicator="space.district_library", number=4, year=YEAR, area=""):
    return actions.set_phase_target(actor=house.leader, at=AT, phase_id=id, indicator=indicator, year=year,
                                    number=number, area=area)


def seen(house, actor=None):
    view = queries.phase("one", actor=actor or house.leader, at=AT)
    return {(a.target.indicator, a.target.year, a.target.area_id or ""): (a.fact.number, a.percent) for a in view.aims}


def told(name, year=YEAR, network=None):
    return facts([(name, year)], network_id=network, today=day(AT))[name, year]


def happen(verb, n, space, at=AT):
    """As the roll-up of facts has it: their test is with it."""
    FactDaily.objects.create(
        day_on=day(at), verb=verb, space_id=space, area="", home_area="", programme="", age_band="", sex="", format="",
        facts=n, count=n, minutes=0, satang=0,
    )


def test_a_target_stands_beside_what_is_counted_by_area_and_year(house):
    id = kept(house)
    people.space("phuket", within=people.network("north"), lying_in="8301")
    Space.objects.filter(code="there").update(opened_on=date(2026, 10, 15))
    for year, area in ((2026, ""), (YEAR, ""), (YEAR, "83"), (YEAR, "56")):
        aim(house, id, year=year, area=area)
    assert seen(house) == {
        ("space.district_library", 2026, ""): (2, 50), ("space.district_library", YEAR, ""): (3, 75),
        ("space.district_library", YEAR, "83"): (1, 25), ("space.district_library", YEAR, "56"): (2, 50)}


def test_a_space_that_closed_counts_until_the_year_in_which_it_did(house):
    Space.objects.filter(code="there").update(closed_on=date(2026, 9, 30))
    assert (told("space.district_library", 2025)[ALL], told("space.district_library", 2026)[ALL]) == (Fact(2), Fact(1))


def test_a_year_that_has_not_begun_has_nothing_to_count(house):
    id = kept(house, ends_on=date(2029, 10, 1))
    aim(house, id, year=2028, area="56")
    assert seen(house) == {("space.district_library", 2028, "56"): (None, None)}


def test_members_beside_their_home_count_in_a_network_while_they_last(house):
    south = people.network("south").id
    assert told("space.district_library", network=south)[ALL].number == 0
    SpaceNetwork.objects.create(space_id=house.here, network_id=south, since_on=day(AT))
    assert told("space.district_library", network=south)[ALL].number == 1
    SpaceNetwork.objects.update(until_on=day(AT) + timedelta(days=1))
    later = facts([("provinces", YEAR)], network_id=south, today=day(AT) + timedelta(days=1))
    assert later["provinces", YEAR][ALL].number == 0


def test_what_people_did_in_a_month_of_a_place_is_not_told_under_five_and_no_sum_tells_it(house):
    happen("learning.attended", 7, house.here)
    happen("learning.attended", 3, house.there)
    assert told("attendances") == {"56": Fact(7, True), ALL: Fact(7, True)}
    happen("learning.attendance_undone", 3, house.here)
    assert told("attendances") == {"56": Fact(None, True), ALL: Fact(None, True)}


def test_activities_are_no_people_and_are_told_whole(house):
    happen("learning.opened", 2, house.here)
    happen("learning.opened", 1, house.here, at=AT - timedelta(days=100))
    assert (told("activities")[ALL], told("activities", 2026)[ALL]) == (Fact(2), Fact(1))


def trained(house, number):
    """So many caretakers of the house with a certificate of a course that counts."""
    definition = credentials.define(actor=HOUSE, at=AT, issuer_kind="network", issuer_id=house.network, said=STORY)
    actions.choose_course(actor=HOUSE, at=AT, definition_id=definition)
    for place in range(number):
        who = people.staff(AT, Role.CARETAKER, "space", house.here if place % 2 else house.there)
        credentials.issue_credential(actor=HOUSE, at=AT, definition_id=definition, person_id=who.person_id)
    return definition


def test_trained_caretakers_are_counted_from_certificates_in_force(house):
    definition = trained(house, 6)
    stray = people.person(AT)
    id = credentials.issue_credential(actor=HOUSE, at=AT, definition_id=definition, person_id=stray.person_id)
    credentials.revoke_credential(actor=HOUSE, at=AT, credential_id=id, reason="ออกผิดคน")
    assert (told("caretakers")[ALL], told("caretakers")["56"], told("buildings")[ALL]) == (Fact(6), Fact(6), Fact(2))
    later = AT + timedelta(days=24 * 31)  # the certificates have ended by then
    ended = facts([("caretakers", 2029)], network_id=None, today=day(later))
    assert ended["caretakers", 2029][ALL] == Fact(0)


def test_fewer_than_five_trained_people_are_told_nowhere(house):
    trained(house, 4)
    assert told("caretakers")[ALL] == Fact(None, True)
    assert all(fact.number is None for fact in told("caretakers").values())


def test_places_that_meet_the_standard_count_until_their_certificate_ends(house):
    house.met()
    assert [told("standards", year)[ALL].number for year in (2026, YEAR)] == [0, 1]
    after = facts([("standards", 2030)], network_id=None, today=date(2029, 12, 1))
    assert after["standards", 2030][ALL].number == 0


def test_a_draft_is_seen_by_who_keeps_it_until_it_is_published(house):
    id = kept(house)
    with pytest.raises(no.NothingAimedAt):
        actions.publish_phase(actor=house.leader, at=AT, phase_id=id)
    target = aim(house, id)
    assert queries.phase("one", actor=house.stranger, at=AT) is None
    actions.publish_phase(actor=house.leader, at=AT, phase_id=id)
    assert seen(house, house.stranger) == {("space.district_library", YEAR, ""): (2, 50)}
    with pytest.raises(no.NothingAimedAt):
        actions.leave_phase_target(actor=house.leader, at=AT, target_id=target)


@pytest.mark.parametrize(("wrong", "refusal"), [
    ({"indicator": "space.castle"}, no.TargetWrong), ({"indicator": "nothing"}, no.TargetWrong),
    ({"indicator": "sessions"}, no.TargetWrong), ({"number": 0}, no.NumberWrong),
    ({"number": 200_000_000}, no.NumberWrong), ({"year": 2025}, no.TargetYearWrong), ({"year": 2028}, no.TargetYearWrong),
    ({"area": "5699"}, no.TargetWrong), ({"area": "99"}, no.TargetWrong), ({"area": "midlands"}, no.TargetWrong),
])
def test_a_target_that_cannot_be_is_refused_by_name(house, wrong, refusal):
    id = kept(house)
    with pytest.raises(refusal):
        aim(house, id, **wrong)


def test_regions_districts_and_sub_districts_have_facts_of_their_own(house):
    """`here` and `there` lie in 5601; a third in 560201, a fourth in the south."""
    id = kept(house)
    for code, place in (("near", "560201"), ("phuket", "830101")):
        people.space(code, within=people.network("north"), lying_in=place)
    for place in ("", "north", "south", "east", "56", "5601", "5602", "560201"):
        if place.isdigit():
            people.area(place)
        aim(house, id, area=place)
    assert {place: number for (_, _, place), (number, _) in seen_by_place(house).items()} == {
        "": 4, "north": 3, "south": 1, "east": 0, "56": 3, "5601": 2, "5602": 1, "560201": 1}


def seen_by_place(house):
    view = queries.phase("one", actor=house.leader, at=AT)
    return {(a.target.indicator, a.target.year, a.target.place): (a.fact.number, a.percent) for a in view.aims}


def test_what_happened_in_a_district_adds_up_only_what_may_be_told(house):
    happen("learning.attended", 7, house.here)
    happen("learning.attended", 3, house.there)
    found = facts([("attendances", YEAR)], network_id=None, today=day(AT), places=["5601", "north", "south"])
    cells = found["attendances", YEAR]
    assert (cells["5601"], cells["north"], cells["south"], cells[ALL]) == (
        Fact(7, True), Fact(7, True), Fact(0), Fact(7, True))


def test_a_region_of_trained_people_tells_no_more_than_its_provinces_do(house):
    trained(house, 6)
    cells = facts([("caretakers", YEAR)], network_id=None, today=day(AT), places=["north"])["caretakers", YEAR]
    assert cells["north"] == Fact(6)
    trained_few = facts([("caretakers", YEAR)], network_id=None, today=day(AT), places=["south"])
    assert trained_few["caretakers", YEAR]["south"] == Fact(0)


@pytest.mark.parametrize("indicator", ["caretakers", "buildings", "provinces"])
def test_what_tells_of_single_people_is_aimed_at_by_province_at_the_finest(house, indicator):
    id = kept(house)
    people.area("560104")
    with pytest.raises(no.TargetTooFine):
        aim(house, id, indicator=indicator, area="560104")
    aim(house, id, indicator=indicator, area="north")


def test_behind_a_region_stand_its_places_and_provinces_alone(house):
    id = kept(house)
    people.space("phuket", within=people.network("north"), lying_in="830101")
    view_of = aim(house, id, area="north")
    found = queries.behind(queries.phase("one", actor=house.leader, at=AT), view_of, at=AT)
    assert ([one.code for one in found.spaces], [str(name) for name, _ in found.provinces]) == (
        ["here", "there"], ["พื้นที่ 56"])


def test_setting_it_again_changes_the_number_and_makes_no_second_one(house):
    id = kept(house)
    assert aim(house, id, number=4) == aim(house, id, number=8)
    assert [one.number for one in PhaseTarget.objects.all()] == [8]


def test_phases_have_codes_of_their_own_days_in_order_and_those_who_lead(house):
    kept(house)
    with pytest.raises(no.PhaseCodeTaken):
        kept(house)
    for wrong in ({"code": "a b"}, {"name_th": " "}, {"ends_on": date(2025, 10, 1)}):
        with pytest.raises(no.PhaseWrong):
            kept(house, **({"code": "two"} | wrong))
    with pytest.raises(NotAllowed):
        kept(house, code="three", network_id=None)
    with pytest.raises(NotAllowed):
        actions.keep_phase(actor=house.keeper, at=AT, code="four", name_th="ก", network_id=house.network,
                           starts_on=day(AT), ends_on=day(AT) + timedelta(days=1))


def test_behind_a_number_stand_the_places_that_were_counted(house):
    id = kept(house)
    target = aim(house, id)
    view = queries.phase("one", actor=house.leader, at=AT)
    found = queries.behind(view, target, at=AT)
    assert ([one.code for one in found.spaces], found.on) == (["here", "there"], day(AT))
    assert [str(name) for name, _ in found.provinces] == ["พื้นที่ 56"]


def test_queries_of_a_dashboard_do_not_grow_with_its_targets(house, django_assert_num_queries):
    id = kept(house)
    for number in (1, 3):
        for place in range(number):
            aim(house, id, indicator=("space.district_library", "activities", "loans")[place])
    with django_assert_num_queries(4):
        queries.phase("one", actor=house.leader, at=AT)
