"""TRUST row *children*: nothing without a guardian's consent, no public profile, no way in for strangers.

A young child with a card, a loan, a hold and money stands in the world of the access matrix. Every page is opened as everyone
who has no business with them, with the child's own ids in the address where it takes one. Controls: their desk and their
guardian do find them, by the same search.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse
from django.utils import timezone, translation

from rianru.catalogue import actions as catalogue
from rianru.catalogue.actions.lists import AgeNotSaid, TooYoungForPublic
from rianru.core.models import Notice
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.lending import actions as lending
from rianru.lending.actions import refusals
from rianru.lending.models import Hold
from rianru.people import actions as people
from rianru.people import queries
from rianru.people.actions import Particulars
from rianru.people.actions.joining import GuardianNeeded
from rianru.treasury import actions as treasury
from tests.people import making
from tests.trust.access_matrix import ROWS
from tests.trust.test_access_control import built, client_of, cookie_of, outcome

pytestmark = [pytest.mark.trust, pytest.mark.django_db]
CHILD = "หนูจ๋าวัยเจ็ดขวบ"
STRANGERS = ("anonymous", "member", "librarian@other_network")
THEIRS = {  # pages that take an id: with the child's own
    "member": "membership", "member_edit": "membership", "member_household": "membership", "member_money": "membership",
    "member_card_file": "membership", "member_erase": "membership", "desk_receipt": "membership", "receipt": "receipt",
    "desk_slip": "hold",
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield grown()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()
    yield
    translation.activate("th")


def grown() -> dict[str, Any]:
    """The world of the matrix, a mother with an account, and her child: consent given, a book out, one held, money down."""
    world = built()
    at = timezone.now() - timedelta(hours=2)
    space = making.space("own-space", within=making.network("north"))
    joined = making.person(at, "แม่ของหนูจ๋า", birth_year=1985)
    mother = making.acting(joined, at)
    guardian = people.become_member(actor=mother, at=at, person_id=joined.person_id, space_id=space.id)
    house: dict[str, Any] = {"actor": making.MACHINE, "at": at, "space_id": space.id}
    child = people.register_member(**house, category="child", who=young(at))
    people.add_to_household(**house, guardian_id=guardian.membership_id, membership_id=child.membership_id, part="child")
    copies = [catalogue.add_item(actor=making.MACHINE, at=at, edition_id=world["edition"], space_id=space.id, barcode=f"CHILD-{n}")
              for n in range(2)]
    lending.check_out(**house, membership_id=child.membership_id, barcode="CHILD-0")
    other = catalogue.add_item(actor=making.MACHINE, at=at, edition_id=edition_of(world["other_work"]), space_id=space.id,
                               barcode="CHILD-2")
    hold = lending.place_hold(actor=making.MACHINE, at=at, membership_id=child.membership_id, item_id=other,
                              pickup_id=space.id)
    lending.check_in(**house, barcode="CHILD-2")
    receipt = treasury.take_deposit(**house, membership_id=child.membership_id, satang=10_000)
    took_part(world, mother, child.person_id, at)
    world["cookies"]["mother"] = cookie_of("mother", joined.account_id)
    return world | {"child": child, "mother": mother, "copies": copies, "space_id": space.id,
                    "ids": {"membership": child.membership_id, "receipt": receipt.id, "hold": hold.hold_id}}


def took_part(world: dict[str, Any], mother: Any, child: Any, at: Any) -> None:
    """The child has stamps, and takes part in a challenge and in a group's one of the space."""
    from rianru.kernel.dates import day_of
    from rianru.learning import actions as learning
    from rianru.learning import queries as told

    house: dict[str, Any] = {"actor": making.MACHINE, "at": at, "space_id": making.space("own-space", within=making.network("north")).id}
    said = learning.ChallengeSaid("ทั้งโรงเรียน", day_of(at), day_of(at) + timedelta(days=9), unit="team")
    world["team_challenge"] = learning.keep_challenge(**house, said=said, goals=[learning.GoalSaid("minutes", 5)])
    learning.turn_challenge(**house, challenge_id=world["team_challenge"], state="open")
    learning.make_team(**house, challenge_id=world["team_challenge"], name="ป.1")
    [code] = told.team_codes(**house, challenge_id=world["team_challenge"]).values()
    for challenge, typed in ((world["challenge_open"], ""), (world["team_challenge"], code)):
        learning.join_challenge(actor=mother, at=at, challenge_id=challenge, persons=[child], code=typed)
    learning.log_reading(actor=mother, at=at, person_id=child, on=day_of(at), minutes=15, title=CHILD)
    learning.recount(actor=making.MACHINE, at=at, challenge_id=world["team_challenge"])


def edition_of(work: Any) -> Any:
    from rianru.catalogue.models import Edition

    return Edition.objects.filter(work_id=work).values_list("id", flat=True)[0]


def young(at: Any, years: int = 7) -> Particulars:
    return Particulars(CHILD, "ใจดี", birth_year=at.year - years)


def shown_to(world: dict[str, Any], label: str, name: str) -> bool | None:
    """Whether this page shows the child's name or card; None where they are turned away."""
    row, door = ROWS[name], ClientHandler(enforce_csrf_checks=False)
    kwargs = {"id": world["ids"][THEIRS[name]]} if name in THEIRS else row.kwargs(world)
    with translation.override("th"):
        address = reverse(name, kwargs=kwargs)
    client: Client = client_of(world, label, door)
    with transaction.atomic():
        response = client.get(address)
        said = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    happened = outcome(response, "GET", row.elsewhere)
    assert happened != "broken", f"{name} as {label}"
    if happened == "refused":
        return None
    text, card = said.decode(errors="replace"), world["child"].card
    return CHILD in text or card in text or queries_card(card) in text


def queries_card(card: str) -> str:
    from rianru.kernel.cards import shown

    return shown(card)


@pytest.mark.parametrize("label", STRANGERS)
def test_no_page_shows_a_child_to_a_stranger(world, label):
    found = {name: shown_to(world, label, name) for name in sorted(ROWS) if ROWS[name].GET}
    assert [name for name, shown in found.items() if shown] == []
    assert {name: found[name] for name in THEIRS} == dict.fromkeys(THEIRS)  # turned away


def test_control_their_desk_and_their_guardian_find_them_by_the_same_search(world):
    desk = {name for name in THEIRS if shown_to(world, "librarian@space", name)}
    assert desk >= {"member", "member_edit", "member_money", "desk_receipt"}
    assert shown_to(world, "mother", "my_household")


def test_a_guardian_acts_for_their_child_and_a_stranger_does_not(world):
    of = world["child"].membership_id
    door = ClientHandler(enforce_csrf_checks=False)
    for page in ("my_card", "my_shelf", "my_money"):
        with translation.override("th"):
            address = f"{reverse(page)}?of={of}"
        assert client_of(world, "mother", door).get(address).status_code == 200
        others = ("member", "unproven", "librarian@space", "administrator@national")
        assert [client_of(world, label, door).get(address).status_code for label in others] == [404] * 4


def test_a_stranger_neither_takes_a_child_into_their_household_nor_out_of_it(world):
    stranger = making.acting(making.person(timezone.now(), "คนแปลกหน้า"), timezone.now())
    asked = {"actor": stranger, "at": timezone.now(), "space_id": world["space_id"], "membership_id": world["child"].membership_id}
    with pytest.raises((NotAllowed, NotFound)):
        people.leave_household(**asked)
    with pytest.raises((NotAllowed, NotFound)):
        people.add_to_household(**asked, guardian_id=world["membership"], part="child")
    with pytest.raises((NotAllowed, NotFound)):
        people.set_pin(**asked, pin="4711")


def test_without_consent_a_young_child_borrows_and_holds_nothing(world):
    at = timezone.now()
    house: dict[str, Any] = {"actor": making.MACHINE, "at": at}
    child = people.register_member(**house, space_id=world["space_id"], category="child", who=young(at, 8))
    for act in (
        lambda: lending.check_out(**house, space_id=world["space_id"], membership_id=child.membership_id, barcode="CHILD-1"),
        lambda: lending.place_hold(**house, membership_id=child.membership_id, item_id=world["copies"][1],
                                   pickup_id=world["space_id"]),
    ):
        with pytest.raises(refusals.MemberBlocked):
            act()
    mother = queries.memberships_of(world["mother"].key)[0]
    people.add_to_household(**house, space_id=world["space_id"], guardian_id=mother.id, membership_id=child.membership_id,
                            part="child")
    lent = lending.check_out(**house, space_id=world["space_id"], membership_id=child.membership_id, barcode="CHILD-1")
    assert lent.out == 1  # the control


def test_a_young_child_does_not_join_alone():
    with pytest.raises(GuardianNeeded):
        people.join(actor=making.MACHINE.__class__("person"), at=timezone.now(), email="young@example.org", given_name="จ๋า",
                    birth_year=timezone.now().year - 8)


def test_nobody_under_eighteen_is_shown_to_strangers_by_name():
    at = timezone.now()
    said = {}
    for years, grown_up in ((15, True), (17, True), (30, False), (None, False)):
        joined = making.person(at, "ปิ่น", **({"birth_year": at.year - years} if years else {}))
        own: dict[str, Any] = {"actor": making.acting(joined, at), "at": at}
        people.rename(**own, person_id=joined.person_id, given_name="ปิ่น", display_name="ปิ่นโต")
        shared = catalogue.make_list(**own, name="ของฉัน")
        try:
            catalogue.share_list(**own, list_id=shared, sharing="public", grown_up=grown_up)
            said[years] = "public"
        except (TooYoungForPublic, AgeNotSaid) as refusal:
            said[years] = type(refusal).__name__
    assert said == {15: "TooYoungForPublic", 17: "TooYoungForPublic", 30: "public", None: "AgeNotSaid"}


def test_a_letter_about_a_hold_goes_to_its_own_reader_and_none_about_a_child_to_anybody(world):
    at, own = timezone.now(), {"actor": making.MACHINE, "at": timezone.now(), "space_id": world["space_id"]}
    assert list(Notice.objects.filter(kind__startswith="lending.")) == []  # the child's copy was put on the hold shelf
    people.unblock_member(**own, block_id=queries.blocks([world["membership"]], day=at.date())[world["membership"]][0].id)
    hold = lending.place_hold(actor=making.MACHINE, at=at, membership_id=world["membership"], item_id=world["copies"][1],
                              pickup_id=world["space_id"])
    lending.check_in(**own, barcode=Hold.objects.get(id=hold.hold_id).copy.barcode)
    assert [one.address for one in Notice.objects.filter(kind__startswith="lending.")] == [world["member_email"]]  # the control


def test_a_child_joins_nothing_alone_and_no_page_for_everyone_names_one_who_was_joined(world):
    from django.test import Client

    from rianru.learning import actions as learning
    from rianru.learning import queries as seats
    from rianru.learning.actions.seat_refusals import GuardianJoins

    at = timezone.now()
    own: dict[str, Any] = {"at": at, "activity_id": world["joinable"], "session_id": world["occasion"]}
    joined = making.person(at, "เด็กสิบสาม", birth_year=at.year - 13)
    with pytest.raises(GuardianJoins):
        learning.join(actor=making.acting(joined, at), persons=[joined.person_id], **own)
    stranger = making.acting(making.person(at, "คนแปลกหน้า"), at)
    with pytest.raises(NotAllowed):
        learning.join(actor=stranger, persons=[world["child"].person_id], **own)
    taken = learning.join(actor=world["mother"], persons=[world["child"].person_id], **own)  # the control
    with translation.override("th"):
        pages = [reverse("activity", kwargs={"id": world["joinable"]}), reverse("activity_join", kwargs={"id": world["joinable"]})]
    assert [CHILD in Client().get(page).content.decode() for page in pages] == [False, False]
    [told] = [one for one in seats.participants(world["occasion"]) if one.party_id == taken.party_id]
    assert told.email.startswith("person")  # letters go to the mother, who has the account


def test_what_a_child_collects_is_seen_by_its_guardian_alone_and_ranks_nobody(world):
    from rianru.learning import queries as told

    person = queries.member(world["child"].membership_id).person_id
    with translation.override("th"):
        own = f"{reverse('my_passport')}?of={person}"
        team = reverse("challenge", kwargs={"id": world["team_challenge"]})
        mine = reverse("my_challenge", kwargs={"id": world["team_challenge"]})
    seen = {label: client_of(world, label, ClientHandler(enforce_csrf_checks=False)) for label in ("mother", "member", "librarian@space")}
    assert CHILD in seen["mother"].get(own).content.decode()  # the control
    assert CHILD in seen["mother"].get(mine).content.decode()
    assert [seen[label].get(page).status_code for label in ("member", "librarian@space") for page in (own, mine)] == [404] * 4
    with translation.override("th"):
        paper = f"{reverse('my_booklet')}?of={person}"
    assert [seen[label].get(paper).status_code for label in seen] == [200, 404, 404]
    [row] = told.teams(world["team_challenge"])
    assert (row.name, row.members, row.stamps, row.reached) == ("ป.1", None, None, None)  # one child of a class tells of itself
    pages = [client.get(team).content.decode() for client in (*seen.values(), Client())]
    assert [CHILD in page for page in pages] == [True, False, False, False]  # its own mother sees that it takes part
