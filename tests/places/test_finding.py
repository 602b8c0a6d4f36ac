"""Spaces are found as people look for them: by words of an address, near a place, by what is there, on a map."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.core.actors import ANONYMOUS
from rianru.kernel.geography import Point, kilometres
from rianru.places import actions, queries
from rianru.places.models import Space
from rianru.places.queries import Mark, View, Wanted
from rianru.places.queries.finding import MOST_MARKS
from tests.factories import AT, HOUSE, network, space

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
THAILAND = View(97, 5, 106, 21, 2.0)


def named(text="", **more):
    found = queries.find_spaces(actor=ANONYMOUS, at=AT, wanted=Wanted(text=text, **more))
    assert found.total == len(found.rows)
    return sorted(row.space.name_th for row in found.rows), found.read_as


@pytest.fixture
def three():
    space(code="tun", name_th="ศกร.ตำบลบ้านตุ่น", name_en="Ban Tun centre", kind="subdistrict_centre", area="560105")
    space(code="lib", name_th="ห้องสมุดประชาชนจังหวัดพะเยา", name_en="Phayao library", kind="provincial_library", area="5601")
    space(code="korat", name_th="หอสมุดย่าโม", name_en="Ya Mo library", kind="provincial_library", area="3001")


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(("typed", "shown"), [
    ("ต.บ้านตุ่น", ["ศกร.ตำบลบ้านตุ่น"]),
    ("ตำบล บ้านตุ่น อ.เมืองพะเยา จ.พะเยา", ["ศกร.ตำบลบ้านตุ่น"]),
    ("กศน. พะเยา", ["ศกร.ตำบลบ้านตุ่น"]),
    ("พะเยา", ["ศกร.ตำบลบ้านตุ่น", "ห้องสมุดประชาชนจังหวัดพะเยา"]),
    ("ห้องสมุด โคราช", ["หอสมุดย่าโม"]),
    ("library phayao", ["ห้องสมุดประชาชนจังหวัดพะเยา"]),
    ("Mueang Phayao district", ["ศกร.ตำบลบ้านตุ่น", "ห้องสมุดประชาชนจังหวัดพะเยา"]),
    ("จ.พะเยา หอสมุดย่าโม", []),
    ("   ", ["ศกร.ตำบลบ้านตุ่น", "หอสมุดย่าโม", "ห้องสมุดประชาชนจังหวัดพะเยา"]),
])
def test_a_space_is_found_by_the_words_of_its_address_and_by_what_it_is_called(typed, shown):
    assert named(typed) == (sorted(shown), "")


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(("typed", "read_as"), [
    ("ห้องสมุดพะเยา", "ห้องสมุด พะเยา"), ("rtgpk shv'l,6f", "พะเยา ห้องสมุด"),
])
def test_words_without_blanks_or_on_the_other_keyboard_are_read_so_and_that_is_said(typed, read_as):
    assert named(typed) == (["ห้องสมุดประชาชนจังหวัดพะเยา"], read_as)


def test_what_is_there_who_is_welcome_and_in_which_language_narrow_together():
    both, one = (actions.NewSpace(
        code=code, kind="book_house", name_th=code, name_en=code, area="5601", facilities=("wifi", "ramp"),
        access=("hearing_loop",), ages=ages, languages=("tha", "nod"),
    ) for code, ages in (("both", ("children", "elders")), ("one", ("children",))))
    actions.add_spaces(actor=HOUSE, at=AT, network_id=network(), spaces=[both, one])
    assert named(access=("ramp", "hearing_loop"), ages=("elders",), languages=("nod",))[0] == ["both"]
    assert named(facilities=("wifi",), ages=("children",))[0] == ["both", "one"]
    assert named(facilities=("quiet",))[0] == []
    assert Space.objects.get(code="both").facilities == ["wifi"]  # a ramp is access, whatever list it came on


def test_a_space_is_in_every_network_that_it_joined_from_its_first_day_until_its_last():
    home, beside = network(code="home"), network(code="beside")
    id = space(network_id=home)
    assert named(network=beside)[0] == []
    actions.join_network(actor=HOUSE, at=AT, space_id=id, network_id=beside, since_on=date(2026, 11, 1))
    assert (len(named(network=beside)[0]), len(named(network=home)[0])) == (1, 1)
    assert [one.code for one in queries.networks_of([id], on=date(2026, 11, 21))[id]] == ["home", "beside"]
    with pytest.raises(actions.AlreadyInNetwork):
        actions.join_network(actor=HOUSE, at=AT, space_id=id, network_id=beside, since_on=date(2027, 1, 1))
    with pytest.raises(actions.AlreadyInNetwork):
        actions.join_network(actor=HOUSE, at=AT, space_id=id, network_id=home, since_on=date(2027, 1, 1))
    with pytest.raises(actions.LeftBeforeJoining):
        actions.leave_network(actor=HOUSE, at=AT, space_id=id, network_id=beside, on=date(2026, 10, 1))
    actions.leave_network(actor=HOUSE, at=AT, space_id=id, network_id=beside, on=date(2026, 11, 21))
    assert named(network=beside)[0] == []
    with pytest.raises(actions.NotInNetwork):
        actions.leave_network(actor=HOUSE, at=AT, space_id=id, network_id=beside, on=date(2026, 12, 1))
    actions.join_network(actor=HOUSE, at=AT, space_id=id, network_id=beside, since_on=date(2026, 11, 21))
    assert [one.until_on for one in queries.memberships_of(id)] == [date(2026, 11, 21), None]


def scattered(points):
    """Spaces at points, each at (lat, lon): put there by hand, for no action puts one into the sea or another province."""
    new = [
        actions.NewSpace(code=f"at-{n}", kind="book_house", name_th=f"ที่ {n:03}", name_en="", area="5601")
        for n in range(len(points))
    ]
    actions.add_spaces(actor=HOUSE, at=AT, network_id=network(), spaces=new)
    there = {one.code: one for one in Space.objects.filter(code__in=[one.code for one in new])}
    for n, (lat, lon) in enumerate(points):
        there[f"at-{n}"].lat, there[f"at-{n}"].lon = Decimal(f"{lat:.5f}"), Decimal(f"{lon:.5f}")
    Space.objects.bulk_update(there.values(), ["lat", "lon"])


def test_near_a_place_pages_by_key_give_every_space_once_and_in_order():
    scattered([(18.0 + n * 0.05, 99.9) for n in range(9)] + [(19.2, 99.9)] * 3 + [(7.0, 100.0)])
    here, seen, after = Point(19.2, 99.9), [], None
    while True:
        page = queries.find_spaces(actor=ANONYMOUS, at=AT, wanted=Wanted(), near=here, after=after, limit=4)
        seen += [(km, row.space.code) for km, row in zip(page.km, page.rows, strict=True)]
        assert page.total == 13
        if not page.more:
            break
        after = (page.km[-1], page.rows[-1].space.id)
    assert [km for km, _ in seen] == sorted(km for km, _ in seen)
    assert len({code for _, code in seen}) == len(seen) == 13
    assert seen[0][0] == 0
    assert seen[-1][1] == "at-12"


# Law: whatever lies where, the nearest by boxes are the nearest of all.
where = st.tuples(st.floats(6, 20), st.floats(98, 105))


@settings(max_examples=12, deadline=None)
@given(points=st.lists(where, min_size=1, max_size=12), here=where)
def test_the_nearest_of_a_page_are_the_nearest_there_are(points, here):
    Space.objects.all().delete()
    scattered(points)
    found = queries.find_spaces(actor=ANONYMOUS, at=AT, wanted=Wanted(), near=Point(*here), limit=3)
    measured = sorted(kilometres(Point(*here), Point(float(one.lat), float(one.lon))) for one in Space.objects.all())
    assert found.km == pytest.approx(measured[:3], abs=1e-6)


def test_a_map_shows_one_by_name_those_near_together_and_those_at_one_point_by_all_their_names():
    scattered([(19.2, 99.9), (19.2, 99.9), (7.1, 100.5), (16.1, 102.1), (16.2, 102.2)])
    marks = queries.marks(actor=ANONYMOUS, at=AT, wanted=Wanted(), view=THAILAND)
    assert sorted((one.n, one.code, [inner.code for inner in one.together]) for one in marks) == [
        (1, "at-2", []), (2, "", []), (2, "", ["at-0", "at-1"]),
    ]
    closer = queries.marks(actor=ANONYMOUS, at=AT, wanted=Wanted(), view=View(102, 16, 103, 17, 0.05))
    assert closer == [
        Mark(16.1, 102.1, 1, "at-3", "book_house", "ที่ 003", ""), Mark(16.2, 102.2, 1, "at-4", "book_house", "ที่ 004", ""),
    ]
    assert queries.marks(actor=ANONYMOUS, at=AT, wanted=Wanted(kind="temple"), view=THAILAND) == []


def test_a_map_never_shows_more_marks_than_it_may_and_loses_no_space():
    scattered([(6 + row * 0.6, 98 + column * 0.4) for row in range(20) for column in range(16)])
    marks = queries.marks(actor=ANONYMOUS, at=AT, wanted=Wanted(), view=View(97, 5, 106, 21, 0.01))
    assert len(marks) <= MOST_MARKS
    assert sum(one.n for one in marks) == 320


def test_looking_takes_as_many_queries_for_three_spaces_as_for_one():
    scattered([(19.2, 99.9)])

    def counted():
        with CaptureQueriesContext(connection, ) as seen:
            queries.find_spaces(actor=ANONYMOUS, at=AT, wanted=Wanted(open_now=True), near=Point(19.2, 99.9), limit=3)
            queries.marks(actor=ANONYMOUS, at=AT, wanted=Wanted(), view=THAILAND)
        return len(seen)

    one = counted()
    Space.objects.all().delete()
    scattered([(19.2, 99.9), (19.3, 99.9), (7.0, 100.0)])
    assert counted() == one
