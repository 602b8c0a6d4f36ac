"""Signing in through a provider: a real one on a real socket, that tells the truth, and lies in every way it can."""

import html
import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test import Client

from rianru.core.actors import Role
from rianru.core.models import Fact, Notice
from rianru.people.models import Account, Identity
from rianru.web.accounts import secrets
from tests.people.making import person, staff
from tests.web.accounts import provider as fake
from tests.web.accounts.signing import app_code, enrol, proven, reverse, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "ข้าวเหนียวมะม่วง"
MANEE = "manee@example.org"


@pytest.fixture(params=["RS256", "ES256", "HS256"])
def any_provider(request, settings):
    yield from _set_up(request.param, settings)


@pytest.fixture
def provider(settings):
    yield from _set_up("RS256", settings)


def _set_up(algorithm, settings):
    with fake.running(algorithm) as running:
        settings.SIGN_IN_PROVIDERS = running.settings("line")
        yield running


@pytest.fixture
def member(at):
    return proven(person(at, "มานี", email=MANEE, password=PASSWORD))


def begin(client: Client, **data: str) -> str:
    """Presses the button; the address at the provider that the page leads to."""
    page = client.post(reverse("provider_begin", code="line"), data)
    assert page.status_code == 200, page
    return str(page.headers["Refresh"]).removeprefix("0; url=")


def come_back(client: Client, answer: dict[str, str]) -> Any:
    return client.get(reverse("provider_back", code="line"), answer)


def go(client: Client, provider: fake.Provider, **data: str) -> Any:
    """There and back."""
    return come_back(client, provider.authorize(begin(client, **data)))


def mailed_code() -> str:
    body = Notice.objects.filter(kind="account.login_code").latest("queued_at").body
    return re.search(r"^([A-Z0-9-]{4,12})$", body, re.MULTILINE)[1]  # type: ignore[index]


def prove(client: Client, email: str = "chujai@example.org", name: str = "ชูใจ") -> Any:
    """The page that asks for the address, then the code from the letter."""
    asked: Any = client.post(reverse("provider_email", code="line"), {"email": email, "given_name": name})
    assert asked.url == reverse("provider_code", code="line"), asked.content
    return client.post(reverse("provider_code", code="line"), {"code": mailed_code()})


def signed_in(client: Client) -> str:
    """As whom; blank where as nobody."""
    page = client.get(reverse("account"))
    return str(page.context["email"]) if page.status_code == 200 else ""


# The truth


def test_someone_new_proves_an_address_joins_and_next_time_is_in_at_once(any_provider):
    any_provider.claims = {"sub": "U-1", "given_name": "ชูใจ", "family_name": "เลิศล้ำ"}
    client = Client()
    assert go(client, any_provider).url == reverse("provider_email", code="line")
    assert "ชูใจ" in client.get(reverse("provider_email", code="line")).content.decode()
    assert prove(client).url == reverse("account")
    assert signed_in(client) == "chujai@example.org"
    assert Identity.objects.get().subject_hash == secrets.identity_hash("line", "U-1")
    assert EmailAddress.objects.get().verified
    again = Client()
    assert go(again, any_provider).url == reverse("account")
    assert signed_in(again) == "chujai@example.org"
    assert sorted(Fact.objects.values_list("verb", flat=True)) == [
        "people.identity_linked", "people.identity_used", "people.joined",
    ]


def test_where_they_wanted_to_go_and_their_language_are_kept(provider, member):
    client = Client()
    go(client, provider, next="/spaces/")
    assert prove(client, MANEE).url == "/spaces/"
    english = Client()
    page = english.post("/en" + reverse("provider_begin", code="line"))
    assert come_back(english, provider.authorize(page.headers["Refresh"].removeprefix("0; url="))).url == "/en/account/"


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_host_afterwards(provider, member, then):
    client = Client()
    go(client, provider, next=then)
    assert prove(client, MANEE).url == reverse("account")


def test_whoever_proves_the_address_of_an_account_comes_into_it(provider, member):
    client = Client()
    go(client, provider)
    prove(client, MANEE)
    assert signed_in(client) == MANEE
    assert Identity.objects.get().account_id == member.account_id
    assert Account.objects.count() == 1


def test_an_address_that_the_provider_only_says_joins_nothing(provider, member):
    provider.claims = {"sub": "U-1", "email": MANEE, "email_verified": True}
    client = Client()
    assert go(client, provider).url == reverse("provider_email", code="line")
    assert signed_in(client) == ""
    assert client.post(reverse("provider_code", code="line"), {"code": "AAAA-AAAA"}).status_code == 302
    assert (signed_in(client), Identity.objects.count()) == ("", 0)


def test_the_pages_are_the_same_whether_or_not_the_address_has_an_account(provider, member):
    pages = []
    for email in (MANEE, "nobody@example.org"):
        client = Client()
        go(client, provider)
        asked = client.post(reverse("provider_email", code="line"), {"email": email, "given_name": "ก"}, follow=True)
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", asked.content.decode()).replace(email, "EMAIL")
        pages.append((asked.status_code, asked.redirect_chain, page))
    assert pages[0] == pages[1]
    assert [notice.kind for notice in Notice.objects.all()] == ["account.login_code"] * 2


def test_wrong_codes_end_after_three_and_count_like_wrong_passwords(provider, member):
    client = Client()
    for _ in range(3):
        go(client, provider)
        client.post(reverse("provider_email", code="line"), {"email": MANEE, "given_name": "ก"})
        cache.clear()
        right = mailed_code()
        for _ in range(3):
            client.post(reverse("provider_code", code="line"), {"code": "WRONGX"})
        assert client.post(reverse("provider_code", code="line"), {"code": right}).url == reverse("provider_email", code="line")
    go(client, provider)
    client.post(reverse("provider_email", code="line"), {"email": MANEE, "given_name": "ก"})
    assert client.post(reverse("provider_code", code="line"), {"code": "WRONGX"}).status_code in (200, 429)
    assert client.post(reverse("provider_code", code="line"), {"code": mailed_code()}).status_code == 429
    assert signed_in(client) == ""


def test_a_password_that_someone_else_set_for_the_address_is_gone(provider, at):
    person(at, "มานี", email=MANEE, password=PASSWORD)  # nobody proved that the address is theirs
    client = Client()
    go(client, provider)
    prove(client, MANEE)
    assert signed_in(client) == MANEE
    assert Account.objects.get().has_usable_password() is False


def test_a_second_step_is_asked_for_first_and_the_link_made_after_it(provider, at):
    joined = proven(staff(at, Role.ADMINISTRATOR, email=MANEE, password=PASSWORD))
    enrol(joined)
    client = Client()
    go(client, provider)
    assert prove(client, MANEE).url == reverse("mfa_authenticate")
    assert (signed_in(client), Identity.objects.count()) == ("", 0)
    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    assert (signed_in(client), Identity.objects.count()) == (MANEE, 1)
    again = Client()
    assert go(again, provider).url == reverse("mfa_authenticate")


def test_a_closed_account_stays_closed(provider, member):
    client = Client()
    go(client, provider)
    prove(client, MANEE)
    Account.objects.update(is_active=False)
    again = Client()
    assert go(again, provider).url == reverse("provider_email", code="line")
    assert prove(again, MANEE).url == reverse("account_inactive")
    assert signed_in(again) == ""


# On one's own account


def linked(client: Client, provider: fake.Provider, member) -> None:
    assert sign_in(client, member, PASSWORD).url == reverse("account")
    assert go(client, provider).url == reverse("account_identities")


def test_whoever_is_signed_in_links_and_unlinks_and_is_told_by_letter(provider, member):
    client = Client()
    linked(client, provider, member)
    assert Identity.objects.get().account_id == member.account_id
    assert client.post(reverse("account_unlink", code="line")).url == reverse("account_identities")
    assert Identity.objects.count() == 0
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert {"account.provider_linked", "account.provider_unlinked"} <= kinds


def test_a_link_to_another_account_is_refused_with_a_way_out(provider, member, at):
    linked(Client(), provider, member)
    other, client = proven(person(at, "ปิติ", email="piti@example.org", password=PASSWORD)), Client()
    sign_in(client, other, PASSWORD)
    page = go(client, provider)
    assert (page.status_code, "ผูกกับบัญชีอื่นไว้แล้ว" in page.content.decode()) == (409, True)
    assert Identity.objects.get().account_id == member.account_id


def test_the_last_way_in_is_not_removed(provider, member):
    client = Client()
    linked(client, provider, member)
    EmailAddress.objects.update(verified=False)
    Account.objects.update(password="!")
    client.force_login(Account.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "provider", "at": time.time()}]
    session["account_authentication_methods_user"] = str(member.account_id)
    session.save()
    page = client.post(reverse("account_unlink", code="line"))
    assert (page.status_code, "ทางเข้าเดียวที่เหลือ" in page.content.decode()) == (409, True)
    assert Identity.objects.count() == 1


def test_an_answer_to_a_question_of_another_session_links_nothing(provider, member, at):
    """Somebody leads the owner to the answer that belongs to themselves."""
    attacker, victim = Client(), Client()
    sign_in(attacker, proven(person(at, "ปิติ", email="piti@example.org", password=PASSWORD)), PASSWORD)
    sign_in(victim, member, PASSWORD)
    answer = provider.authorize(begin(attacker))
    page = come_back(victim, answer)
    assert (page.status_code, Identity.objects.count()) == (400, 0)


# Lies


LIES = {
    "wrong nonce": {"nonce": "another"}, "no nonce": {"nonce": None}, "wrong audience": {"aud": "another-client"},
    "wrong issuer": {"iss": "https://evil.example"}, "expired": {"exp": int(time.time()) - 3600},
    "of the future": {"iat": int(time.time()) + 3600}, "for several, not us": {"aud": [fake.CLIENT, "b"], "azp": "b"},
    "for several, of nobody": {"aud": [fake.CLIENT, "b"]}, "nobody": {"sub": None}, "no end": {"exp": None},
    "a blank subject": {"sub": ""}, "no issuer": {"iss": None},
}


def refused(client: Client, page: Any, status: int = 400) -> None:
    """A page that says what to do, nobody is in, and nothing is kept."""
    text = html.unescape(page.content.decode())
    assert (page.status_code, "ลองอีกครั้ง" in text, "เข้าด้วยวิธีอื่น" in text) == (status, True, True)
    assert (signed_in(client), Identity.objects.count()) == ("", 0)
    assert client.get(reverse("provider_email", code="line")).headers["Location"] == reverse("account_login")


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is_not_true_is_refused(provider, lie):
    provider.lie = LIES[lie]
    client = Client()
    refused(client, go(client, provider))


def test_an_altered_signature_is_refused(any_provider):
    any_provider.signs_with = "x" * 40 if any_provider.algorithm == "HS256" else any_provider.other
    client = Client()
    refused(client, go(client, any_provider))


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"kid": "unknown"}])
def test_another_algorithm_or_key_than_agreed_is_refused(provider, header):
    """“none”, and the public key taken for a shared secret."""
    provider.header = header
    client = Client()
    refused(client, go(client, provider))


def test_an_answer_is_taken_once(provider, member):
    client = Client()
    answer = provider.authorize(begin(client))
    come_back(client, answer)
    page = come_back(client, answer)
    assert (page.status_code, "ใช้ไปแล้ว" in page.content.decode()) == (400, True)


@pytest.mark.parametrize("state", ["", "made-up", "\0", "ก" * 5000])
def test_an_answer_that_nobody_asked_for_is_refused(provider, state):
    client = Client()
    begin(client)
    refused(client, come_back(client, {"code": "code-0", "state": state}))


def test_an_answer_of_another_provider_is_refused(provider, settings):
    """Mix-up: the question went to LINE, the answer comes to ThaID's address, or names another issuer."""
    settings.SIGN_IN_PROVIDERS = {**provider.settings("line"), **provider.settings("thaid")}
    client = Client()
    answer = provider.authorize(begin(client))
    page = client.get(reverse("provider_back", code="thaid"), answer)
    assert (page.status_code, provider.asked) == (400, [])
    answer = provider.authorize(begin(client))
    refused(client, come_back(client, {**answer, "iss": "https://evil.example"}))
    assert provider.asked == []


def test_control_the_right_issuer_passes(provider):
    client = Client()
    answer = provider.authorize(begin(client))
    assert come_back(client, {**answer, "iss": provider.issuer}).url == reverse("provider_email", code="line")


def test_a_question_is_too_old_after_ten_minutes(provider, monkeypatch):
    client = Client()
    answer = provider.authorize(begin(client))
    late = time.time() + 601
    monkeypatch.setattr("rianru.web.accounts.providers.questions.time.time", lambda: late)
    assert come_back(client, answer).status_code == 400


def test_a_person_who_says_no_there_is_told_what_to_do(provider):
    client = Client()
    state = provider.authorize(begin(client))["state"]
    refused(client, come_back(client, {"error": "access_denied", "state": state}))


@pytest.mark.parametrize(("status", "body"), [
    (500, b""), (302, b"{}"), (200, b"not json"), (200, b"[]"), (200, b"{" + b" " * 100_000), (200, b'{"id_token": 7}'),
])
def test_a_provider_that_is_broken_or_away_is_not_our_fault(provider, status, body):
    provider.status, provider.body = status, body
    client = Client()
    page = go(client, provider)
    refused(client, page, 400 if body.startswith(b'{"id') else 502)


def test_a_provider_that_is_gone_is_said_to_be(provider, settings):
    client = Client()
    answer = provider.authorize(begin(client))
    settings.SIGN_IN_PROVIDERS["line"]["token_url"] = "http://127.0.0.1:9/"
    refused(client, come_back(client, answer), 502)


def test_secrets_are_not_sent_without_tls(provider, settings):
    client = Client()
    answer = provider.authorize(begin(client))
    settings.SIGN_IN_PROVIDERS["line"]["token_url"] = "http://provider.example.org/token"
    refused(client, come_back(client, answer), 502)


# What is kept


def test_the_national_id_is_nowhere_in_the_database_nor_in_the_log(settings, capfd):
    with fake.running() as provider:
        settings.SIGN_IN_PROVIDERS = provider.settings("thaid")
        settings.SIGN_IN_PROVIDERS["thaid"]["subject"] = "pid"
        number = "1101700203451"
        provider.claims = {"sub": "x", "pid": number, "given_name": "ชูใจ", "birthdate": "2000-01-01"}
        client = Client()
        page = client.post(reverse("provider_begin", code="thaid"))
        answer = provider.authorize(page.headers["Refresh"].removeprefix("0; url="))
        client.get(reverse("provider_back", code="thaid"), answer)
        during = everything()
        client.post(reverse("provider_email", code="thaid"), {"email": "chujai@example.org", "given_name": "ชูใจ"})
        client.post(reverse("provider_code", code="thaid"), {"code": mailed_code()})
    assert signed_in(client) == "chujai@example.org"
    assert provider.authorization.startswith("Basic ")
    assert fake.SECRET not in "".join(provider.asked)
    assert [number in text for text in (during, everything(), *capfd.readouterr())] == [False] * 4
    assert "ชูใจ" in everything()  # the control: what is kept is found so
    assert bytes(Identity.objects.get().subject_hash) == secrets.identity_hash("thaid", number)


def everything() -> str:
    """Every row of every table, sessions decoded."""
    from django.contrib.sessions.models import Session

    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(map(str, rows)) + "".join(str(one.get_decoded()) for one in Session.objects.all())


def test_without_settings_there_is_no_button_and_no_page():
    assert "provider_begin" not in reverse("account_login")
    assert "/accounts/with/" not in Client().get(reverse("account_login")).content.decode()
    assert Client().post(reverse("provider_begin", code="line")).status_code == 404
    assert Client().get(reverse("provider_back", code="line")).status_code == 404


def test_with_settings_there_is_a_button(provider):
    assert "เข้าด้วย LINE" in Client().get(reverse("account_login")).content.decode()
