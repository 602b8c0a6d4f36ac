import re
import threading
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from rianru.core.actors import ANONYMOUS, NATIONAL, Role, system
from rianru.core.models import Fact
from rianru.kernel.refusals import NotAllowed
from rianru.people import actions
from rianru.people.actions.joining import EmailUnusable
from rianru.people.models import Account, Person, RoleGrant, SignInLink
from tests.people.making import MACHINE, acting, person, staff

pytestmark = pytest.mark.django_db


def make(at, email="boss@example.org"):
    return actions.make_admin(actor=MACHINE, at=at, email=email)


def test_the_first_administrator_is_made_on_the_machine_with_a_link_that_works_once(at):
    made = make(at)
    assert actions.use_sign_in_link(actor=ANONYMOUS, at=at, token=made.token) == made.account_id
    with pytest.raises(actions.SignInLinkSpent):
        actions.use_sign_in_link(actor=ANONYMOUS, at=at, token=made.token)
    grant = RoleGrant.objects.get()
    assert (grant.role, grant.scope_kind, grant.scope_id, grant.until, grant.granted_by) == ("administrator", "national", None, None, None)
    assert Account.objects.get().has_usable_password() is False
    assert sorted(Fact.objects.values_list("verb", flat=True)) == [
        "people.administrator_made", "people.joined", "people.sign_in_link_used",
    ]


def test_the_token_is_kept_nowhere(at):
    made = make(at)
    row = SignInLink.objects.get()
    assert (len(made.token), len(bytes(row.token_hash)), made.token.encode() in bytes(row.token_hash)) == (43, 32, False)


@pytest.mark.parametrize(("after", "works"), [(timedelta(minutes=59, seconds=59), True), (timedelta(hours=1), False)])
def test_a_link_lives_for_one_hour(at, after, works):
    made = make(at)
    try:
        actions.use_sign_in_link(actor=ANONYMOUS, at=at + after, token=made.token)
        worked = True
    except actions.SignInLinkSpent:
        worked = False
    assert (worked, SignInLink.objects.filter(used_at__isnull=False).count()) == (works, int(works))


def test_a_new_link_replaces_the_earlier_one_and_the_role_is_not_given_twice(at):
    old, new = make(at), make(at, " BOSS@example.org")
    assert old.account_id == new.account_id
    with pytest.raises(actions.SignInLinkSpent):
        actions.use_sign_in_link(actor=ANONYMOUS, at=at, token=old.token)
    assert actions.use_sign_in_link(actor=ANONYMOUS, at=at, token=new.token) == new.account_id
    assert (RoleGrant.objects.count(), Person.objects.count()) == (1, 1)


def test_one_whose_role_would_end_or_has_ended_becomes_an_administrator_for_good(at):
    joined = staff(at, Role.ADMINISTRATOR, until=at + timedelta(days=2), email="boss@example.org")
    later = at + timedelta(days=1)
    make(later)
    actor = acting(joined, later)
    assert [actor.holds(Role.ADMINISTRATOR, scope=NATIONAL, at=later + timedelta(days=n)) for n in (0, 1, 400)] == [True] * 3
    actions.grant_role(actor=MACHINE, at=at, person_id=person(at).person_id, role=Role.ADMINISTRATOR, scope_kind="national")
    for grant in RoleGrant.objects.filter(person_id=joined.person_id, until__isnull=True):
        actions.end_role(actor=MACHINE, at=later, grant_id=grant.id)
    make(later + timedelta(days=9))
    assert acting(joined, later + timedelta(days=9)).is_staff


def test_a_closed_account_is_opened_again_by_the_machine_alone(at):
    joined = person(at, email="boss@example.org")
    Account.objects.update(is_active=False)
    made = make(at)
    assert (made.account_id, Account.objects.get().is_active) == (joined.account_id, True)


def test_only_the_installation_makes_administrators(at):
    for actor in (ANONYMOUS, acting(person(at), at), acting(staff(at, Role.ADMINISTRATOR), at)):
        with pytest.raises(NotAllowed):
            actions.make_admin(actor=actor, at=at, email="evil@example.org")
    assert (Account.objects.filter(email="evil@example.org").count(), SignInLink.objects.count()) == (0, 0)


@pytest.mark.parametrize("token", ["", "x", "ก" * 43, "\0", "A" * 100_000])
def test_a_token_that_was_never_made_is_refused(at, token):
    make(at)
    with pytest.raises(actions.SignInLinkSpent):
        actions.use_sign_in_link(actor=ANONYMOUS, at=at, token=token)


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_use_one_link_at_once_one_gets_in(at):
    made, outcomes, together = make(at), [], threading.Barrier(8)

    def use() -> None:
        try:
            together.wait()
            actions.use_sign_in_link(actor=ANONYMOUS, at=at, token=made.token)
            outcomes.append("in")
        except actions.SignInLinkSpent:
            outcomes.append("out")
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in"] + ["out"] * 7


def test_clearing_a_password_is_for_the_house_alone(at):
    joined = person(at, password="ข้าวเหนียวมะม่วง")
    with pytest.raises(NotAllowed):
        actions.clear_password(actor=acting(joined, at), at=at, account_id=joined.account_id)
    assert [actions.clear_password(actor=system("t"), at=at, account_id=joined.account_id) for _ in range(2)] == [True, False]


def test_the_command_prints_a_link_that_signs_in(settings):
    settings.PUBLIC_URL = "https://rianru.example.org"
    said = StringIO()
    call_command("make_admin", "boss@example.org", "--name", "ปิติ", stdout=said)
    token = re.search(r"https://rianru\.example\.org/sign-in-link/([\w-]{43})/", said.getvalue())[1]
    now = datetime.now(UTC)
    assert actions.use_sign_in_link(actor=ANONYMOUS, at=now, token=token) == Account.objects.get().id
    assert Person.objects.get().given_name == "ปิติ"


def test_the_command_refuses_what_is_no_address_in_both_languages():
    with pytest.raises(EmailUnusable) as refused:
        call_command("make_admin", "nonsense")
    assert "ยังไม่ใช่อีเมล" in refused.value.text("th")
    assert "is not an e-mail address" in refused.value.text("en")
    assert Account.objects.count() == 0
