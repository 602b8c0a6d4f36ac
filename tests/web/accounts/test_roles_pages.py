"""The pages on which administrators grant and end roles."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rianru.core.actors import Role
from rianru.people.models import RoleGrant
from rianru.web.accounts.grants import DayField
from tests.people.making import network, person, space, staff
from tests.web.accounts.signing import reverse, sign_in_with_app

pytestmark = pytest.mark.django_db
PASSWORD = "ข้าวเหนียวมะม่วง"


@pytest.fixture
def desk(client):
    """An administrator of the network "north", signed in; a space of theirs and one that is not."""
    at, north = timezone.now(), network("north")
    own, other = space("own", within=north), space("other", within=network("south"))
    admin = staff(at, Role.ADMINISTRATOR, "network", north.id, name="ปิติ", password=PASSWORD)
    sign_in_with_app(client, admin, PASSWORD)
    return {"client": client, "admin": admin, "own": own, "other": other, "north": north}


def form(place: str, **more: str) -> dict[str, str]:
    return {"email": "weera@example.org", "role": "caretaker", "place": place, "until_on": "", "reason": "รับช่วงต่อ", **more}


def test_a_role_is_granted_by_e_mail_shown_in_the_list_and_ended(desk):
    client = desk["client"]
    joined = person(timezone.now(), "วีระ", email="weera@example.org")
    last = timezone.localdate() + timedelta(days=300)
    assert client.post(reverse("people_grant"), form(f"space:{desk['own'].id}", until_on=last.isoformat())).url == reverse("people")
    grant = RoleGrant.objects.get(person_id=joined.person_id)
    # The role ends with that day in Bangkok.
    assert (grant.role, grant.scope_id, grant.until) == ("caretaker", desk["own"].id, datetime.combine(last, time(17), UTC))
    html = client.get(reverse("people")).content.decode()
    for word in ("วีระ", "weera@example.org", "ผู้ดูแลสถานที่", "ห้องสมุด own", "รับช่วงต่อ", "ปิติ"):
        assert word in html
    assert client.post(reverse("people_end", grant_id=grant.id), {"reason": "ย้าย"}).url == reverse("people")
    grant.refresh_from_db()
    assert (grant.until <= timezone.now(), grant.end_reason) == (True, "ย้าย")
    assert "วีระ" not in client.get(reverse("people")).content.decode()


def test_places_beyond_ones_scope_are_neither_offered_nor_accepted(desk):
    person(timezone.now(), email="weera@example.org")
    html = desk["client"].get(reverse("people_grant")).content.decode()
    assert ("ห้องสมุด own" in html, "ห้องสมุด other" in html, "ทั้งประเทศ" in html) == (True, False, False)
    for place in (f"space:{desk['other'].id}", "national:", "space:", "nonsense", f"network:{desk['own'].id}"):
        said = desk["client"].post(reverse("people_grant"), form(place)).content.decode()
        assert "เลือกจากรายการ" in said
    assert RoleGrant.objects.count() == 1


def test_what_cannot_be_granted_is_said_at_the_form(desk):
    client, place = desk["client"], f"space:{desk['own'].id}"
    assert "ยังไม่มีบัญชีของอีเมลนี้" in client.post(reverse("people_grant"), form(place)).content.decode()
    person(timezone.now(), email="weera@example.org")
    assert "วันสิ้นสุดต้องมาหลังวันเริ่ม" in client.post(reverse("people_grant"), form(place, until_on="2020-01-01")).content.decode()
    client.post(reverse("people_grant"), form(place))
    assert "มีสิทธิ์นี้ที่นี่ในช่วงเวลานั้นแล้ว" in client.post(reverse("people_grant"), form(place)).content.decode()
    assert RoleGrant.objects.count() == 2


def test_the_role_of_someone_elsewhere_does_not_even_exist(desk):
    elsewhere = staff(timezone.now(), Role.CARETAKER, "space", desk["other"].id)
    grant = RoleGrant.objects.get(person_id=elsewhere.person_id)
    assert desk["client"].get(reverse("people_end", grant_id=grant.id)).status_code == 404
    assert desk["client"].post(reverse("people_end", grant_id=grant.id)).status_code == 404
    grant.refresh_from_db()
    assert grant.until is None


def test_one_who_ends_their_own_role_is_out_with_the_next_click(desk):
    mine = RoleGrant.objects.get(person_id=desk["admin"].person_id)
    assert desk["client"].post(reverse("people_end", grant_id=mine.id)).url == reverse("people")
    assert desk["client"].get(reverse("people")).status_code == 403


def test_the_list_of_spaces_is_narrowed_by_a_part_of_the_name(desk):
    space("temple", within=desk["north"])
    html = desk["client"].get(reverse("people_grant"), {"place": "TEMPLE"}).content.decode()
    assert ("ห้องสมุด temple" in html, "ห้องสมุด own" in html) == (True, False)


@pytest.mark.parametrize("after", ["x", "00000000-0000-0000-0000-00000000000g"])
def test_a_page_that_nobody_has_is_not_found(desk, after):
    assert desk["client"].get(reverse("people"), {"after": after}).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_list(desk, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 3):
        while RoleGrant.objects.count() < 1 + number:
            staff(timezone.now(), Role.CARETAKER, "space", desk["own"].id)
        with CaptureQueriesContext(connection, ) as seen:
            desk["client"].get(reverse("people"))
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("typed", "day"), [
    ("2027-09-30", (2027, 9, 30)), ("30/9/2570", (2027, 9, 30)), ("๓๐/๙/๒๕๗๐", (2027, 9, 30)), ("30/9/2027", (2027, 9, 30)),
])
def test_a_day_may_be_typed_in_either_era_and_either_digits(typed, day):
    found = DayField(required=False).clean(typed)
    assert (found.year, found.month, found.day) == day


@pytest.mark.parametrize("typed", ["31/2/2570", "30/9/70", "soon", "30-9", "1/2/3/4", "30/9/99999"])
def test_a_day_that_is_not_clear_is_refused(typed):
    from django.forms import ValidationError

    with pytest.raises(ValidationError):
        DayField(required=False).clean(typed)


def test_nobody_else_has_these_pages():
    for name in ("people", "people_grant"):
        assert Client().get(reverse(name)).url.startswith(reverse("account_login"))
