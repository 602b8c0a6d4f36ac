"""Who asks to join a network is heard, and hears how it was decided and why: each by one letter, nobody else by any."""

from datetime import timedelta

import pytest

from rianru.core.actors import Role
from rianru.core.models import Fact, Notice
from rianru.kernel.refusals import NotAllowed
from rianru.people import actions
from rianru.places import actions as places
from rianru.places.models import NetworkStatus
from tests.factories import AT, HOUSE
from tests.people import making

pytestmark = pytest.mark.django_db
SITE = "https://rianru.example"
HOUR = timedelta(hours=1)


@pytest.fixture
def asked():
    """A keeper of a place asks; somebody leads the network, somebody another one, somebody keeps another place."""
    network, other = making.network("north"), making.network("south")
    space, far = (making.space(code, within=other) for code in ("here", "far"))
    keeper = making.staff(AT, Role.CARETAKER, "space", space.id, name="วีระ")
    for role, kind, id in ((Role.OFFICER, "network", network.id), (Role.OFFICER, "network", other.id),
                           (Role.CARETAKER, "space", far.id), (Role.ANALYST, "network", network.id)):
        making.staff(AT, role, kind, id, name=f"{role}-{id}")
    places.ask_to_join(actor=making.acting(keeper, AT), at=AT, space_id=space.id, network_id=network.id,
                       reason="เด็กมาทุกเย็น")
    return network, space


def told(at=AT, actor=HOUSE):
    """Tells of what was written last; the letters of it, as address, subject and body."""
    last = NetworkStatus.objects.order_by("-set_at", "-id").first()
    before = set(Notice.objects.values_list("id", flat=True))
    count = actions.tell_of_standing(actor=actor, at=at, status_id=last.id, site=SITE)
    found = list(Notice.objects.exclude(id__in=before).order_by("address"))
    assert len(found) == count
    return found


def addresses(role, kind, id):
    from rianru.people.models import RoleGrant

    grants = RoleGrant.objects.filter(role=role, scope_kind=kind, scope_id=id)
    return sorted(grants.values_list("person__account__email", flat=True))


def test_a_request_reaches_who_leads_the_network_and_nobody_else(asked):
    network, space = asked
    [letter] = told()
    assert letter.address == addresses(Role.OFFICER, "network", network.id)[0]
    assert letter.subject == f"{space.name_th} ขอเข้าร่วม{network.name_th}"
    assert ("เด็กมาทุกเย็น" in letter.body, f"{SITE}/desk/networks/north/" in letter.body) == (True, True)


def test_where_nobody_leads_the_network_the_country_is_told(asked):
    network, _ = asked
    actions.end_role(actor=HOUSE, at=AT + HOUR, reason="ย้าย", grant_id=making_grant(network.id))
    national = making.staff(AT, Role.ADMINISTRATOR, "national", None, name="ส่วนกลาง")
    assert national
    assert [one.address for one in told(AT + 2 * HOUR)] == addresses(Role.ADMINISTRATOR, "national", None)


def making_grant(network_id):
    from rianru.people.models import RoleGrant

    return RoleGrant.objects.get(role=Role.OFFICER, scope_id=network_id).id


@pytest.mark.parametrize(("status", "subject"), [("declined", "ยังไม่รับ"), ("pilot", "นำร่อง")])
def test_the_decision_reaches_who_asked_with_its_reason(asked, status, subject):
    network, space = asked
    places.set_status(actor=HOUSE, at=AT + HOUR, space_id=space.id, network_id=network.id, status=status,
                      reason="ขอดูเวลาเปิดก่อน")
    [letter] = told(AT + HOUR)
    assert letter.address == addresses(Role.CARETAKER, "space", space.id)[0]
    assert (subject in letter.subject, "“ขอดูเวลาเปิดก่อน”" in letter.body, f"{SITE}/networks/north/" in letter.body) == (True,) * 3


def test_who_asked_hears_though_they_keep_it_no_more_and_so_does_who_keeps_it_now(asked):
    network, space = asked
    old = addresses(Role.CARETAKER, "space", space.id)
    actions.end_role(actor=HOUSE, at=AT + HOUR, reason="ย้าย", grant_id=making_of(space.id))
    making.staff(AT, Role.CARETAKER, "space", space.id, name="คนใหม่")
    new = [one for one in addresses(Role.CARETAKER, "space", space.id) if one not in old]
    places.set_status(actor=HOUSE, at=AT + 2 * HOUR, space_id=space.id, network_id=network.id, status="pilot")
    assert sorted(one.address for one in told(AT + 2 * HOUR)) == sorted([*old, *new])


def making_of(space_id):
    from rianru.people.models import RoleGrant

    return RoleGrant.objects.get(role=Role.CARETAKER, scope_id=space_id).id


def test_it_is_told_in_the_transaction_that_wrote_it_and_not_weeks_later(asked):
    from procrastinate.contrib.django.models import ProcrastinateJob

    one = NetworkStatus.objects.get()
    waiting = ProcrastinateJob.objects.filter(task_name="people.tell_of_standing").values_list("args", flat=True)
    assert [args["status_id"] for args in waiting] == [str(one.id)]
    assert told(AT + timedelta(days=8)) == []


def test_the_fact_of_it_names_nobody_and_only_the_house_tells(asked):
    told()
    fact = Fact.objects.get(verb="people.standing_told")
    assert (fact.count, fact.subject_key) == (1, None)
    with pytest.raises(NotAllowed):
        told(actor=making.acting(making.person(AT, "ใครก็ได้"), AT))
