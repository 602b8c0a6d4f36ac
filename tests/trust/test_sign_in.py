"""TRUST row *sign-in*: ten failures in fifteen minutes per account and per address; links once, within an hour; staff need
a second factor; the same words and the same work whether or not the account exists. Each with a control that must fail."""

import hashlib
import re
import statistics
import threading
import time
from datetime import datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.cache import cache
from django.db import connection
from django.db.models import F, Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rianru.core.actors import Role
from rianru.core.models import Notice
from rianru.people.models import Account
from rianru.web.accounts import limits
from tests.people.making import person, staff
from tests.web.accounts.signing import app_code, enrol, proven, reverse, sign_in_with_app

pytestmark = [pytest.mark.trust, pytest.mark.django_db]
PASSWORD = "ข้าวเหนียวมะม่วง"
HERE, MISSING = "manee@example.org", "nobody@example.org"
LIMIT = 10
CODE = r"^([A-Z0-9-]{4,12})$"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def member(at):
    return proven(person(at, "มานี", email=HERE, password=PASSWORD))


def attempt(email: str, password: str = "ผิดแน่นอนจ้า", address: str = "203.0.113.1", **headers: str):
    cache.clear()  # the limits of pages are other limits; this row is about failures
    client = Client(REMOTE_ADDR=address, **headers)  # type: ignore[arg-type]
    return client.post(reverse("account_login"), {"login": email, "password": password})


def fail(times: int, email: str = HERE, address: str = "203.0.113.{n}", **headers: str) -> list[int]:
    return [attempt(email.format(n=n), address=address.format(n=n), **headers).status_code for n in range(times)]


def words(response) -> str:
    """The page without its tokens."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


# Ten failures per account


def test_ten_failures_lock_an_account_even_from_ten_addresses_and_for_the_right_password(member):
    assert fail(LIMIT) == [200] * 9 + [429]
    refused = attempt(HERE, PASSWORD, address="198.51.100.7")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")


def test_control_nine_failures_do_not(member):
    fail(LIMIT - 1)
    assert attempt(HERE, PASSWORD, address="198.51.100.7").status_code == 302


def test_control_with_the_counting_off_nothing_locks(member, settings):
    settings.AXES_ENABLED = False
    assert fail(LIMIT + 5) == [200] * 15
    assert attempt(HERE, PASSWORD).status_code == 302


@pytest.mark.parametrize("spelling", ["MANEE@EXAMPLE.ORG", "  manee@example.org ", "Manee@Example.Org"])
def test_another_spelling_is_the_same_account(member, spelling):
    fail(5)
    assert fail(5, email=spelling, address="198.51.100.{n}") == [200] * 4 + [429]
    assert attempt(HERE, PASSWORD, address="192.0.2.9").status_code == 429


def test_another_account_from_another_address_is_not_locked(member, at):
    other = proven(person(at, email="other@example.org", password=PASSWORD))
    fail(LIMIT)
    assert attempt("other@example.org", PASSWORD, address="198.51.100.7").status_code == 302
    assert other.account_id != member.account_id


def test_the_lock_ends_fifteen_minutes_after_the_last_failure_and_trying_meanwhile_does_not_prolong_it(member):
    fail(LIMIT)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=14, seconds=50))
    assert attempt(HERE, PASSWORD, address="198.51.100.7").status_code == 429
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(seconds=11))
    assert attempt(HERE, PASSWORD, address="198.51.100.7").status_code == 302


def test_the_longest_and_strangest_addresses_are_counted_and_break_nothing(member):
    for email in ("a" * 64 + "@" + "b." * 100 + "org", "x\0y@example.org", "ก" * 300, "'; drop table--@example.org"):
        assert attempt(email).status_code in (200, 429)


# Ten failures per address


def test_ten_failures_from_one_address_lock_the_address_for_every_account(member):
    assert fail(LIMIT, email="guess{n}@example.org", address="203.0.113.1") == [200] * 9 + [429]
    assert attempt(HERE, PASSWORD, address="203.0.113.1").status_code == 429
    assert attempt(HERE, PASSWORD, address="203.0.113.2").status_code == 302


def test_a_forwarded_address_that_no_proxy_of_ours_wrote_is_not_believed(member):
    codes = [
        attempt(f"guess{n}@example.org", address="203.0.113.1", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}", HTTP_X_REAL_IP=f"192.0.2.{n}",
                HTTP_FORWARDED=f"for=192.0.2.{n}").status_code
        for n in range(LIMIT)
    ]
    assert codes == [200] * 9 + [429]
    assert attempt(HERE, PASSWORD, address="203.0.113.1", HTTP_X_FORWARDED_FOR="198.51.100.99").status_code == 429


def test_behind_a_trusted_proxy_each_client_counts_by_itself_and_what_clients_prepend_does_not_count(member, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    fail(LIMIT, email="guess{n}@example.org", address="10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 198.51.100.1, 10.0.0.2")
    locked = {"HTTP_X_FORWARDED_FOR": "9.9.9.9, 198.51.100.1"}
    assert attempt(HERE, PASSWORD, address="10.0.0.1", **locked).status_code == 429
    assert attempt(HERE, PASSWORD, address="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.2").status_code == 302


def test_control_a_proxy_that_is_trusted_by_mistake_lets_the_address_be_forged(member, settings):
    settings.TRUSTED_PROXIES = ["203.0.113.1"]
    codes = [
        attempt(f"guess{n}@example.org", address="203.0.113.1", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}").status_code
        for n in range(LIMIT)
    ]
    assert codes == [200] * 10


def test_the_addresses_of_one_ipv6_customer_are_one_address(member):
    assert fail(LIMIT, email="guess{n}@example.org", address="2001:db8:1:2::{n}") == [200] * 9 + [429]
    assert attempt(HERE, PASSWORD, address="2001:db8:1:2:ffff::1").status_code == 429
    assert attempt(HERE, PASSWORD, address="2001:db8:1:3::1").status_code == 302


# Many at once


def at_once(number: int) -> int:
    """How many of `number` simultaneous attempts on one account had their password looked at."""
    together = threading.Barrier(number)

    def one(n: int) -> None:
        try:
            client = Client()
            together.wait()
            client.post(reverse("account_login"), {"login": HERE, "password": "ผิดแน่นอนจ้า"}, REMOTE_ADDR=f"203.0.113.{n}")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return AccessAttempt.objects.aggregate(all=Sum("failures_since_start"))["all"]


@pytest.mark.django_db(transaction=True)
def test_of_thirty_attempts_at_once_no_more_than_ten_are_looked_at(member):
    """Ten, unless the machine is so busy that some do not get their turn in time: those are not looked at either."""
    assert 1 <= at_once(30) <= LIMIT


@pytest.mark.django_db(transaction=True)
def test_control_without_taking_turns_more_get_through(member, monkeypatch):
    monkeypatch.setattr(limits, "_take_turns", lambda account, address: True)
    assert at_once(30) > LIMIT


# The same words and the same work


REQUESTS = {
    "login": ("account_login", {"login": "{email}", "password": "ผิดแน่นอนจ้า"}),
    "reset": ("account_reset_password", {"email": "{email}"}),
    "code": ("account_request_login_code", {"email": "{email}"}),
    "signup": ("account_signup", {"email": "{email}", "given_name": "ชูใจ", "password1": "ประโยคยาวที่จำง่าย"}),
}


def ask(what: str, email: str):
    """The answer to a form about `email`, followed to its end, without the address itself."""
    cache.clear()
    name, data = REQUESTS[what]
    response = Client().post(reverse(name), {key: value.format(email=email) for key, value in data.items()}, follow=True)
    shape = [(url, status) for url, status in response.redirect_chain]
    return shape, response.status_code, words(response).replace(email, "EMAIL"), sorted(response.cookies)


@pytest.mark.parametrize("what", REQUESTS)
def test_the_answer_is_the_same_whether_or_not_the_account_exists(member, what):
    assert ask(what, HERE) == ask(what, MISSING)


def test_the_lock_out_says_the_same_of_accounts_that_do_not_exist(member):
    here, missing = fail(LIMIT), fail(LIMIT, email=MISSING, address="198.51.100.{n}")
    assert here == missing
    assert words(attempt(HERE, PASSWORD, address="192.0.2.1")) == words(attempt(MISSING, PASSWORD, address="192.0.2.2"))


def test_control_an_answer_that_names_the_account_is_caught(member, settings):
    settings.ACCOUNT_PREVENT_ENUMERATION = False
    assert ask("reset", HERE) != ask("reset", MISSING)


def hashes(what: str, email: str, monkeypatch) -> int:
    """How often a password was hashed for an answer: what takes the time."""
    counted, real = [], hashlib.scrypt

    def counting(*args, **kwargs):
        counted.append(1)
        return real(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(hashlib, "scrypt", counting)
        ask(what, email)
    return len(counted)


@pytest.mark.parametrize("what", REQUESTS)
def test_the_costly_work_is_the_same_whether_or_not_the_account_exists(member, what, monkeypatch):
    expected = 1 if what in ("login", "signup") else 0
    assert (hashes(what, HERE, monkeypatch), hashes(what, MISSING, monkeypatch)) == (expected, expected)


def test_an_account_without_a_password_costs_the_same(at, monkeypatch):
    proven(person(at, email=HERE))
    assert hashes("login", HERE, monkeypatch) == 1


def test_control_a_signup_that_hashes_only_for_the_new_is_caught(member, monkeypatch):
    from allauth.account.forms import SignupForm

    from rianru.web.accounts import forms

    monkeypatch.setattr(forms.SignupForm, "try_save", SignupForm.try_save)
    assert hashes("signup", HERE, monkeypatch) != hashes("signup", MISSING, monkeypatch)


def took(what: str, email: str) -> tuple[float, int]:
    """The processor's time for an answer, which other work on the machine does not prolong, and its queries."""
    with CaptureQueriesContext(connection) as queries:
        began = time.thread_time()
        ask(what, email)
        return time.thread_time() - began, len(queries)


def ratio(what: str, rounds: int = 7) -> tuple[float, int]:
    """How much longer an answer takes where there is an account, by the medians of answers taken in turns; and how many
    more queries.
    """
    took(what, MISSING)
    pairs = []
    for n in range(rounds):
        AccessAttempt.objects.all().delete()
        pairs.append((took(what, HERE), took(what, f"nobody{n}@example.org")))
    here, missing = zip(*pairs, strict=True)
    times, queries = ([statistics.median(one[k] for one in column) for column in (here, missing)] for k in (0, 1))
    return times[0] / times[1], int(queries[0] - queries[1])


SAME = (2 / 3, 3 / 2)
QUERIES = {"login": 1, "reset": 1, "code": 0, "signup": 14}  # of some 0.3 ms; the hash of a password takes over 50


@pytest.fixture
def full_price(monkeypatch):
    """A hash of a password costs what it costs outside of tests, which make it cheap."""
    monkeypatch.setattr(ScryptPasswordHasher, "work_factor", 2**14)


@pytest.mark.parametrize("what", REQUESTS)
def test_the_time_is_of_one_class_whether_or_not_the_account_exists(full_price, member, what):
    times, queries = ratio(what)
    assert SAME[0] < times < SAME[1]
    assert abs(queries) <= QUERIES[what]


def test_control_an_answer_that_hashes_only_where_there_is_an_account_takes_visibly_longer(
    full_price, member, monkeypatch
):
    from allauth.account.auth_backends import AuthenticationBackend

    monkeypatch.setattr(AuthenticationBackend, "_mitigate_timing_attack", lambda backend, password: None)
    assert not SAME[0] < ratio("login")[0] < SAME[1]


# Reset links


def reset_link() -> str:
    Client().post(reverse("account_reset_password"), {"email": HERE})
    return found(r"https?://[^/]+(/\S+)", Notice.objects.filter(kind="account.password_reset_key").latest("queued_at").body)


def found(pattern: str, text: str) -> str:
    """The part in brackets."""
    match = re.search(pattern, text, re.MULTILINE)
    assert match is not None, text
    return match[1]


def use(link: str, password: str) -> bool:
    """Whether the link set the password."""
    cache.clear()
    client = Client()
    opened = client.get(link, follow=True)
    form = opened.request["PATH_INFO"]
    client.post(form, {"password1": password, "password2": password})
    return Account.objects.get(email=HERE).check_password(password)


def test_a_reset_link_works_once(member):
    link = reset_link()
    assert [use(link, "ประโยคใหม่หนึ่ง"), use(link, "ประโยคใหม่สอง")] == [True, False]
    assert Account.objects.get().check_password("ประโยคใหม่หนึ่ง")


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
def test_a_reset_link_works_within_an_hour(member, minutes, works, monkeypatch):
    link = reset_link()
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: datetime.now() + timedelta(minutes=minutes))
    assert use(link, "ประโยคใหม่หนึ่ง") is works


def test_control_with_a_longer_life_the_old_link_would_work(member, settings, monkeypatch):
    settings.PASSWORD_RESET_TIMEOUT = 7200
    link = reset_link()
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: datetime.now() + timedelta(minutes=61))
    assert use(link, "ประโยคใหม่หนึ่ง") is True


def test_a_new_password_starts_the_count_of_failures_anew_for_that_account(member):
    fail(LIMIT)
    assert use(reset_link(), "ประโยคใหม่หนึ่ง") is True
    assert attempt(HERE, "ประโยคใหม่หนึ่ง", address="198.51.100.7").status_code == 302


# Codes by e-mail


def code_client(email: str, address: str = "203.0.113.1") -> Client:
    cache.clear()
    client = Client(REMOTE_ADDR=address)
    assert client.post(reverse("account_request_login_code"), {"email": email}).status_code == 302
    return client


def type_code(client: Client, code: str) -> int:
    cache.clear()
    return client.post(reverse("account_confirm_login_code"), {"code": code}).status_code


@pytest.mark.parametrize("email", [HERE, MISSING])
def test_a_code_dies_after_three_wrong_tries_and_ten_lock_the_account(member, email):
    codes: list[int] = []
    for _ in range(4):
        client = code_client(email, address=f"203.0.113.{len(codes)}")
        codes += [type_code(client, "WRONGX") for _ in range(3)]
    assert codes == [200, 200, 302] * 3 + [429, 429, 429]
    assert attempt(HERE, PASSWORD, address="192.0.2.9").status_code == (429 if email == HERE else 302)


def test_the_right_code_signs_in_and_does_so_once(member):
    client = code_client(HERE)
    code = found(CODE, Notice.objects.get(kind="account.login_code").body)
    assert type_code(client, code) == 302
    assert client.get(reverse("account")).status_code == 200
    assert type_code(code_client(HERE), code) == 200


# Staff need a second factor


def may_see_roles(client: Client) -> bool:
    return client.get(reverse("people")).status_code == 200


def test_staff_without_an_app_are_sent_to_enrol_one_and_hold_no_role_until_then(at):
    joined = proven(staff(at, Role.ADMINISTRATOR, email=HERE, password=PASSWORD))
    client = Client()
    response = client.post(reverse("account_login"), {"login": HERE, "password": PASSWORD})
    assert response.url.split("?")[0] == reverse("mfa_activate_totp")
    assert may_see_roles(client) is False
    secret = found(r"<code>([A-Z2-7]{32})</code>", client.get(response.url).content.decode())
    assert client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)}).url == reverse("mfa_view_recovery_codes")
    assert may_see_roles(client) is True
    assert joined.account_id == Account.objects.get().id


def test_staff_with_an_app_show_it_each_time_they_sign_in(at):
    joined = staff(at, Role.ADMINISTRATOR, email=HERE, password=PASSWORD)
    enrol(proven(joined))
    client = Client()
    assert client.post(reverse("account_login"), {"login": HERE, "password": PASSWORD}).url == reverse("mfa_authenticate")
    assert client.get(reverse("account")).status_code == 302
    assert may_see_roles(client) is False
    assert client.post(reverse("mfa_authenticate"), {"code": app_code()}).url == reverse("account")
    assert may_see_roles(client) is True


def test_a_code_by_e_mail_does_not_stand_in_for_the_second_factor(at):
    enrol(proven(staff(at, Role.ADMINISTRATOR, email=HERE, password=PASSWORD)))
    client = code_client(HERE)
    code = found(CODE, Notice.objects.get(kind="account.login_code").body)
    assert client.post(reverse("account_confirm_login_code"), {"code": code}).url == reverse("mfa_authenticate")
    assert may_see_roles(client) is False


def test_a_second_factor_that_is_taken_away_or_replaced_no_longer_counts_in_any_session(at):
    joined = staff(at, Role.ADMINISTRATOR, email=HERE, password=PASSWORD)
    client = Client()
    sign_in_with_app(client, joined, PASSWORD)
    assert may_see_roles(client) is True
    from allauth.mfa.models import Authenticator

    Authenticator.objects.all().delete()
    assert may_see_roles(client) is False
    enrol(joined)
    assert may_see_roles(client) is False


def test_wrong_codes_of_the_second_step_count_like_wrong_passwords(at):
    enrol(proven(staff(at, Role.ADMINISTRATOR, email=HERE, password=PASSWORD)))
    client = Client()
    client.post(reverse("account_login"), {"login": HERE, "password": PASSWORD})
    statuses = []
    for _ in range(LIMIT):
        cache.clear()
        statuses.append(client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code)
    assert statuses == [200] * 9 + [429]
    assert client.post(reverse("mfa_authenticate"), {"code": app_code()}).status_code == 429
    assert may_see_roles(client) is False


def test_control_a_session_without_the_second_factor_is_caught_by_what_these_tests_look_at(at, monkeypatch):
    from rianru.web.accounts import second_factor

    proven(staff(at, Role.ADMINISTRATOR, email=HERE, password=PASSWORD))
    monkeypatch.setattr(second_factor, "is_shown", lambda request, user: True)
    client = Client()
    client.post(reverse("account_login"), {"login": HERE, "password": PASSWORD})
    assert may_see_roles(client) is True


def test_one_click_sign_ins_exist_in_a_demo_alone(at, settings):
    from rianru.people import sample

    sample.build(at=at)
    address = reverse("demo_sign_in", key="admin")
    assert Client().post(address).status_code == 404
    settings.DEMO = True
    client = Client()
    assert client.post(address).status_code == 302
    assert may_see_roles(client) is True
    settings.DEMO = False  # a session that was begun in a demo is worth nothing elsewhere
    assert may_see_roles(client) is False
