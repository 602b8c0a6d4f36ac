"""TRUST row *access control*: every route, by every method, as everyone. Routes come from the address book itself, what is
expected from access_matrix, written by hand. The controls plant a route without a row, and holes, and see them caught."""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.client import ClientHandler
from django.urls import URLPattern, clear_url_caches, get_resolver, path, reverse
from django.utils import timezone, translation

from rianru.config import urls as house
from rianru.core.actors import Role
from rianru.people.models import RoleGrant
from tests.people import making
from tests.trust.access_credentials import proven
from tests.trust.access_credentials import rows as credentials
from tests.trust.access_matrix import ELSEWHERE, EVERYONE, OWN, ROLES, ROWS, Row, at
from tests.trust.evidence_rows import ROWS as EVIDENCE
from tests.trust.evidence_rows import assessed
from tests.trust.learning_plan_rows import PLANS, planned
from tests.trust.learning_seats_rows import SEATS, gathered
from tests.trust.on_rows import ON, followed
from tests.trust.passport_rows import PASSPORTS, stamped
from tests.trust.places_import_rows import LISTS, listed_spaces
from tests.trust.shadow_rows import SHADOW, sited
from tests.trust.spaces_rows import SPACES, told_wrong
from tests.trust.survey_making_rows import survey_made
from tests.trust.survey_rows import surveyed
from tests.trust.van_rows import VANS, driven

ROWS |= SEATS | PLANS | SPACES | credentials() | VANS | ON | LISTS | SHADOW | EVIDENCE | PASSPORTS
pytestmark = [pytest.mark.trust, pytest.mark.django_db]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SERVED = ("GET", "POST")  # asked by everyone; the other methods, which no view tells apart, at the places that TRUST names
NAMED = EVERYONE - at(("national", "network", "city", "other_network"), *ROLES)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ASKED_FIRST = (
    "account_login", "account_request_login_code", "account_reauthenticate", "mfa_reauthenticate", "mfa_activate_totp",
    "account_reauthenticate_code",
)


# The address book


def routes(patterns: Iterable[Any] | None = None, space: str = "") -> Iterator[str]:
    """Every route by its name; one without a name by its pattern, which no row can have."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLPattern):
            yield space + (each.name or f"unnamed {each.pattern}")
        else:
            yield from routes(each.url_patterns, space + (f"{each.namespace}:" if each.namespace else ""))


def rowless() -> set[str]:
    return set(routes()) - set(ROWS)


def test_every_route_has_a_row():
    assert rowless() == set()


def test_every_row_has_a_route_and_names_people_who_exist():
    assert set(ROWS) - set(routes()) == set()
    named = frozenset().union(*(row.GET | row.POST | row.told for row in ROWS.values()))
    assert named - EVERYONE == set()


# The world: one space and what belongs to it, and everyone who might want in


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Built once, taken back at the end; each request after it is taken back at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield built()
        transaction.set_rollback(True)


def built() -> dict[str, Any]:
    from tests.factories import catalogue

    at = timezone.now() - timedelta(days=1)
    north, south = making.network("north"), making.network("south")
    places = {
        "national": ("national", None),
        "network": ("network", north.id),
        "city": ("city", making.city("phayao", "56").id),
        "space": ("space", making.space("own-space", within=north, lying_in="5601").id),
        "other_space": ("space", making.space("other-space", within=north, lying_in="5602").id),
        "other_network": ("network", south.id),
        "other_city": ("city", making.city("trang", "92").id),
    }
    member = making.person(at, "ชูใจสมาชิก", email="member-of-the-matrix@example.org")
    people = {"member": member, "unproven": making.staff(at, Role.ADMINISTRATOR)}
    for role in ROLES:
        for place in OWN + ELSEWHERE:
            people[f"{role}@{place}"] = making.staff(at, Role(role), *places[place])
    keeper = making.staff(at, Role.CARETAKER, *places["space"], name="วีระคนเฝ้า")
    for code, network in (("north-source", north), ("south-source", south)):
        add_source(at, code, network)
    run = catalogue.imported(("พระอภัยมณี", "ลิลิตพระลอ"), source_code="north-source")
    bear_headings()
    making.space("away-space", within=south, lying_in="9201")
    return {
        **survey_made(at, making.space("own-space", within=north).id),
        "cookies": {label: cookie_of(label, joined.account_id) for label, joined in people.items()},
        "space": making.space("own-space", within=north), "import": run.id, "import_file": run.file_name,
        "source_name": "แหล่ง north-source", "work": work_of(run), "member_email": "member-of-the-matrix@example.org",
        "member_name": "ชูใจสมาชิก", "caretaker_name": "วีระคนเฝ้า",
        "caretaker_grant": RoleGrant.objects.get(person_id=keeper.person_id).id, **catalogued(at, run, north),
        **surveyed(at, making.space("own-space", within=north).id), **enrolled(at, member),
        **gathered(at, making.space("own-space", within=north).id, member), **planned(at, making.space("own-space", within=north).id, member),
        **stamped(at, making.space("own-space", within=north).id, member),
        **listed(at, member, work_of(run)), **set_out(at, making.space("own-space", within=north), work_of(run)),
        **proven(at, north, member), **told_wrong(at, making.space("own-space", within=north)),
        **driven(at, making.space("own-space", within=north)), **followed(at, member), **listed_spaces(at, north.id), **sited(at),
        **assessed(at, making.space("own-space", within=north)),
    }


def enrolled(at: Any, member: Any) -> dict[str, Any]:
    """The member's membership at the space, not yet confirmed, with a deposit and its receipt."""
    from rianru.kernel.cards import shown
    from rianru.people import actions
    from rianru.treasury import actions as money
    from rianru.treasury import queries

    house: dict[str, Any] = {"actor": making.MACHINE, "at": at, "space_id": making.space("own-space", within=making.network("north")).id}
    new = actions.become_member(**house, person_id=member.person_id, birth_year=1990)
    house["at"] = timezone.now()  # for the sheet of today
    receipt = money.take_deposit(**house, membership_id=new.membership_id, satang=30_000)
    found = queries.move(receipt.id)
    assert found
    return {"membership": new.membership_id, "card": shown(new.card), "receipt": receipt.id, "receipt_number": found.receipt}


def lent(at: Any, edition_id: Any) -> dict[str, Any]:
    """What lending has at the space: a rule of its network, a hold that is ready, an open bag to the other space."""
    from rianru.catalogue import actions as catalogue
    from rianru.lending import actions
    from rianru.people import actions as people
    from tests.lending.making import PLAIN

    north = making.network("north")
    here, other = (making.space(code, within=north).id for code in ("own-space", "other-space"))
    house: dict[str, Any] = {"actor": making.MACHINE, "at": at}
    actions.set_rule(**house, scope=actions.RuleScope(), says=PLAIN)  # a test before may have emptied every table
    rule = actions.set_rule(**house, scope=actions.RuleScope(north.id), says={"period_days": 21})
    who = people.register_member(
        **house, space_id=here, category="adult", who=people.Particulars("สมบัติผู้จอง", birth_year=1980)
    )
    copy = catalogue.add_item(**house, edition_id=edition_id, space_id=here, barcode="B-2")
    hold = actions.place_hold(**house, membership_id=who.membership_id, item_id=copy, pickup_id=here, reach="item")
    actions.check_in(**house, space_id=here, barcode="B-2")
    bag = actions.open_bag(**house, space_id=here, receiver_id=other)
    stocktake = actions.open_stocktake(**house, space_id=here)
    suggestion = actions.suggest(**house, network_id=north.id, title="ลิลิตพระลอ", author="คนเหนือผู้เสนอ")
    return {"rule": rule, "hold": hold.hold_id, "bag": bag.code, "other_space": other, "stocktake": stocktake,
            "suggestion": suggestion}


def bear_headings() -> None:
    """An author, a subject and a series, at the addresses that the matrix names."""
    from rianru.catalogue.actions import headings
    from rianru.catalogue.models import Edition

    Edition.objects.update(subjects=["วรรณคดีไทย"], series=["ชุดนิทาน"], series_numbers=["1"])
    headings.catch_up()


def set_out(at: Any, space: Any, work: Any) -> dict[str, Any]:
    """Two shelves of the space, one of them published."""
    from rianru.catalogue import actions

    house: dict[str, Any] = {"actor": making.MACHINE, "at": at}
    draft, shown = (
        actions.make_shelf(**house, title_th=title, space_id=space.id) for title in ("ชั้นร่างของสถานที่", "ชั้นของสถานที่")
    )
    actions.put_on_shelf(**house, shelf_id=shown, work_id=work)
    actions.publish_shelf(**house, shelf_id=shown)
    return {"draft": draft, "shelf": shown, "draft_title": "ชั้นร่างของสถานที่"}


def listed(at: Any, member: Any, work: Any) -> dict[str, Any]:
    """Three lists of the member: one for nobody else, one behind a link, one for everyone."""
    from rianru.catalogue import actions
    from rianru.people import actions as people
    from rianru.people.queries.searches import stop_token

    own: dict[str, Any] = {"actor": making.acting(member, at), "at": at}
    people.rename(**own, person_id=member.person_id, given_name="ชูใจสมาชิก", display_name="ชูใจสมาชิก")
    secret, linked, shown = (
        actions.make_list(**own, name=name) for name in ("รายการลับของชูใจ", "ให้เพื่อน", "ให้ทุกคน")
    )
    actions.keep_work(**own, work_id=work, list_id=secret)
    actions.share_list(**own, list_id=shown, sharing="public", grown_up=True)
    search = people.save_search(**own, text="คำค้นลับของชูใจ")
    return {
        "list": secret, "shown_list": shown, "link": actions.share_list(**own, list_id=linked, sharing="link"),
        "stop": stop_token(search),
    }


def catalogued(at: Any, run: Any, network: Any) -> dict[str, Any]:
    """A table that waits for its columns, two records in doubt, a decision about two others, and a copy."""
    from django.core.files.base import ContentFile

    from rianru.catalogue import actions
    from rianru.catalogue.models import Doubt, Record, RecordVersion

    one, other = Record.objects.filter(taken_by=run).order_by("id")
    doubt = Doubt.objects.create(left=one, right=other, because="year", raised_at=at)
    version = RecordVersion.objects.create(
        record=one, raw=one.raw, form=one.form, taken_by=run, taken_at=at, replaced_by=run, replaced_at=at
    )
    again = catalogue_of("twin-source", network, at)
    third, fourth = Record.objects.filter(taken_by=again).order_by("id")
    assert one.edition
    assert other.edition
    assert third.edition
    assert fourth.edition
    decision = actions.join_editions(actor=making.MACHINE, at=at, left=third.edition.id, right=fourth.edition.id)
    table = actions.start_import(
        actor=making.MACHINE, at=at, source_code="north-source", file_name="table.csv", queue=False,
        file=ContentFile("ชื่อเรื่อง,ผู้แต่ง\nครามในมือแม่,คำแปง\n".encode(), name="table.csv"),
    )
    item = actions.add_item(
        actor=making.MACHINE, at=at, edition_id=one.edition.id, space_id=making.space("own-space", within=network).id,
        barcode="B-1",
    )
    return {
        **lent(at, one.edition.id),
        "record": one.id, "version": version.id, "doubt": doubt.id, "doubted": "ลิลิตพระลอ", "decision": decision,
        "table": table, "item": item,
        "edition": one.edition_id, "cover_digest": cover_of(one.edition_id, at), "other_work": other.edition.work_id,
    }


def cover_of(edition: Any, at: Any) -> str:
    """Where a cover is served."""
    from django.core.files.base import ContentFile

    from rianru.catalogue import actions, queries
    from tests.factories.pictures import picture

    actions.upload_cover(actor=making.MACHINE, at=at, edition_id=edition, file=ContentFile(picture(), name="cover.png"))
    return str(queries.covers_of_editions(ids=[edition])[edition][0].digest)


def catalogue_of(code: str, network: Any, at: Any) -> Any:
    """A finished import of two other works into a source of its own."""
    from tests.factories import catalogue

    add_source(at, code, network)
    return catalogue.imported(("ขุนช้างขุนแผน", "สังข์ทอง"), source_code=code)


def add_source(at: Any, code: str, network: Any) -> None:
    from rianru.catalogue import actions

    actions.add_source(
        actor=making.MACHINE, at=at, code=code, name_th=f"แหล่ง {code}", name_en=f"Source {code}", network_id=network.id
    )


def work_of(run: Any) -> Any:
    from rianru.catalogue.models import Record

    return Record.objects.filter(taken_by=run).values_list("edition__work_id", flat=True)[0]


def cookie_of(label: str, account_id: Any) -> str:
    """A session; with the second factor shown for all with a role but the one who is here to show what that is for."""
    user = get_user_model().objects.get(pk=account_id)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    fresh = time.time() + 3_600  # to the end of this module, however long it takes; what is not fresh is tested elsewhere
    if "@" in label:
        app = Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
        RecoveryCodes.activate(user)
        proof = {"method": "mfa", "type": "totp", "id": app.pk, "at": fresh, "reauthenticated": True}
    else:
        proof = {"method": "code", "at": fresh}
    session["account_authentication_methods"] = [proof]
    session["account_authentication_methods_user"] = str(user.pk)
    session["desk"] = "own-space"  # counts for those who may serve there
    session.create()
    return str(session.session_key)


# One request


def client_of(world: dict[str, Any], label: str, door: ClientHandler) -> Client:
    """A browser with the session of `label`, at the one door of the route: its layers are built once, as they are in the web."""
    client = Client(raise_request_exception=False)
    client.handler = door
    if label != "anonymous":
        client.cookies["sessionid"] = world["cookies"][label]
    return client


def outcome(response: Any, method: str, elsewhere: str = "") -> str:
    """`refused` (not here, not you, not so, or: sign in first), `broken` (5xx), else `reached`."""
    if response.status_code >= 500:
        return "broken"
    if response.status_code in (401, 403, 404, 405):
        return "refused"
    if method == "OPTIONS" and not response.content:
        return "refused"  # says which methods there are, runs nothing
    if "Location" not in response.headers:
        return "reached"
    with translation.override("th"):
        asked_first = {reverse(name) for name in (*ASKED_FIRST, elsewhere) if name}
    return "refused" if response.headers["Location"].split("?")[0] in asked_first else "reached"


def mistakes(name: str, world: dict[str, Any], row: Row | None = None, methods: Iterable[str] = METHODS) -> list[str]:
    """Where a route differs from its row: for each method and everyone."""
    row = row or ROWS[name]
    with translation.override("th"):
        address = reverse(name, kwargs=row.kwargs(world))
    found, door = [], ClientHandler(enforce_csrf_checks=False)
    for method in methods:
        for label in sorted(EVERYONE if method in SERVED else NAMED):
            cache.clear()
            with transaction.atomic():
                found += list(one(address, method, label, row, world, door))
                transaction.set_rollback(True)
    return [f"{name} {each}" for each in found]


def one(
    address: str, method: str, label: str, row: Row, world: dict[str, Any], door: ClientHandler
) -> Iterator[str]:
    before, client = written(), client_of(world, label, door)
    response = client.post(address, row.data(world)) if method == "POST" else client.generic(method, address)
    if response.streaming:
        deque(response.streaming_content, maxlen=0)  # type: ignore[attr-defined]  # to its end, where the file is closed
    expected = "reached" if label in row.reach(method) else "refused"
    happened = outcome(response, method, row.elsewhere)
    if happened != expected:
        yield f"{method} as {label}: {happened} ({response.status_code}), expected {expected}"
    if expected == "refused" and written() != before:
        yield f"{method} as {label}: left a trace"
    if row.secret and method == "GET" and happened == "reached":
        shown = row.secret(world) in response.content.decode()
        if shown != (label in row.told):
            yield f"{method} as {label}: {'shows' if shown else 'does not show'} what is not theirs"


def written() -> int:
    """Facts that this transaction wrote into any partition, also those taken back since; without reading a single one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_stat_get_xact_tuples_inserted(inhrelid)) FROM pg_inherits WHERE inhparent = 'core_fact'::regclass"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("name", sorted(ROWS))
def test_everyone_reaches_what_is_theirs_and_nothing_else(world, name):
    assert mistakes(name, world) == []


def test_the_whole_matrix_is_covered():
    """The figure of the promise: routes × methods × people."""
    assert (len(ROWS), len(METHODS), len(EVERYONE), len(NAMED)) == (len(set(routes())), 7, 3 + 5 * 7, 3 + 5 * 3)


# Controls


@pytest.fixture
def planted() -> Iterator[ModuleType]:
    """An address book of the house with room for something planted in front."""
    book = ModuleType("planted_urls")
    book.urlpatterns = list(house.urlpatterns)  # type: ignore[attr-defined]
    import sys

    sys.modules["planted_urls"] = book
    with override_settings(ROOT_URLCONF="planted_urls"):
        yield book
    del sys.modules["planted_urls"]
    clear_url_caches()


def plant(book: ModuleType, address: str, view: Any, name: str | None) -> None:
    book.urlpatterns.insert(0, path(address, view, name=name))
    clear_url_caches()


def unguarded(text: str = "open") -> Any:
    return lambda request, **kwargs: HttpResponse(text)


@pytest.mark.parametrize(("name", "missing"), [("planted", {"planted"}), (None, {"unnamed planted/"})])
def test_control_a_planted_route_without_a_row_is_caught(planted, name, missing):
    plant(planted, "planted/", unguarded(), name)
    assert rowless() == missing


def test_control_a_view_without_its_guard_is_caught_as_an_unexpected_success(world, planted):
    plant(planted, "people/roles/<uuid:grant_id>/end/", unguarded(), "people_end")
    found = mistakes("people_end", world)
    assert "people_end GET as anonymous: reached (200), expected refused" in found
    assert "people_end POST as administrator@other_city: reached (200), expected refused" in found
    assert "people_end DELETE as member: reached (200), expected refused" in found


def test_control_a_guard_that_is_too_strict_is_caught_as_well(world, planted):
    plant(planted, "search/", lambda request: HttpResponse(status=403), "search")
    found = mistakes("search", world)
    assert "search GET as anonymous: refused (403), expected reached" in found


def test_control_a_page_that_shows_what_is_not_theirs_is_caught(world, planted):
    plant(planted, "people/", unguarded(world["caretaker_name"]), "people")
    found = mistakes("people", world, methods=["GET"])
    assert "people GET as administrator@other_city: shows what is not theirs" in found


def test_control_a_refusal_that_leaves_a_trace_is_caught(world, planted):
    from rianru.core import facts

    def view(request, **kwargs):
        with transaction.atomic():
            facts.record("people.role_ended", actor=making.MACHINE, at=timezone.now())
        return HttpResponse(status=403)

    plant(planted, "people/roles/<uuid:grant_id>/end/", view, "people_end")
    assert "people_end POST as anonymous: left a trace" in mistakes("people_end", world, methods=["POST"])


def test_control_a_view_that_breaks_is_caught(world, planted):
    def view(request, **kwargs):
        raise RuntimeError("planted")

    plant(planted, "imports/", view, "imports")
    assert "imports GET as anonymous: broken (500), expected refused" in mistakes("imports", world, methods=["GET"])
