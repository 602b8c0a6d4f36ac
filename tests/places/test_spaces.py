from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.core.actors import ANONYMOUS, Role
from rianru.core.models import Change, Fact
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.places import actions, queries
from rianru.places.actions import NewSpace
from rianru.places.models import HoursException, OpeningHours, Space
from tests.factories import AT, HOUSE, areas, network, space, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
SAME = {
    "name_th": "ห้องสมุดทดสอบ",
    "name_en": "Test library",
    "address_th": "",
    "address_en": "",
    "phone": "",
    "email": "",
    "facilities": [],
}


def new(**given):
    return NewSpace(**({"code": "new", "kind": "museum", "name_th": "ใหม่", "name_en": "New", "area": "5601"} | given))


def test_spaces_are_added_with_their_hours_in_one_go_and_followers_are_told():
    areas()
    net = network()
    ids = actions.add_spaces(
        actor=HOUSE, at=AT, network_id=net, spaces=[new(code=f"s-{n}", hours=((1, 540, 1020),)) for n in range(3)]
    )
    assert list(Space.objects.order_by("code").values_list("id", flat=True)) == ids
    assert OpeningHours.objects.count() == 3
    assert set(Change.objects.filter(kind="space").values_list("object_id", flat=True)) == set(ids)
    fact = Fact.objects.get(verb="places.spaces_added")
    assert (fact.count, fact.object_kind, fact.object_id) == (3, "network", net)


def test_adding_three_spaces_takes_as_many_queries_as_adding_one():
    areas()
    net, counts = network(), []
    for codes in (["a-1"], ["b-1", "b-2", "b-3"]):
        with CaptureQueriesContext(connection) as done:
            actions.add_spaces(actor=HOUSE, at=AT, network_id=net, spaces=[new(code=code) for code in codes])
        counts.append(len(done))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"code": "taken"}, actions.CodeTaken),
        ({"code": "Not A Code"}, actions.CodeWrong),
        ({"code": "fine"}, actions.CodeTaken),
        ({"kind": "castle"}, actions.KindUnknown),
        ({"area": "999999"}, actions.AreaUnknown),
        ({"facilities": ("helipad",)}, actions.FacilityUnknown),
        ({"lat": Decimal(100), "lon": Decimal(13)}, actions.PositionSwapped),
        ({"lat": Decimal(13)}, actions.PositionWrong),
        ({"hours": ((1, 700, 600),)}, actions.HoursWrong),
        ({"hours": ((8, 500, 600),)}, actions.HoursWrong),
        ({"hours": ((1, 540, 720), (1, 700, 800))}, actions.HoursOverlap),
    ],
)
def test_one_wrong_space_refuses_all_and_leaves_no_trace(given, refusal, traces):
    space(code="taken")
    before = (Space.objects.count(), OpeningHours.objects.count(), traces())
    with pytest.raises(refusal):
        actions.add_spaces(
            actor=HOUSE, at=AT, network_id=network_id(), spaces=[new(code="fine", hours=((2, 1, 2),)), new(**given)]
        )
    assert (Space.objects.count(), OpeningHours.objects.count(), traces()) == before


def network_id():
    return queries.networks()[0].id


def test_a_network_s_administrator_adds_spaces_to_it_and_to_no_other(traces):
    areas()
    mine, other = network(), network()
    keeper = staff(role=Role.ADMINISTRATOR, scope_kind="network", scope_id=mine)
    assert len(actions.add_spaces(actor=keeper, at=AT, network_id=mine, spaces=[new()])) == 1
    before = traces()
    with pytest.raises(NotAllowed):
        actions.add_spaces(actor=keeper, at=AT, network_id=other, spaces=[new(code="second")])
    assert (Space.objects.count(), traces()) == (1, before)


def test_a_keeper_changes_her_space_and_the_fact_names_fields_but_no_values():
    id = space()
    keeper = staff(role=Role.CARETAKER, scope_kind="space", scope_id=id)
    changed = actions.change_space(
        actor=keeper, at=AT, space_id=id, **(SAME | {"phone": "054 123 456", "facilities": ["quiet", "wifi"]})
    )
    found, fact = Space.objects.get(id=id), Fact.objects.get(verb="places.space_changed")
    assert (changed, found.phone, found.facilities) == (("phone", "facilities"), "054 123 456", ["wifi", "quiet"])
    assert (fact.changed, fact.space_id, fact.area, fact.actor_key) == (["facilities", "phone"], id, "5601", keeper.key)


def test_changing_nothing_writes_nothing(traces):
    id = space()
    before = traces()
    assert actions.change_space(actor=HOUSE, at=AT, space_id=id, **SAME) == ()
    assert traces() == before


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"phone": "123"}, actions.PhoneWrong),
        ({"facilities": ["helipad"]}, actions.FacilityUnknown),
    ],
)
def test_change_space_refuses_what_nobody_could_use_and_leaves_no_trace(given, refusal, traces):
    id = space()
    before = traces()
    with pytest.raises(refusal):
        actions.change_space(actor=HOUSE, at=AT, space_id=id, **(SAME | given))
    assert traces() == before


def test_nobody_changes_a_space_without_a_role_there(traces):
    id, other = space(), space()
    before = traces()
    for actor in (ANONYMOUS, staff(role=Role.CARETAKER, scope_kind="space", scope_id=other), staff(role=Role.ANALYST)):
        with pytest.raises(NotAllowed):
            actions.change_space(actor=actor, at=AT, space_id=id, **SAME)
        with pytest.raises(NotAllowed):
            actions.set_weekly_hours(actor=actor, at=AT, space_id=id, hours=[])
    assert traces() == before


def test_a_new_name_is_found_and_sorted_at_once():
    id = space()
    actions.change_space(actor=HOUSE, at=AT, space_id=id, **(SAME | {"name_th": "หอสมุดริมกว๊าน"}))
    [row] = listed(name="กว๊าน")
    assert row.space.id == id
    assert listed(name="ทดสอบ") == ()


def test_closing_keeps_the_space_but_takes_it_off_the_lists_from_that_day():
    id = space(code="old")
    actions.close_space(actor=HOUSE, at=AT, space_id=id, on=date(2026, 11, 21))
    with pytest.raises(NotFound):
        queries.space(actor=ANONYMOUS, at=AT, code="old")
    assert queries.space_ids(["old"]) == {"old": id}
    with pytest.raises(actions.AlreadyClosed):
        actions.close_space(actor=HOUSE, at=AT, space_id=id, on=date(2026, 12, 1))
    assert Space.objects.get(id=id).closed_on == date(2026, 11, 21)


def test_a_space_cannot_close_before_it_opened(traces):
    id = space()
    Space.objects.filter(id=id).update(opened_on=date(2026, 1, 1))
    before = traces()
    with pytest.raises(actions.ClosedBeforeOpening):
        actions.close_space(actor=HOUSE, at=AT, space_id=id, on=date(2025, 12, 31))
    assert (Space.objects.get(id=id).closed_on, traces()) == (None, before)


def test_weekly_hours_replace_the_week():
    id = space()
    actions.set_weekly_hours(actor=HOUSE, at=AT, space_id=id, hours=[(6, 540, 720), (6, 780, 1440)])
    assert queries.week_of(id) == [(6, 540, 720), (6, 780, 1440)]


@pytest.mark.parametrize(
    ("hours", "refusal"),
    [
        ([(6, 720, 540)], actions.HoursWrong),
        ([(0, 540, 720)], actions.HoursWrong),
        ([(6, 0, 1441)], actions.HoursWrong),
        ([(6, 540, 720), (6, 719, 800)], actions.HoursOverlap),
    ],
)
def test_wrong_weekly_hours_are_refused_and_the_week_stays(hours, refusal, traces):
    id = space()
    before = (queries.week_of(id), traces())
    with pytest.raises(refusal):
        actions.set_weekly_hours(actor=HOUSE, at=AT, space_id=id, hours=hours)
    assert (queries.week_of(id), traces()) == before


def test_a_day_that_differs_can_be_set_again_and_taken_back():
    id, day = space(), date(2026, 12, 7)
    for opens, closes in ((None, None), (600, 720)):
        actions.set_exception(actor=HOUSE, at=AT, space_id=id, day=day, opens=opens, closes=closes)
    [one] = queries.exceptions_of(id, since=day)
    assert (one.opens, one.closes) == (600, 720)
    actions.clear_exception(actor=HOUSE, at=AT, space_id=id, day=day)
    assert HoursException.objects.count() == 0
    with pytest.raises(NotFound):
        actions.clear_exception(actor=HOUSE, at=AT, space_id=id, day=day)


def test_half_an_exception_is_refused(traces):
    id = space()
    before = traces()
    with pytest.raises(actions.HoursWrong):
        actions.set_exception(actor=HOUSE, at=AT, space_id=id, day=date(2026, 12, 7), opens=600)
    assert (HoursException.objects.count(), traces()) == (0, before)


def listed(limit=30, after=None, **wanted):
    """Rows of a list of spaces."""
    return queries.find_spaces(
        actor=ANONYMOUS, at=AT, wanted=queries.Wanted(**wanted), after=after, limit=limit
    ).rows


def counted(**wanted):
    """How many there are."""
    return queries.count_spaces(actor=ANONYMOUS, at=AT, wanted=queries.Wanted(**wanted))


def test_spaces_are_listed_by_key_without_gap_or_repetition_and_narrowed_by_area_kind_and_name():
    named = {f"s-{n}": space(code=f"s-{n}", name_th=f"ห้องสมุด {n}", area="5601" if n % 2 else "5701") for n in range(5)}
    seen, after = [], None
    while rows := listed(after=after, limit=2):
        seen += [row.space.code for row in rows]
        after = queries.sort_place(rows[-1].space.id)
    assert seen == ["s-0", "s-1", "s-2", "s-3", "s-4"]
    assert (counted(area="56"), counted(kind="temple"), counted(text="๓"), counted(text="ไม่มี")) == (2, 0, 1, 0)
    assert [row.space.id for row in listed(text="๓")] == [row.space.id for row in listed(name="๓")] == [named["s-3"]]


def test_what_is_to_be_chosen_is_named_by_its_name_alone_and_never_by_where_it_lies():
    space(code="there", name_th="ห้องสมุดริมน้ำ", area="5601")
    named = space(code="named", name_th="พะเยาศึกษา", area="5701")
    assert len(listed(text="พะเยา")) == 2
    assert [row.space.id for row in listed(name="พะเยา")] == [named]
    assert [row.space.id for row in listed(name="  ศึกษา พะ\0เยา")] == [named]


def test_listing_three_spaces_takes_as_many_queries_as_one():
    space()
    with CaptureQueriesContext(connection) as one:
        listed()
    space(area="5701")
    space(area="1001")
    with CaptureQueriesContext(connection) as three:
        assert len(listed()) == 3
    assert (len(one), len(three)) == (3, 3)


def test_a_space_that_is_not_there_cannot_be_closed():
    with pytest.raises(NotFound):
        actions.close_space(actor=HOUSE, at=AT, space_id=new_id(), on=date(2026, 12, 1))
