"""Joining through the pages, and the letters that go with it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import translation

from rianru.core.models import Fact, Notice
from rianru.people import actions
from rianru.people.models import Account, Person
from rianru.web.accounts import letters
from tests.people.making import MACHINE, person
from tests.web.accounts.signing import account, proven, reverse, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "ข้าวเหนียวมะม่วง"
FORM = {"given_name": "ชูใจ", "family_name": "ใจดี", "email": "Choojai@Example.org", "password1": PASSWORD}


CODE = r"^([A-Z0-9-]{4,12})$"


def found(pattern: str, text: str) -> str:
    """The part in brackets."""
    match = re.search(pattern, text, re.MULTILINE)
    assert match is not None, text
    return match[1]


def path_in(notice: Notice) -> str:
    return found(r"https?://[^/\s]+(/\S+)", notice.body)


@pytest.mark.parametrize(("prefix", "language", "greeting"), [("", "th", "สวัสดี"), ("/en", "en", "Hello,")])
def test_joining_makes_a_person_writes_in_the_language_of_the_page_and_lets_in_whoever_confirms(client, prefix, language, greeting):
    assert client.post(prefix + reverse("account_signup"), FORM).url == prefix + reverse("account_email_verification_sent")
    made = Person.objects.select_related("account").get()
    assert (made.full_name, made.account.email, made.account.language) == ("ชูใจ ใจดี", "choojai@example.org", language)
    assert Fact.objects.get(verb="people.joined").actor_key == Fact.objects.get(verb="people.joined").subject_key
    notice = Notice.objects.get()
    assert (notice.kind, notice.address, notice.lang, notice.body.startswith(greeting)) == (
        "account.email_confirmation_signup", "choojai@example.org", language, True,
    )
    link = path_in(notice)
    assert link.startswith(f"{prefix}/accounts/confirm-email/")
    login = {"login": "choojai@example.org", "password": PASSWORD}
    assert Client().post(reverse("account_login"), login).url == reverse("account_email_verification_sent")
    visitor = Client()
    assert visitor.get(link).status_code == 200  # looking is not confirming
    assert EmailAddress.objects.get().verified is False
    assert visitor.post(link).status_code == 302
    assert Client().post(reverse("account_login"), login).url == reverse("account")


def test_a_name_of_nothing_to_see_is_refused_at_the_form_and_leaves_no_trace(client):
    said = client.post(reverse("account_signup"), FORM | {"given_name": "\u200b"}).content.decode()
    assert "บอกชื่อสักหน่อย" in said
    assert (Account.objects.count(), Notice.objects.count()) == (0, 0)


def test_of_two_who_join_with_one_address_the_second_gets_the_same_answer_and_a_letter(client, monkeypatch):
    first = client.post(reverse("account_signup"), FORM)
    # The form of the second looked before the first was there, as it may when both come at once.
    monkeypatch.setattr("allauth.account.internal.flows.manage_email.email_already_exists", lambda *a, **k: (a[0], False))
    other = Client()
    second = other.post(reverse("account_signup"), FORM)
    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert (Account.objects.count(), Person.objects.count()) == (1, 1)


def test_someone_elses_password_does_not_survive_the_first_proof_of_an_address(client, at):
    person(at, email="manee@example.org", password="ของคนอื่นนะจ๊ะ")
    EmailAddress.objects.create(user=Account.objects.get(), email="manee@example.org", verified=False, primary=True)
    client.post(reverse("account_request_login_code"), {"email": "manee@example.org"})
    code = found(CODE, Notice.objects.get().body)
    assert client.post(reverse("account_confirm_login_code"), {"code": code}).url == reverse("account")
    assert Account.objects.get().has_usable_password() is False
    assert EmailAddress.objects.get().verified is True


def test_control_a_password_of_ones_own_survives_a_code(client, at):
    proven(person(at, email="manee@example.org", password=PASSWORD))
    client.post(reverse("account_request_login_code"), {"email": "manee@example.org"})
    code = found(CODE, Notice.objects.get().body)
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert Account.objects.get().check_password(PASSWORD) is True


def test_an_address_is_changed_by_proving_the_new_one_and_the_old_one_is_told(client, at):
    joined = proven(person(at, email="old@example.org", password=PASSWORD))
    sign_in(client, joined, PASSWORD)
    Notice.objects.all().delete()
    client.post(reverse("account_email"), {"email": "New@example.org", "action_add": "1"})
    assert (Account.objects.get().email, Notice.objects.get().address) == ("old@example.org", "new@example.org")
    client.post(path_in(Notice.objects.get()))
    assert Account.objects.get().email == "new@example.org"
    told = Notice.objects.get(kind="account.email_changed")
    assert (told.address, "old@example.org" in told.body, "new@example.org" in told.body) == ("old@example.org", True, True)
    assert Fact.objects.get(verb="people.email_changed").subject_key == joined.key


def test_an_address_that_another_account_took_meanwhile_is_refused_and_nothing_breaks(client, at):
    joined = proven(person(at, email="old@example.org", password=PASSWORD))
    sign_in(client, joined, PASSWORD)
    client.post(reverse("account_email"), {"email": "wanted@example.org", "action_add": "1"})
    link = path_in(Notice.objects.get(address="wanted@example.org"))
    actions.join(actor=MACHINE, at=at, email="wanted@example.org", given_name="อีกคน")
    assert "มีบัญชีอื่นยืนยันอีเมลนี้ไว้แล้ว" in client.post(link, follow=True).content.decode()
    assert Account.objects.get(id=joined.account_id).email == "old@example.org"


def test_changing_a_password_is_recorded_and_the_owner_is_told_in_their_language(client, at):
    joined = proven(person(at, email="manee@example.org", password=PASSWORD))
    actions.set_language(actor=MACHINE, at=at, person_id=joined.person_id, language="en")
    sign_in(client, joined, PASSWORD)
    new = "ประโยคใหม่ที่จำง่าย"
    response = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert response.url == reverse("account")
    assert account(joined).check_password(new)
    notice = Notice.objects.get()
    assert (notice.kind, notice.lang, notice.subject) == ("account.password_changed", "en", "Your password was changed")
    assert Fact.objects.filter(verb="people.password_changed", subject_key=joined.key).count() == 1


def test_two_passwords_that_differ_are_refused_in_our_words(client, at):
    joined = proven(person(at, email="manee@example.org", password=PASSWORD))
    sign_in(client, joined, PASSWORD)
    said = client.post(reverse("account_change_password"), {
        "oldpassword": PASSWORD, "password1": "ประโยคใหม่ที่จำง่าย", "password2": "ไม่เหมือนกันเลยนะ",
    }).content.decode()
    assert "พิมพ์รหัสผ่านสองช่องให้เหมือนกัน" in said
    assert account(joined).check_password(PASSWORD)


LETTERS = [
    "account/email/email_confirmation", "account/email/email_confirmation_signup", "account/email/email_confirm",
    "account/email/account_already_exists", "account/email/unknown_account", "account/email/password_reset_key",
    "account/email/login_code", "account/email/password_changed", "account/email/password_set",
    "account/email/password_reset", "account/email/email_deleted", "account/email/email_changed",
    "mfa/email/totp_activated", "mfa/email/totp_deactivated", "mfa/email/recovery_codes_generated",
]
CONTEXT = {
    "activate_url": "https://x.example.org/accounts/a/", "password_reset_url": "https://x.example.org/accounts/p/",
    "signup_url": "https://x.example.org/accounts/s/", "code": "ABC-DEF", "ip": "203.0.113.1", "user_agent": "<Browser & 1>",
    "from_email": "a@example.org", "to_email": "b@example.org",
}


@pytest.mark.parametrize("template", LETTERS)
def test_every_letter_is_whole_in_both_languages_and_escapes_nothing(at, template):
    joined = person(at, email="manee@example.org")
    found = []
    for language in ("th", "en"):
        actions.set_language(actor=MACHINE, at=at, person_id=joined.person_id, language=language)
        letters.send(template, "manee@example.org", dict(CONTEXT))
        notice = Notice.objects.latest("queued_at", "id")
        text = f"{notice.subject}\n{notice.body}"
        thai = len(re.findall(r"[ก-๙]", text))
        assert (notice.lang, thai > 20 if language == "th" else thai == 0) == (language, True)
        assert not re.search(r"[{}]|&(amp|lt|gt|#)|None|กรุณา|!", text)
        assert "\n" not in notice.subject
        found.append(text)
    assert found[0] != found[1]


def test_whoever_has_no_account_is_written_to_in_the_language_of_the_page(client):
    client.post("/en" + reverse("account_reset_password"), {"email": "nobody@example.org"})
    notice = Notice.objects.get()
    assert (notice.kind, notice.lang) == ("account.unknown_account", "en")
    assert path_in(notice) == "/en" + reverse("account_signup")


def test_the_links_of_a_letter_lead_to_pages_in_its_language(client, at):
    joined = proven(person(at, email="manee@example.org"))
    actions.set_language(actor=MACHINE, at=at, person_id=joined.person_id, language="en")
    client.post(reverse("account_reset_password"), {"email": "manee@example.org"})
    assert path_in(Notice.objects.get()).startswith("/en/accounts/password/reset/key/")
    with translation.override("th"):
        assert client.get(path_in(Notice.objects.get()), follow=True).status_code == 200
