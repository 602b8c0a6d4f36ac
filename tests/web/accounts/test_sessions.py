"""Where one is signed in, and ending it; proof that must be fresh before what matters."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from rianru.core.models import Notice
from rianru.people.jobs import forget_sign_ins
from rianru.people.models import Account
from rianru.web.accounts.middleware import Accounts, actor_behind
from tests.people.making import person
from tests.web.accounts.signing import account, proven, reverse, sign_in
from tests.web.accounts.test_providers import mailed_code

pytestmark = pytest.mark.django_db
PASSWORD = "ข้าวเหนียวมะม่วง"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/121.0"


@pytest.fixture
def member(at):
    return proven(person(at, "มานี", email="manee@example.org", password=PASSWORD))


def browser(member, agent: str = LAPTOP) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    assert sign_in(client, member, PASSWORD).status_code == 302
    return client


def stale(client: Client) -> None:
    """Signed in an hour ago."""
    session = client.session
    session["account_authentication_methods"] = [{**one, "at": one["at"] - 3600} for one in session["account_authentication_methods"]]
    session.save()


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_each_browser_is_named_this_one_first(member):
    phone, laptop = browser(member, PHONE), browser(member, LAPTOP)
    places = phone.get(reverse("account_sessions")).context["places"]
    assert [(str(place.device), place.here) for place in places] == [("Chrome · Android", True), ("Firefox · Windows", False)]
    assert is_in(laptop)


def test_one_is_ended_from_another_and_nobody_elses(member, at):
    phone, laptop = browser(member, PHONE), browser(member, LAPTOP)
    other = browser(proven(person(at, email="piti@example.org", password=PASSWORD)))
    theirs = UserSession.objects.get(session_key=other.session.session_key)
    for one in (theirs.pk, "0", "x", ""):
        phone.post(reverse("account_sessions"), {"end": str(one)})
    assert (is_in(phone), is_in(laptop), is_in(other)) == (True, True, True)
    laptops = UserSession.objects.get(session_key=laptop.session.session_key)
    phone.post(reverse("account_sessions"), {"end": str(laptops.pk)})
    assert (is_in(phone), is_in(laptop), is_in(other)) == (True, False, True)


def test_all_others_are_ended_at_once(member):
    here, *others = [browser(member) for _ in range(3)]
    here.post(reverse("account_sessions"), {"end": "others"})
    assert [is_in(one) for one in (here, *others)] == [True, False, False]


def test_ending_takes_fresh_proof(member):
    phone, laptop = browser(member, PHONE), browser(member)
    stale(phone)
    page = phone.post(reverse("account_sessions"), {"end": "others"})
    assert page.url.split("?")[0] == reverse("account_reauthenticate")
    assert is_in(laptop)


def test_addresses_of_ended_sessions_are_forgotten(member):
    browser(member)
    here = browser(member)
    Session.objects.exclude(session_key=here.session.session_key).delete()
    forget_sign_ins(0)
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [here.session.session_key]


def test_the_names_of_devices_are_only_names_that_we_know(member):
    client = browser(member, "<script>alert(1)</script> Linux")
    assert "<script>alert" not in client.get(reverse("account_sessions")).content.decode()
    assert str(client.get(reverse("account_sessions")).context["places"][0].device) == "Linux"


# Those with neither a password nor a second step


@pytest.fixture
def coded(at):
    """Someone who signs in by codes alone, in a session of an hour ago."""
    joined = proven(person(at, "ชูใจ", email="chujai@example.org"))
    client = Client()
    client.force_login(account(joined), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_code_by_e_mail_is_fresh_proof_for_those_with_nothing_else(coded):
    address = reverse("mfa_add_webauthn")
    where = coded.get(address).url
    assert where == f"{reverse('account_reauthenticate_code')}?next={address.replace('/', '%2F')}"
    assert coded.post(where).status_code == 302
    assert coded.post(where, {"code": "WRONGX"}).status_code == 200
    assert coded.get(address).status_code == 302
    assert coded.post(where, {"code": mailed_code()}).url == address
    assert coded.get(address).status_code == 200


def test_a_code_for_another_purpose_or_of_another_session_is_no_proof(coded, member):
    where = reverse("account_reauthenticate_code")
    coded.post(where)
    code = mailed_code()
    thief = browser(member)
    thief.post(where)
    assert thief.post(where, {"code": code}).status_code == 200
    assert coded.post(where, {"code": code}).status_code == 302
    assert coded.post(where, {"code": code}).status_code == 200  # once


def test_a_code_is_too_old_after_ten_minutes(coded, monkeypatch):
    where = reverse("account_reauthenticate_code")
    coded.post(where)
    code, late = mailed_code(), timezone.now() + timedelta(seconds=601)
    monkeypatch.setattr("rianru.web.accounts.mailed_codes.time.time", late.timestamp)
    assert coded.post(where, {"code": code}).status_code == 200
    assert coded.get(reverse("mfa_add_webauthn")).status_code == 302


def test_codes_are_not_kept_in_clear(coded):
    coded.post(reverse("account_reauthenticate_code"))
    kept = str(coded.session["mailed_code.fresh"])
    assert mailed_code() not in kept
    assert mailed_code().replace("-", "") not in kept
    assert Notice.objects.get().address == "chujai@example.org"


def test_who_may_no_longer_sign_in_or_has_another_password_is_out_at_the_next_request(member):
    here, there = browser(member), browser(member)
    assert (is_in(here), is_in(there)) == (True, True)
    own = Account.objects.get(id=member.account_id)
    own.set_password("แกงส้มชะอมไข่")
    own.save()
    assert (is_in(here), is_in(there)) == (False, False)
    again = Client()
    assert sign_in(again, member, "แกงส้มชะอมไข่").status_code == 302
    Account.objects.filter(id=member.account_id).update(is_active=False)
    assert is_in(again) is False


def test_whose_session_it_is_the_session_says_and_no_list(member, at):
    here = browser(member)
    other = proven(person(at, "ปิติ", email="piti@example.org", password=PASSWORD))
    UserSession.objects.filter(session_key=here.session.session_key).update(user_id=other.account_id)
    assert str(here.get(reverse("account")).wsgi_request.user.pk) == str(member.account_id)
    UserSession.objects.all().delete()
    assert str(here.get(reverse("account")).wsgi_request.user.pk) == str(member.account_id)


def test_who_is_signed_in_is_read_along_with_the_session(member, django_assert_num_queries):
    request = browser(member).get(reverse("account")).wsgi_request
    store = request.session.__class__(request.session.session_key)
    fresh = RequestFactory().get("/")
    fresh.session = store
    Accounts(lambda asked: HttpResponse()).process_request(fresh)
    with django_assert_num_queries(1):
        assert fresh.user.pk == member.account_id
        assert actor_behind(fresh).key == member.key
