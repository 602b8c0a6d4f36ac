"""The pages of signing in: in both languages, in our words, without a script or a style of their own."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model

from rianru.people.models import Account
from tests.people.making import person
from tests.web.accounts.signing import reverse, sign_in_with_app

pytestmark = pytest.mark.django_db
PASSWORD = "ข้าวเหนียวมะม่วง"
OUTSIDE = [
    "account_login", "account_signup", "account_reset_password", "account_reset_password_done", "account_inactive",
    "account_reset_password_from_key_done", "account_email_verification_sent", "account_request_login_code",
]
INSIDE = [
    "account", "account_profile", "account_email", "account_change_password", "account_logout", "mfa_index",
    "account_reauthenticate", "mfa_activate_totp",
]
FOREIGN = re.compile(r"<script(?! type=\"application/ld\+json\"|(?: type=\"module\")? src=\"/static/)|<style| style=|javascript:| on\w+=\"")
OFFICIALESE = re.compile(r"กรุณา|ครับ|ค่ะ|!(?!doctype|--)")


@pytest.fixture
def member(at, db):
    joined = person(at, "มานี", email="manee@example.org", password=PASSWORD)
    EmailAddress.objects.create(user_id=joined.account_id, email="manee@example.org", verified=True, primary=True)
    return joined


@pytest.fixture
def signed_in(client, member):
    assert client.post(reverse("account_login"), {"login": "manee@example.org", "password": PASSWORD}).status_code == 302
    return client


def faults(html: str, language: str) -> list[str]:
    main = html[html.index("<main"): html.index("</main>")]
    words = re.sub(r"<[^>]+>", " ", main)
    found = [f"foreign: {match[0]}" for match in FOREIGN.finditer(html)][:1]
    found += [f"tone: {match[0]}" for match in OFFICIALESE.finditer(words)][:1]
    found += ["title"] if not re.search(r"<title>\s*[^\s·<]", html) else []
    found += ["heading"] if len(re.findall(r"<h1\b", html)) != 1 else []
    thai = len(re.findall(r"[ก-๙]", words))
    found += [f"language: {words[:200]}"] if (thai < 5 if language == "th" else thai > 40) else []
    return found


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("name", OUTSIDE)
def test_every_page_outside_speaks_and_runs_nothing(client, name, prefix):
    response = client.get(prefix + reverse(name))
    assert (response.status_code, faults(response.content.decode(), "en" if prefix else "th")) == (200, [])


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("name", INSIDE)
def test_every_page_inside_speaks_and_runs_nothing(signed_in, name, prefix):
    response = signed_in.get(prefix + reverse(name))
    assert (response.status_code, faults(response.content.decode(), "en" if prefix else "th")) == (200, [])


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("name", ["mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"])
def test_the_pages_of_the_second_step_speak_and_run_nothing(client, member, name, prefix):
    sign_in_with_app(client, member, PASSWORD)
    response = client.get(prefix + reverse(name))
    assert (response.status_code, faults(response.content.decode(), "en" if prefix else "th")) == (200, [])


def test_control_a_script_a_style_a_tone_and_a_missing_title_are_caught():
    page = '<title> · เรียนรู้</title><script>x</script><main><h1>ก</h1><p style="a">กรุณาลองใหม่!</p></main>'
    assert [fault.split(":")[0] for fault in faults(page, "th")] == ["foreign", "tone", "title"]


def test_a_person_without_a_password_may_set_one(client, at):
    joined = person(at, email="code@example.org")
    client.force_login(get_user_model().objects.get(pk=joined.account_id))
    assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
    response = client.get(reverse("account_set_password"))
    assert (response.status_code, faults(response.content.decode(), "th")) == (200, [])


EMPTY = ("account_login", "account_signup", "account_reset_password", "account_request_login_code")


@pytest.mark.parametrize("name", EMPTY)
def test_what_is_missing_is_said_in_our_words_in_both_languages(client, name):
    for prefix, blank, address in (("", "ช่องนี้ยังว่างอยู่", "ยังไม่ใช่อีเมล"), ("/en", "This is still blank.", "That is not an e-mail address")):
        said = client.post(prefix + reverse(name), {}).content.decode()
        assert blank in said
        said = client.post(prefix + reverse(name), {"email": "มานี", "login": "มานี", "password": "x"}).content.decode()
        assert address in said


@pytest.mark.parametrize(("password", "thai"), [
    ("สั้น", "สั้นไป ใช้อย่างน้อย 10 ตัวอักษร"), ("password123", "รหัสผ่านนี้มีคนใช้บ่อย"), ("newcomer@example", "คล้ายชื่อหรืออีเมลของคุณเกินไป"),
])
def test_a_weak_password_is_refused_in_our_words(client, password, thai):
    said = client.post(reverse("account_signup"), {
        "given_name": "ชูใจ", "email": "newcomer@example.org", "password1": password,
    }).content.decode()
    assert thai in said
    assert Account.objects.count() == 0


def test_the_totp_page_shows_a_code_to_scan_and_one_to_type(signed_in):
    html = signed_in.get(reverse("mfa_activate_totp")).content.decode()
    assert re.search(r'<img class="qr" src="data:image/svg\+xml;base64,[A-Za-z0-9+/=]+"', html)
    assert re.search(r"<code>[A-Z2-7]{32}</code>", html)


def test_second_factors_lie_encrypted_in_the_database(member):
    secret = generate_totp_secret()
    TOTP.activate(get_user_model().objects.get(pk=member.account_id), secret)
    assert secret not in str(Authenticator.objects.get().data)
