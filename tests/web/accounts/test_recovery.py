"""Every second step is lost: three days, a letter that stops it, and for whoever has a role the machine alone."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db.models import F
from django.test import Client

from rianru.core.actors import Role
from rianru.core.models import Fact, Notice
from rianru.kernel.refusals import NotFound
from rianru.people.models import Recovery
from tests.people.making import person, staff
from tests.web.accounts.signing import app_code, enrol, proven, reverse, sign_in, sign_in_with_app

pytestmark = pytest.mark.django_db
PASSWORD = "ข้าวเหนียวมะม่วง"
MANEE = "manee@example.org"


@pytest.fixture
def member(at):
    joined = proven(person(at, "มานี", email=MANEE, password=PASSWORD))
    enrol(joined)
    return joined


def first_step(member) -> Client:
    client = Client()
    assert sign_in(client, member, PASSWORD).url == reverse("mfa_authenticate")
    return client


def pass_by(**time: float) -> None:
    """Turns the clock of what waits."""
    Recovery.objects.update(asked_at=F("asked_at") - timedelta(**time), due_at=F("due_at") - timedelta(**time))


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def ask(client: Client) -> None:
    assert client.post(reverse("account_recovery")).status_code == 302


def stop_link() -> str:
    body = Notice.objects.get(kind="account.recovery_asked").body
    return re.search(r"https?://[^/]+(/\S+/stop/)", body)[1]  # type: ignore[index]


def test_after_three_days_they_come_in_without_and_are_told_each_time(member):
    ask(first_step(member))
    pass_by(days=3)
    client = first_step(member)
    assert client.post(reverse("account_recovery")).status_code == 302
    assert (is_in(client), Authenticator.objects.count()) == (True, 0)
    assert {"account.recovery_asked", "account.recovered"} <= set(Notice.objects.values_list("kind", flat=True))
    verbs = list(Fact.objects.order_by("id").values_list("verb", flat=True))
    assert verbs[-2:] == ["people.recovery_asked", "people.second_factor_cleared"]


def test_not_an_hour_before(member):
    ask(first_step(member))
    pass_by(days=2, hours=23)
    client = first_step(member)
    ask(client)  # asked again while it runs: the day stays
    assert (is_in(client), Authenticator.objects.count(), Recovery.objects.count()) == (False, 2, 1)


def test_nobody_asks_without_the_first_step(member):
    assert Client().post(reverse("account_recovery")).url.startswith(reverse("account_login"))
    assert Recovery.objects.count() == 0


def test_the_owner_stops_it_by_the_letter_once_and_only_when_they_press(member):
    ask(first_step(member))
    link = stop_link()
    assert Client().get(link).status_code == 200
    assert Recovery.objects.get().ended_at is None  # programs open links before people do
    assert Client().post(link).status_code == 200
    pass_by(days=4)
    client = first_step(member)
    client.post(reverse("account_recovery"))
    assert (is_in(client), Authenticator.objects.count()) == (False, 2)
    assert Client().post(link).status_code == 404


def test_whoever_shows_the_second_step_has_not_lost_it(member):
    ask(first_step(member))
    sign_in_with_app(Client(), member, PASSWORD)
    assert Recovery.objects.get().ended_at is not None


def test_staff_do_not_get_in_by_waiting(at):
    joined = proven(staff(at, Role.LIBRARIAN, email=MANEE, password=PASSWORD))
    enrol(joined)
    client = first_step(joined)
    page = client.get(reverse("account_recovery"))
    assert "rianru clear-second-factor" in page.content.decode()
    assert client.post(reverse("account_recovery")).status_code == 403
    assert Recovery.objects.count() == 0


def test_a_member_who_becomes_staff_meanwhile_does_not_either(member, at):
    from rianru.people import actions
    from tests.people.making import MACHINE

    ask(first_step(member))
    pass_by(days=3)
    actions.grant_role(actor=MACHINE, at=at, person_id=member.person_id, role=Role.ADMINISTRATOR, scope_kind="national", scope_id=None)
    client = first_step(member)
    assert client.post(reverse("account_recovery")).status_code == 403
    assert (is_in(client), Authenticator.objects.count()) == (False, 2)


def test_the_machine_clears_it_records_it_and_writes_to_the_owner(at, capsys):
    joined = proven(staff(at, Role.ADMINISTRATOR, email=MANEE, password=PASSWORD))
    enrol(joined)
    call_command("clear_second_factor", "Manee@Example.org ")
    assert "2" in capsys.readouterr().out
    assert Authenticator.objects.count() == 0
    assert Fact.objects.latest("id").verb == "people.second_factor_cleared"
    assert Notice.objects.get().address == MANEE
    client = Client()
    assert sign_in(client, joined, PASSWORD).url.split("?")[0] == reverse("mfa_activate_totp")  # roles wait for a new one


def test_the_machine_knows_no_account_that_is_none():
    with pytest.raises(NotFound):
        call_command("clear_second_factor", "nobody@example.org")


# Recovery codes


def test_codes_are_shown_once_and_as_a_file_then_counted(member):
    client = Client()
    sign_in_with_app(client, member, PASSWORD)
    address, file = reverse("mfa_view_recovery_codes"), reverse("mfa_download_recovery_codes")
    codes = re.findall(r"<code>(\d{8})</code>", client.get(address).content.decode())
    assert len(codes) == 10
    assert [code in client.get(file).content.decode() for code in codes] == [True] * 10
    other = Client()
    sign_in_with_app(other, member, PASSWORD)
    page = other.get(address).content.decode()
    assert (re.findall(r"<code>", page), "เหลือ 10 จาก 10" in page) == ([], True)
    assert other.get(file).url == address


def test_codes_are_gone_after_ten_minutes(member, monkeypatch):
    import time

    client = Client()
    sign_in_with_app(client, member, PASSWORD)
    address = reverse("mfa_view_recovery_codes")
    assert "<code>" in client.get(address).content.decode()
    late = time.time() + 601
    monkeypatch.setattr("rianru.web.accounts.codes.time.time", lambda: late)
    assert "<code>" not in client.get(address).content.decode()


def test_a_code_signs_in_once(member):
    client = Client()
    sign_in_with_app(client, member, PASSWORD)
    code = re.findall(r"<code>(\d{8})</code>", client.get(reverse("mfa_view_recovery_codes")).content.decode())[0]
    one, two = first_step(member), first_step(member)
    assert one.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert two.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
    assert (is_in(one), is_in(two)) == (True, False)
    assert two.post(reverse("mfa_authenticate"), {"code": app_code()}).status_code == 302
