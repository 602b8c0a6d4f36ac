"""One's own page, one-time links, one-click sign-ins, light and dark, the actor of a request."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.test import Client

from rianru.core.actors import Role
from rianru.people import actions, sample
from rianru.people.models import Account, Consent, Person
from tests.people.making import MACHINE, city, network, person, space, staff
from tests.web.accounts.signing import account, app_code, enrol, proven, reverse, sign_in, sign_in_with_app

pytestmark = pytest.mark.django_db
PASSWORD = "ข้าวเหนียวมะม่วง"


@pytest.fixture
def member(at):
    return proven(person(at, "มานี", email="manee@example.org", password=PASSWORD))


def test_nobody_has_a_page_without_signing_in_and_is_brought_back_to_it_afterwards(client, member):
    answer = client.get(reverse("account_profile"))
    assert answer.url == f"{reverse('account_login')}?next={reverse('account_profile')}"
    again = client.post(answer.url, {"login": "manee@example.org", "password": PASSWORD, "next": reverse("account_profile")})
    assert again.url == reverse("account_profile")


def test_the_page_says_who_i_am_what_i_may_do_until_when_and_how_i_sign_in(client, at):
    from datetime import timedelta

    from django.utils import timezone

    place = space("quiet", within=network())
    now = timezone.now()
    joined = staff(now, Role.CARETAKER, "space", place.id, name="วีระ", until=now + timedelta(days=400), password=PASSWORD)
    sign_in_with_app(client, joined, PASSWORD)
    html = client.get(reverse("account")).content.decode()
    for word in ("วีระ", "ผู้ดูแลสถานที่", "ห้องสมุด quiet", reverse("account_logout"), reverse("mfa_index"), reverse("account_profile")):
        assert word in html
    english = client.get("/en" + reverse("account")).content.decode()
    assert "Caretaker" in english
    assert "Library quiet" in english


def test_the_page_of_staff_without_the_second_factor_says_what_is_missing(client, at):
    joined = proven(staff(at, Role.CARETAKER, "space", space("a", within=network()).id, password=PASSWORD))
    sign_in(client, joined, PASSWORD)
    response = client.get(reverse("account"))
    assert (response.context["needs_mfa"], response.context["mfa_enabled"]) == (True, False)
    assert "หน้าที่ของคุณใช้ได้เมื่อเปิดแล้ว" in response.content.decode()


def test_names_and_the_language_of_letters_are_changed_on_ones_own_page(client, member):
    sign_in(client, member, PASSWORD)
    form = {"given_name": "มานี", "family_name": "มีใจ", "display_name": "แมว", "language": "en"}
    assert client.post(reverse("account_profile"), form).url == reverse("account_profile")
    mine = Person.objects.get()
    assert (mine.full_name, mine.name, account(member).language) == ("มานี มีใจ", "แมว", "en")
    refused = client.post(reverse("account_profile"), form | {"given_name": "\u200b"})
    assert "บอกชื่อสักหน่อย" in refused.content.decode()
    assert Person.objects.get().given_name == "มานี"


def test_a_consent_is_given_and_withdrawn_with_one_button_each(client, member):
    sign_in(client, member, PASSWORD)
    address = reverse("account_consent", purpose="news")
    assert client.post(address, {"do": "give"}).url == reverse("account_profile")
    assert Consent.objects.get().withdrawn_at is None
    assert client.post(address, {"do": "give"}).status_code == 409
    assert client.post(address, {"do": "withdraw"}).status_code == 302
    assert Consent.objects.get().withdrawn_at is not None
    assert client.post(reverse("account_consent", purpose="everything"), {"do": "give"}).status_code == 400


@pytest.mark.parametrize(("chosen", "cookie"), [("dark", "dark"), ("light", "light"), ("auto", "auto"), ("pink", None), ("", None)])
def test_light_and_dark_are_kept_on_this_device_alone(client, chosen, cookie):
    answer = client.get(reverse("theme"), {"to": chosen, "next": "/en/about/"})
    kept = answer.cookies.get("theme")
    assert (answer.url, kept.value if kept else None) == ("/en/about/", cookie)


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "", "about/"])
def test_changing_the_light_leads_nowhere_else(client, away):
    assert client.get(reverse("theme"), {"to": "dark", "next": away}).url == "/"


# One-time links


def link(at=None):
    from django.utils import timezone

    made = actions.make_admin(actor=MACHINE, at=at or timezone.now(), email="boss@example.org")
    return reverse("sign_in_link", token=made.token)


def test_a_link_is_not_spent_by_looking_at_it_and_then_leads_to_the_second_step(client):
    address = link()
    for _ in range(3):
        assert client.get(address).status_code == 200
    answer = client.post(address)
    assert answer.url.split("?")[0] == reverse("mfa_activate_totp")
    assert client.get(answer.url).status_code == 200
    assert EmailAddress.objects.get().verified is True
    assert Client().post(address).status_code == 410


def test_a_link_does_not_stand_in_for_the_second_factor(client, at):
    enrol(proven(staff(at, Role.ADMINISTRATOR, email="boss@example.org", password=PASSWORD)))
    assert client.post(link()).url == reverse("mfa_authenticate")
    assert client.get(reverse("account")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": app_code()}).url == reverse("account")
    assert account_of("boss@example.org").check_password(PASSWORD)


def account_of(email: str):
    return get_user_model().objects.get(email=email)


def test_a_link_takes_away_a_password_that_someone_set_before_the_address_was_proven(client, at):
    person(at, email="boss@example.org", password="ของคนอื่นนะจ๊ะ")
    client.post(link())
    assert account_of("boss@example.org").has_usable_password() is False


def test_a_link_signs_out_whoever_was_signed_in_before(client, member):
    sign_in(client, member, PASSWORD)
    client.post(link())
    assert client.session["_auth_user_id"] == str(account_of("boss@example.org").id)


# One click


def test_each_example_person_signs_in_with_one_click_and_holds_their_role(client, at, settings):
    settings.DEMO = True
    from django.utils import timezone

    space("a", within=network())
    city()
    sample.build(at=timezone.now())
    html = client.get(reverse("account_login")).content.decode()
    for one in sample.demo_sign_ins():
        assert reverse("demo_sign_in", key=one.key) in html
        assert one.name in html
        assert client.post(reverse("demo_sign_in", key=one.key)).url == reverse("account")
        actor = client.get(reverse("account")).wsgi_request.actor
        assert (actor.secure, [grant.role for grant in actor.grants]) == (one.role is not None, [one.role] if one.role else [])


def test_one_click_does_not_exist_for_others_nor_by_a_link(client, at, settings):
    settings.DEMO = True
    person(at, email="someone@example.org")
    sample.build(at=at)
    assert client.post(reverse("demo_sign_in", key="someone")).status_code == 404
    assert client.get(reverse("demo_sign_in", key="admin")).status_code == 405
    assert Client(enforce_csrf_checks=True).post(reverse("demo_sign_in", key="admin")).status_code == 403


def test_the_sign_in_page_offers_nobody_outside_of_a_demo(client, at):
    sample.build(at=at)
    assert "demo/sign-in" not in client.get(reverse("account_login")).content.decode()


# The actor of a request


def test_the_actor_is_read_only_when_someone_looks(client, member, django_assert_num_queries, rf):
    from rianru.web.accounts.middleware import Actors

    request = rf.get("/")
    request.user, request.session = account(member), {}
    with django_assert_num_queries(0):
        Actors(lambda request: None)(request)
    with django_assert_num_queries(1):
        assert request.actor.key == member.key
        assert request.actor.kind == "person"


def test_an_account_that_is_closed_is_nobody_from_the_next_request(client, member):
    sign_in(client, member, PASSWORD)
    assert client.get(reverse("account")).status_code == 200
    Account.objects.update(is_active=False)
    assert client.get(reverse("account")).status_code == 302


def test_staff_are_shown_the_way_to_their_second_factor_instead_of_a_closed_door(at):
    from django.test import RequestFactory

    from rianru.kernel.refusals import NotAllowed, NotFound
    from rianru.people import queries
    from rianru.web.accounts.middleware import step_before

    joined = staff(at, Role.ADMINISTRATOR)
    request = RequestFactory().get("/people/?after=x")
    request.user = account(joined)
    request.actor = queries.actor_for(joined.account_id, at=at, secure=False)
    assert step_before(request, NotAllowed()).url == f"{reverse('mfa_activate_totp')}?next=%2Fpeople%2F%3Fafter%3Dx"
    enrol(joined)
    assert step_before(request, NotAllowed()).url.startswith(reverse("mfa_reauthenticate"))
    assert step_before(request, NotFound()) is None
    request.actor = queries.actor_for(joined.account_id, at=at, secure=True)
    assert step_before(request, NotAllowed()) is None
    request.actor = queries.actor_for(person(at).account_id, at=at, secure=False)
    assert step_before(request, NotAllowed()) is None


def test_too_fast_is_said_in_our_words_and_when_to_come_back(rf):
    from rianru.web.accounts.limits import too_many

    answer = too_many(rf.post("/accounts/login/"))
    assert (answer.status_code, answer.headers["Retry-After"], "ขอช้าลงนิด" in answer.content.decode()) == (429, "60", True)
