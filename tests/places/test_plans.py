"""Plans of the next sites: what they gain, who may keep them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from rianru.core.actors import Role
from rianru.core.models import Fact
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import ChangedMeanwhile, NotAllowed, NotFound
from rianru.places import actions, queries
from rianru.places.actions import NewPlan
from rianru.places.models import City, PlannedSite, SitePlan
from rianru.places.queries import Sought
from tests import factories
from tests.factories import AT, HOUSE
from tests.places.north import north

PHAYAO = Sought(area="56", sort="any", wanted=3, reach_m=10_000, detour=140)


@pytest.fixture
def phayao(db):
    """The areas, one library in the town of Phayao, and the distances to it."""
    north()
    factories.space(area="560101")
    actions.measure_distances(actor=HOUSE, at=AT)


def plan(name="สามจุดแรก", asked=PHAYAO, pins=((19.2, 99.9, False),)):
    return NewPlan(name=name, asked=asked, site="space", pins=pins)


def test_the_next_sites_are_those_that_gain_most_and_add_up(phayao):
    found = queries.suggested(PHAYAO, at=AT)
    assert len(found.pins) == 3
    assert list(found.gains) == sorted(found.gains, reverse=True)
    assert found.people == 464_505 == sum(row.people for row in queries.left_out("56", sort="any", detour=1.4))
    everyone = {home.code: home.people for home in queries.homes_inside("56", sort="any", detour=1.4)}
    assert sum(found.gains) == sum(everyone[code] for code in found.reached)
    assert found.within == sum(everyone[code] for code in found.before)
    assert 0.63 < found.share <= 1


def test_a_site_stands_where_a_space_of_another_sort_is_and_says_so_before_it_stands_in_a_middle(phayao):
    asked = replace(PHAYAO, sort="book_house", wanted=2)
    _, best = queries.suggested(asked, at=AT).pins
    temple = {"lat": Decimal(str(best.lat)), "lon": Decimal(str(best.lon)), "kind": "temple", "name_th": "วัดทดสอบ"}
    assert queries.there_already(asked, [best], at=AT) == {}
    factories.space(code="temple", area=best.area, **temple)
    _, again = queries.suggested(asked, at=AT).pins
    assert (again.lat, again.lon) == (best.lat, best.lon)  # as many by the middle as by what is there
    assert [name.in_("th") for name in queries.there_already(asked, [again], at=AT).values()] == ["วัดทดสอบ"]
    temples = replace(asked, sort="temple")
    assert queries.there_already(temples, [again], at=AT) == {}  # of the sort itself it is no site


def test_the_same_pins_put_down_by_hand_do_the_same(phayao):
    found = queries.suggested(PHAYAO, at=AT)
    by_hand = queries.outcome(PHAYAO, queries.pinned("56", [(pin.lat, pin.lon, True) for pin in found.pins]))
    assert (by_hand.gains, by_hand.reached) == (found.gains, found.reached)
    assert [pin.area for pin in by_hand.pins] == [pin.area for pin in found.pins]


def test_a_moved_pin_does_less_than_the_suggested_one(phayao):
    found = queries.suggested(PHAYAO, at=AT)
    pins = [(pin.lat, pin.lon, False) for pin in found.pins]
    moved = queries.outcome(PHAYAO, queries.pinned("56", [(18.9, 100.4, True), *pins[1:]]))
    assert sum(moved.gains) < sum(found.gains)


def test_wider_reach_never_leaves_fewer_within(phayao):
    pins = queries.suggested(PHAYAO, at=AT).pins
    found = [queries.outcome(replace(PHAYAO, reach_m=metres), pins) for metres in (1_000, 4_000, 10_000, 30_000)]
    within = [one.within + sum(one.gains) for one in found]
    assert within == sorted(within)
    assert within[0] < within[-1]


def test_a_plan_is_kept_changed_and_read_again_as_it_was(phayao):
    found = queries.suggested(PHAYAO, at=AT)
    pins = tuple((pin.lat, pin.lon, False) for pin in found.pins)
    made = actions.save_plan(actor=HOUSE, at=AT, plan=plan(pins=pins))
    kept = queries.site_plan(made)
    assert (kept.name, kept.asked, kept.revision) == ("สามจุดแรก", PHAYAO, 1)
    assert queries.outcome(kept.asked, kept.pins).gains == found.gains
    again = actions.save_plan(
        actor=HOUSE, at=AT + timedelta(minutes=1), plan=plan(name="ย้ายหมุด", pins=pins[:2]), plan_id=made, revision=1)
    assert again == made
    assert (queries.site_plan(made).revision, len(queries.site_plan(made).pins)) == (2, 2)
    assert list(Fact.objects.filter(verb="places.plan_saved").order_by("id").values_list("area", "count")) == [
        ("56", 3), ("56", 2)]


def test_an_older_revision_is_refused_and_leaves_the_newer_one(phayao, traces):
    made = actions.save_plan(actor=HOUSE, at=AT, plan=plan())
    actions.save_plan(actor=HOUSE, at=AT, plan=plan(name="ใหม่"), plan_id=made, revision=1)
    before = traces()
    with pytest.raises(ChangedMeanwhile):
        actions.save_plan(actor=HOUSE, at=AT, plan=plan(name="เก่า", pins=()), plan_id=made, revision=1)
    assert (SitePlan.objects.get().name, PlannedSite.objects.count(), traces()) == ("ใหม่", 1, before)


@pytest.mark.parametrize(("wrong", "refusal"), [
    ({"name": " "}, actions.PlanNameMissing),
    ({"name": "ก" * 121}, actions.PlanNameMissing),
    ({"pins": ((51.5, 0.1, True),)}, actions.PinOutside),
    ({"pins": ((float("nan"), 100.0, True),)}, actions.PinOutside),
    ({"asked": Sought("56", "nothing", 3, 10_000, 140)}, actions.PlanWrong),
    ({"asked": Sought("56", "any", 51, 10_000, 140)}, actions.PlanWrong),
    ({"asked": Sought("56", "any", 3, 0, 140)}, actions.PlanWrong),
    ({"asked": Sought("99", "any", 3, 10_000, 140)}, actions.AreaUnknown),
    ({"asked": Sought("560101", "any", 3, 10_000, 140)}, actions.AreaUnknown),
])
def test_what_makes_no_sense_is_refused_and_leaves_no_trace(phayao, traces, wrong, refusal):
    before = traces()
    with pytest.raises(refusal):
        actions.save_plan(actor=HOUSE, at=AT, plan=plan(**wrong))
    assert (SitePlan.objects.count(), traces()) == (0, before)


def test_officers_plan_for_the_areas_of_their_city_alone(phayao):
    city = factories.city(areas_in=["56"])
    other = factories.city(name_th="น่าน", areas_in=["55"])
    mine = factories.staff(role=Role.OFFICER, scope_kind="city", scope_id=city)
    theirs = factories.staff(role=Role.OFFICER, scope_kind="city", scope_id=other)
    made = actions.save_plan(actor=mine, at=AT, plan=plan())
    district = Sought(area="5601", sort="any", wanted=1, reach_m=5_000, detour=140)
    actions.save_plan(actor=mine, at=AT, plan=plan(asked=district))
    for actor in (theirs, factories.staff(role=Role.LIBRARIAN), factories.person()):
        with pytest.raises(NotAllowed):
            actions.save_plan(actor=actor, at=AT, plan=plan(), plan_id=made, revision=1)
        with pytest.raises(NotAllowed):
            actions.remove_plan(actor=actor, at=AT, plan_id=made)
    with pytest.raises(NotAllowed):
        actions.save_plan(actor=mine, at=AT, plan=plan(asked=Sought("", "any", 3, 10_000, 140)))
    assert City.objects.count() == 2
    actions.remove_plan(actor=mine, at=AT, plan_id=made)
    assert queries.site_plan(made) is None


def test_a_plan_cannot_be_carried_off_to_an_area_of_ones_own(phayao):
    city = factories.city(name_th="น่าน", areas_in=["55"])
    theirs = factories.staff(role=Role.OFFICER, scope_kind="city", scope_id=city)
    made = actions.save_plan(actor=HOUSE, at=AT, plan=plan())
    nan = plan(asked=Sought("55", "any", 3, 10_000, 140))
    with pytest.raises(NotAllowed):
        actions.save_plan(actor=theirs, at=AT, plan=nan, plan_id=made, revision=1)
    assert actions.save_plan(actor=theirs, at=AT, plan=nan) != made  # control: a plan of their own


def test_what_is_not_there_cannot_be_changed(phayao):
    with pytest.raises(NotFound):
        actions.save_plan(actor=HOUSE, at=AT, plan=plan(), plan_id=new_id(), revision=1)
    with pytest.raises(NotFound):
        actions.remove_plan(actor=HOUSE, at=AT, plan_id=new_id())


@pytest.mark.parametrize("many", [1, 3])
def test_plans_are_listed_the_latest_first_in_two_queries(phayao, django_assert_num_queries, many):
    made = [actions.save_plan(actor=HOUSE, at=AT + timedelta(minutes=n), plan=plan(name=f"แผน {n}")) for n in range(many)]
    with django_assert_num_queries(2):
        found = queries.site_plans(limit=10)
    assert [one.id for one in found] == made[::-1]
    assert [one.id for one in queries.site_plans(after=(found[0].changed_at, found[0].id))] == made[::-1][1:]
