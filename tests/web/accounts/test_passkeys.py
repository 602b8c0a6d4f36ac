"""Passkeys at the server: the truth gets in, every lie is refused with words, and changes are told and recorded."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from rianru.core.actors import Role
from rianru.core.models import Fact, Notice
from rianru.web.accounts import passkeys
from tests.people.making import person, staff
from tests.web.accounts.authenticator import PRESENT, Device, written
from tests.web.accounts.signing import proven, reverse, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "ข้าวเหนียวมะม่วง"


def browser() -> Client:
    return Client(HTTP_HOST="localhost")


@pytest.fixture
def member(at):
    return proven(person(at, "มานี", email="manee@example.org", password=PASSWORD))


def options(page) -> dict:
    return json.loads(re.search(r'id="passkey-options" type="application/json">(.+?)</script>', page.content.decode())[1])  # type: ignore[index]


def add(client: Client, device: Device, name: str = "โทรศัพท์"):
    address = reverse("mfa_add_webauthn")
    return client.post(address, {"name": name, "credential": device.make(options(client.get(address)))})


def ask(client: Client) -> dict:
    return client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()["request_options"]


def show(client: Client, credential: str):
    return client.post(reverse("mfa_login_webauthn"), {"credential": credential}, follow=True)


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


@pytest.fixture
def device(member):
    """A passkey of the member's."""
    made, client = Device(), browser()
    sign_in(client, member, PASSWORD)
    assert add(client, made).url == reverse("mfa_view_recovery_codes")
    return made


def test_a_passkey_gets_in_by_itself_and_says_when(device):
    client = browser()
    show(client, device.show(ask(client)))
    assert is_in(client)
    assert Authenticator.objects.get(type="webauthn").last_used_at is not None


def test_adding_and_removing_is_recorded_and_told_by_letter(device):
    client = browser()
    show(client, device.show(ask(client)))
    key = Authenticator.objects.get(type="webauthn")
    assert client.post(reverse("mfa_remove_webauthn", pk=key.pk)).url == reverse("mfa_list_webauthn")
    assert list(Notice.objects.order_by("queued_at").values_list("kind", flat=True)) == ["mfa.webauthn_added", "mfa.webauthn_removed"]
    verbs = Fact.objects.filter(verb__contains="passkey").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["people.passkey_added", "people.passkey_removed"]
    assert Authenticator.objects.count() == 0  # and with the last one the recovery codes


def test_after_a_password_the_passkey_is_the_second_step(member, device):
    client = browser()
    assert sign_in(client, member, PASSWORD).url == reverse("mfa_authenticate")
    assert is_in(client) is False
    wrong = Device(handle=device.handle)
    asked = options(client.get(reverse("mfa_authenticate")))
    page = client.post(reverse("mfa_authenticate"), {"credential": wrong.show(asked)})
    assert (page.status_code, "พาสคีย์นี้ใช้กับที่นี่ไม่ได้" in page.content.decode(), is_in(client)) == (200, True, False)
    client.post(reverse("mfa_authenticate"), {"credential": device.show(options(page))})
    assert is_in(client) is True


def test_roles_count_after_a_passkey_alone(at):
    joined, device, client = proven(staff(at, Role.ADMINISTRATOR, password=PASSWORD)), Device(), browser()
    sign_in(client, joined, PASSWORD)
    assert client.get(reverse("people")).status_code == 302
    add(client, device)
    assert client.get(reverse("people")).status_code == 200
    again = browser()
    show(again, device.show(ask(again)))
    assert again.get(reverse("people")).status_code == 200


LIES = {
    "another origin": {"origin": "https://evil.example"}, "another place": {"rp": "evil.example"},
    "nobody verified": {"flags": PRESENT}, "nobody there": {"flags": 0}, "another key": {"key": Device().key},
    "unknown": {"id": b"somebody-elses-id"},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_refused_in_words(device, lie):
    for name, value in LIES[lie].items():
        setattr(device, name, value)
    client = browser()
    page = show(client, device.show(ask(client)))
    assert ("พาสคีย์นี้ใช้กับที่นี่ไม่ได้" in page.content.decode(), is_in(client)) == (True, False)


def test_an_answer_is_taken_once_and_only_to_the_question_of_this_browser(device):
    client = browser()
    answer = device.show(ask(client))
    show(client, answer)
    thief = browser()
    ask(thief)
    show(thief, answer)
    assert (is_in(client), is_in(thief)) == (True, False)
    show(thief, device.show(ask(thief), challenge=written(b"x" * 32)))
    assert is_in(thief) is False


def test_a_passkey_of_one_does_not_open_the_account_of_another(device, at):
    other, theirs, client = proven(person(at, email="piti@example.org", password=PASSWORD)), Device(), browser()
    sign_in(client, other, PASSWORD)
    add(client, theirs)
    thief = browser()
    show(thief, theirs.show(ask(thief), userHandle=device.handle))
    assert is_in(thief) is False
    show(thief, theirs.show(ask(thief)))  # the control: as themselves they get in
    assert is_in(thief) is True


@pytest.mark.parametrize("rubbish", ["", "{}", "[]", "7", "null", "{", '{"id": 7}', '{"response": []}', "\0", "ก" * 9000, '{"id":"a","rawId":"a","type":"x","response":{"userHandle":7}}'])
def test_rubbish_is_refused_and_never_breaks(device, rubbish):
    client = browser()
    ask(client)
    assert show(client, rubbish).status_code == 200
    assert is_in(client) is False


@pytest.mark.parametrize("rubbish", ["{}", "7", '{"id": 7}', "{"])
def test_rubbish_adds_nothing(member, rubbish):
    client = browser()
    sign_in(client, member, PASSWORD)
    page = client.post(reverse("mfa_add_webauthn"), {"name": "ก", "credential": rubbish})
    assert (page.status_code, Authenticator.objects.count()) == (200, 0)


def test_a_name_is_changed_and_nobody_elses(device, at):
    key, client = Authenticator.objects.get(type="webauthn"), browser()
    show(client, device.show(ask(client)))
    client.post(reverse("mfa_edit_webauthn", pk=key.pk), {"name": "แท็บเล็ต"})
    assert Authenticator.objects.get(pk=key.pk).wrap().name == "แท็บเล็ต"
    assert client.post(reverse("mfa_edit_webauthn", pk=key.pk), {"name": "ก" * 61}).status_code == 200
    other = browser()
    sign_in(other, proven(person(at, email="piti@example.org", password=PASSWORD)), PASSWORD)
    assert other.post(reverse("mfa_edit_webauthn", pk=key.pk), {"name": "ของฉัน"}).status_code == 404
    assert other.post(reverse("mfa_remove_webauthn", pk=key.pk)).status_code == 404


@pytest.mark.parametrize(("configured", "host", "bound"), [
    ("https://library.example.org", "library.example.org", "library.example.org"),
    ("https://library.example.org", "www.library.example.org:443", "library.example.org"),
    ("https://library.example.org", "evil-library.example.org", "evil-library.example.org"),
    ("http://localhost:8000", "localhost:8000", "localhost"),
])
def test_passkeys_are_bound_to_the_configured_host(settings, configured, host, bound):
    settings.PUBLIC_URL = configured
    assert passkeys.bound_to(host) == bound


@pytest.mark.parametrize(("host", "secure", "possible"), [
    ("localhost:8000", False, True), ("127.0.0.1:8000", False, False), ("[::1]:8000", False, False),
    ("library.localhost", False, True), ("10.0.0.7", True, False), ("testserver", True, True), ("testserver", False, False),
])
def test_pages_say_where_passkeys_are_not_possible(settings, host, secure, possible):
    settings.ALLOWED_HOSTS = ["*"]
    page = Client(HTTP_HOST=host).get(reverse("account_login"), secure=secure)
    assert ("data-passkey" in page.content.decode()) is possible
