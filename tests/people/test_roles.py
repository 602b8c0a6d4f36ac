import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from rianru.core.actors import Role, system
from rianru.core.models import Fact, Notice
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.people import actions, queries
from rianru.people.models import RoleGrant
from tests.people.making import acting, city, network, person, space, staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def country(db):
    """Two networks; three spaces in the first, of which two lie in the city of Phayao; one in the second."""
    north, south = network("north"), network("south")
    return {
        "north": north, "south": south, "phayao": city("phayao", "56"), "trang": city("trang", "92"),
        "a": space("a", within=north, lying_in="5601"), "b": space("b", within=north, lying_in="5602"),
        "c": space("c", within=north, lying_in="5701"), "d": space("d", within=south, lying_in="9201"),
    }


def grants() -> tuple[int, int]:
    return RoleGrant.objects.count(), Fact.objects.filter(verb="people.role_granted").count()


# Who may grant where: written out by hand, one line for each administrator.
REACH = {
    ("national", ""): {"national", "north", "south", "phayao", "trang", "a", "b", "c", "d"},
    ("network", "north"): {"north", "a", "b", "c"},
    ("network", "south"): {"south", "d"},
    ("city", "phayao"): {"phayao", "a", "b"},
    ("city", "trang"): {"trang", "d"},
    ("space", "a"): {"a"},
}
PLACES = {"national": "national", "north": "network", "south": "network", "phayao": "city", "trang": "city",
          "a": "space", "b": "space", "c": "space", "d": "space"}


@pytest.mark.parametrize("where", REACH, ids=lambda where: "-".join(where).strip("-"))
def test_administrators_grant_within_their_own_scope_and_never_beyond(country, at, where):
    kind, name = where
    admin = acting(staff(at, Role.ADMINISTRATOR, kind, country[name].id if name else None), at)
    reached = set()
    for place, place_kind in PLACES.items():
        someone = person(at)
        before = grants()
        try:
            actions.grant_role(
                actor=admin, at=at, person_id=someone.person_id, role=Role.CARETAKER, scope_kind=place_kind,
                scope_id=country[place].id if place in country else None,
            )
            reached.add(place)
        except NotAllowed:
            assert grants() == before
    assert reached == REACH[where]


@pytest.mark.parametrize("role", [Role.LIBRARIAN, Role.CARETAKER, Role.OFFICER, Role.ANALYST])
def test_no_other_role_grants_anything_even_at_home(country, at, role):
    holder = acting(staff(at, role), at)
    with pytest.raises(NotAllowed):
        actions.grant_role(actor=holder, at=at, person_id=person(at).person_id, role=Role.ANALYST, scope_kind="national")
    assert RoleGrant.objects.count() == 1


def test_an_administrator_who_did_not_show_the_second_factor_grants_nothing(at):
    admin = staff(at, Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        actions.grant_role(
            actor=acting(admin, at, secure=False), at=at, person_id=person(at).person_id, role=Role.ANALYST, scope_kind="national"
        )
    assert RoleGrant.objects.count() == 1


def test_an_administrator_cannot_grant_past_their_own_end(at):
    admin = acting(staff(at, Role.ADMINISTRATOR, until=at + 10 * DAY), at)
    given = {"actor": admin, "at": at, "role": Role.LIBRARIAN, "scope_kind": "national"}
    for until in (None, at + 10 * DAY + timedelta(seconds=1)):
        with pytest.raises(actions.GrantOutlasts):
            actions.grant_role(**given, person_id=person(at).person_id, until=until)
    assert RoleGrant.objects.count() == 1
    actions.grant_role(**given, person_id=person(at).person_id, until=at + 10 * DAY)
    assert RoleGrant.objects.count() == 2


def test_a_role_that_has_run_out_grants_nothing(at):
    joined = staff(at, Role.ADMINISTRATOR, until=at + DAY)
    later = at + DAY
    with pytest.raises(NotAllowed):
        actions.grant_role(
            actor=acting(joined, at), at=later, person_id=person(at).person_id, role=Role.ANALYST, scope_kind="national", until=later
        )


def test_whoever_is_given_a_role_by_a_person_gets_a_letter_in_their_language_and_a_refusal_sends_none(country, at):
    admin, someone = acting(staff(at, Role.ADMINISTRATOR), at), person(at, language="en")
    given = {"actor": admin, "at": at, "person_id": someone.person_id, "role": Role.CARETAKER, "scope_kind": "space",
             "scope_id": country["a"].id}
    actions.grant_role(**given)
    with pytest.raises(actions.RoleAlreadyHeld):
        actions.grant_role(**given)
    notice = Notice.objects.get()
    assert (notice.lang, notice.subject) == ("en", "You have a new role")
    assert "You are now Caretaker of Library a." in notice.body


def test_the_same_role_in_the_same_scope_never_overlaps_and_leaves_no_trace(country, at):
    someone = person(at)
    given = {"actor": system("t"), "at": at, "person_id": someone.person_id, "role": Role.LIBRARIAN, "scope_kind": "space",
             "scope_id": country["a"].id}
    actions.grant_role(**given, since=at + DAY, until=at + 3 * DAY)
    before = grants()
    for since, until in ((at, None), (at, at + 2 * DAY), (at + 2 * DAY, None), (at + DAY, at + 3 * DAY)):
        with pytest.raises(actions.RoleAlreadyHeld):
            actions.grant_role(**given, since=since, until=until)
    assert grants() == before
    # Half-open: what ends when the other begins does not overlap; nor does another role, scope or person.
    actions.grant_role(**given, since=at, until=at + DAY)
    actions.grant_role(**given, since=at + 3 * DAY)
    actions.grant_role(**given | {"role": Role.ANALYST})
    actions.grant_role(**given | {"scope_id": country["b"].id})
    actions.grant_role(**given | {"person_id": person(at).person_id})
    assert grants() == (6, 6)


@pytest.mark.parametrize(("kind", "id"), [("national", new_id()), ("space", None), ("planet", None)])
def test_the_database_itself_refuses_a_scope_that_makes_no_sense(at, kind, id):
    someone = person(at)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(
            person_id=someone.person_id, role=Role.ANALYST, scope_kind=kind, scope_id=id, since=at, granted_at=at
        )


def test_a_period_that_would_be_empty_is_refused(at):
    given = {"actor": system("t"), "at": at, "person_id": person(at).person_id, "role": Role.ANALYST, "scope_kind": "national"}
    for until in (at, at - DAY):
        with pytest.raises(actions.PeriodEmpty):
            actions.grant_role(**given, until=until)
    assert grants() == (0, 0)


def test_a_role_cannot_begin_in_the_past(at):
    someone = person(at)
    actions.grant_role(
        actor=system("t"), at=at, person_id=someone.person_id, role=Role.ANALYST, scope_kind="national", since=at - DAY
    )
    assert RoleGrant.objects.get().since == at


def test_what_is_not_there_cannot_be_granted(country, at):
    given = {"actor": system("t"), "at": at, "role": Role.ANALYST}
    for person_id, kind, id in (
        (new_id(), "national", None), (person(at).person_id, "space", new_id()), (person(at).person_id, "space", country["north"].id),
    ):
        with pytest.raises(NotFound):
            actions.grant_role(**given, person_id=person_id, scope_kind=kind, scope_id=id)
    assert grants() == (0, 0)


def test_ending_a_role_takes_it_away_at_once_and_says_who_and_why(country, at):
    joined = staff(at, Role.CARETAKER, "space", country["a"].id)
    admin = staff(at, Role.ADMINISTRATOR, "network", country["north"].id)
    grant = RoleGrant.objects.get(person_id=joined.person_id)
    actions.end_role(actor=acting(admin, at), at=at + DAY, grant_id=grant.id, reason=" ย้ายบ้าน ")
    grant.refresh_from_db()
    assert (grant.until, grant.ended_by, grant.end_reason) == (at + DAY, admin.key, "ย้ายบ้าน")
    assert [len(acting(joined, moment).grants) for moment in (at, at + DAY)] == [1, 0]
    fact = Fact.objects.get(verb="people.role_ended")
    assert (fact.actor_key, fact.subject_key, fact.space_id, fact.changed) == (admin.key, joined.key, country["a"].id, ["caretaker"])
    with pytest.raises(actions.RoleAlreadyEnded):
        actions.end_role(actor=acting(admin, at), at=at + 2 * DAY, grant_id=grant.id)
    assert Fact.objects.filter(verb="people.role_ended").count() == 1


def test_a_role_that_has_yet_to_begin_then_never_does(at):
    someone = person(at)
    id = actions.grant_role(
        actor=system("t"), at=at, person_id=someone.person_id, role=Role.ANALYST, scope_kind="national", since=at + DAY
    )
    assert len(acting(someone, at).grants) == 1
    actions.end_role(actor=system("t"), at=at, grant_id=id)
    assert [len(acting(someone, at + n * DAY).grants) for n in range(3)] == [0, 0, 0]
    with pytest.raises(actions.RoleAlreadyEnded):
        actions.end_role(actor=system("t"), at=at, grant_id=id)


def test_roles_elsewhere_cannot_be_ended(country, at):
    staff(at, Role.CARETAKER, "space", country["d"].id)
    grant = RoleGrant.objects.get()
    with pytest.raises(NotAllowed):
        actions.end_role(actor=acting(staff(at, Role.ADMINISTRATOR, "network", country["north"].id), at), at=at, grant_id=grant.id)
    grant.refresh_from_db()
    assert grant.until is None


def test_the_last_national_administrator_cannot_be_ended(at):
    first = staff(at, Role.ADMINISTRATOR)
    grant = RoleGrant.objects.get()
    with pytest.raises(actions.LastAdministrator):
        actions.end_role(actor=acting(first, at), at=at, grant_id=grant.id)
    # One whose role ends within the hour does not count as someone who is left.
    staff(at, Role.ADMINISTRATOR, until=at + timedelta(minutes=30))
    with pytest.raises(actions.LastAdministrator):
        actions.end_role(actor=acting(first, at), at=at, grant_id=grant.id)
    staff(at, Role.ADMINISTRATOR)
    actions.end_role(actor=acting(first, at), at=at, grant_id=grant.id)
    assert acting(first, at).grants == ()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("skew", [timedelta(0), timedelta(milliseconds=5)])
def test_the_last_two_administrators_cannot_end_each_other_at_once(at, skew):
    both = [staff(at, Role.ADMINISTRATOR) for _ in range(2)]
    ids = [RoleGrant.objects.get(person_id=one.person_id).id for one in both]
    together, outcomes = threading.Barrier(2), []

    def end(mine: int) -> None:
        try:
            together.wait()
            actions.end_role(actor=acting(both[mine], at), at=at + DAY - mine * skew, grant_id=ids[1 - mine])
            outcomes.append("ended")
        except (actions.LastAdministrator, NotAllowed):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=end, args=(mine,)) for mine in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["ended", "refused"]
    assert RoleGrant.objects.filter(until__isnull=True).count() == 1


@pytest.mark.parametrize("where", REACH, ids=lambda where: "-".join(where).strip("-"))
def test_the_list_of_roles_and_of_places_shows_what_one_may_grant_and_nothing_else(country, at, where):
    for place, kind in PLACES.items():
        staff(at, Role.CARETAKER, kind, country[place].id if place in country else None, name=place)
    kind, name = where
    admin = acting(staff(at, Role.ADMINISTRATOR, kind, country[name].id if name else None, name="เรา"), at)
    rows = queries.roles_within(actor=admin, at=at).rows
    assert {row.person_name for row in rows} == REACH[where] | {"เรา"}
    assert [row.person_name for row in rows if row.is_me] == ["เรา"]
    offered = {row.kind if row.kind == "national" else row.id for row in queries.places_to_grant(actor=admin, at=at)}
    assert offered == {country[one].id if one in country else one for one in REACH[where]}


def test_nobody_else_sees_any_role(country, at):
    staff(at, Role.ADMINISTRATOR)
    for actor in (acting(staff(at, Role.LIBRARIAN), at), acting(person(at), at), acting(staff(at, Role.ADMINISTRATOR), at, secure=False)):
        assert queries.roles_within(actor=actor, at=at).rows == []
        assert queries.places_to_grant(actor=actor, at=at) == []


def test_the_list_goes_on_page_by_page_with_the_same_number_of_queries(country, at, django_assert_num_queries):
    admin = acting(staff(at, Role.ADMINISTRATOR, name="เรา"), at)
    for name in ("หนึ่ง", "สอง", "สาม"):
        actions.grant_role(actor=admin, at=at, person_id=person(at, name).person_id, role=Role.ANALYST, scope_kind="national")

    def read(limit: int) -> queries.GrantPage:
        with django_assert_num_queries(3):
            return queries.roles_within(actor=admin, at=at, limit=limit)

    assert [row.person_name for row in read(1).rows] == ["สาม"]
    first = read(3)
    assert [row.person_name for row in first.rows] == ["สาม", "สอง", "หนึ่ง"]
    assert [row.granted_by for row in first.rows] == ["เรา"] * 3
    rest = queries.roles_within(actor=admin, at=at, limit=3, after=first.after)
    assert ([row.person_name for row in rest.rows], rest.after) == (["เรา"], None)


def test_spaces_are_found_by_a_part_of_their_name(country, at):
    admin = acting(staff(at, Role.ADMINISTRATOR), at)
    space("quiet", within=country["south"])
    found = queries.places_to_grant(actor=admin, at=at, text="QUIET library")
    assert [row.name.en for row in found if row.kind == "space"] == ["Library quiet"]
