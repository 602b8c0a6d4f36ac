"""Members: registering, cards, blocks, PIN, renewal, and being found again by name, phone and card."""

from datetime import date, timedelta

import pytest

from rianru.core.actors import Role
from rianru.core.models import Fact
from rianru.kernel.cards import is_ours
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.people import actions, queries
from rianru.people.actions import Particulars
from rianru.people.models import Membership, Person
from tests.factories import AT
from tests.people import making

pytestmark = pytest.mark.django_db
YEAR = day_of(AT).year


@pytest.fixture
def desk(db):
    return Desk()


class Desk:
    """A space of a network with its caretaker, another space, and a space of another network."""

    def __init__(self):
        self.network = making.network("north")
        self.here, self.there = (making.space(code, within=self.network).id for code in ("here", "there"))
        self.away = making.space("away", within=making.network("south")).id
        self.caretaker = making.acting(making.staff(AT, Role.CARETAKER, "space", self.here), AT)
        self.librarian = making.acting(making.staff(AT, Role.LIBRARIAN, "network", self.network.id), AT)
        self.stranger = making.acting(making.staff(AT, Role.LIBRARIAN, "space", self.away), AT)

    def register(self, given="คำแปง", family="ย้อมคราม", *, category="adult", actor=None, card="", **more):
        more = {"birth_year": 1990} | more
        return actions.register_member(
            actor=actor or self.caretaker, at=AT, space_id=self.here, category=category, card=card,
            who=Particulars(given, family, **more),
        )

    def do(self, name, member, *, actor=None, space=None, at=AT, **more):
        asked = {"actor": actor or self.caretaker, "at": at, "space_id": space or self.here}
        return getattr(actions, name)(**asked, membership_id=member.membership_id, **more)

    def blocks(self, member, on=0):
        found = queries.blocks([member.membership_id], day=day_of(AT) + timedelta(days=on))
        return [block.reason for block in found.get(member.membership_id, [])]


def test_cards_count_up_within_their_network_and_carry_a_check_digit(desk):
    first, second = desk.register(), desk.register("มานี")
    away = actions.register_member(
        actor=desk.stranger, at=AT, space_id=desk.away, category="adult", who=Particulars("ปิติ", birth_year=1990)
    )
    assert [is_ours(new.card) for new in (first, second, away)] == [True, True, True]
    assert int(second.card[:-1]) == int(first.card[:-1]) + 1
    assert away.card[:3] != first.card[:3]


def test_a_member_is_valid_for_a_year_and_known_with_all_that_was_said(desk):
    new = desk.register(phone="+66 81-234 5678", email=" Kham@Example.org ", lives_in="5601")
    found = queries.member(new.membership_id)
    assert (found.name, found.category, found.card, found.since_on, found.until_on) == (
        "คำแปง ย้อมคราม", "adult", new.card, day_of(AT), day_of(AT).replace(year=YEAR + 1))
    assert (found.phone, found.email, found.birth_year, found.lives_in) == ("0812345678", "kham@example.org", 1990, "5601")
    assert Fact.objects.filter(verb="people.member_registered", object_id=new.membership_id).count() == 1


def test_a_card_of_an_older_system_keeps_its_number_and_nobody_else_gets_it(desk):
    assert desk.register(card=" tk-00 123 ").card == "TK00123"
    with pytest.raises(actions.CardTaken, match="TK00123"):
        desk.register("มานี", card="TK00123")
    with pytest.raises(actions.CardUnusable):
        desk.register("มานี", card="ก๑๒๓")
    assert Membership.objects.count() == 1
    assert Person.objects.filter(given_name="มานี").count() == 0


@pytest.mark.parametrize(("category", "age", "fits"), [
    ("child", 14, True), ("child", 15, True), ("child", 16, False), ("adult", 14, False), ("adult", 15, True),
    ("adult", 60, True), ("adult", 61, False), ("senior", 59, False), ("senior", 60, True), ("staff", 8, True),
])
def test_a_category_is_for_its_age_of_which_only_the_year_of_birth_is_known(desk, category, age, fits):
    if fits:
        assert desk.register(category=category, birth_year=YEAR - age).card
        return
    with pytest.raises(actions.CategoryAge):
        desk.register(category=category, birth_year=YEAR - age)


@pytest.mark.parametrize(("wrong", "refusal"), [
    ({"given": "  "}, actions.NameMissing), ({"category": "king"}, actions.CategoryUnknown),
    ({"phone": "12"}, actions.PhoneUnusable), ({"phone": "08123456789"}, actions.PhoneUnusable),
    ({"email": "no"}, actions.EmailUnusable), ({"birth_year": YEAR + 1, "category": "staff"}, actions.BirthYearWrong),
    ({"birth_year": 2569, "category": "staff"}, actions.BirthYearWrong),
])
def test_what_cannot_be_is_refused_and_leaves_no_trace(desk, wrong, refusal):
    before = Person.objects.count()
    with pytest.raises(refusal):
        desk.register(**wrong)
    assert (Person.objects.count(), Membership.objects.count()) == (before, 0)


def test_only_a_desk_registers_and_only_in_its_own_network(desk):
    for stranger in (desk.stranger, making.acting(making.person(AT), AT)):
        with pytest.raises(NotAllowed):
            desk.register(actor=stranger)
    member = desk.register()
    for name, more in (
        ("replace_card", {}), ("renew_membership", {}), ("set_pin", {"pin": "4711"}), ("block_member", {"reason": "conduct"}),
        ("change_member", {"category": "adult", "who": Particulars("ชื่อใหม่")}),
    ):
        with pytest.raises(NotFound):  # a member of another network does not exist at this desk
            desk.do(name, member, actor=desk.stranger, space=desk.away, **more)
    assert queries.member(member.membership_id).name == "คำแปง ย้อมคราม"


def test_a_replaced_card_leads_to_its_member_and_says_that_it_is_old(desk):
    member = desk.register()
    desk.do("block_member", member, reason="card_lost")
    number = desk.do("replace_card", member, space=desk.there, actor=desk.librarian)
    assert queries.scanned(member.card) == queries.Scanned(member.membership_id, ended=True)
    assert queries.scanned(number) == queries.Scanned(member.membership_id, ended=False)
    assert queries.scanned("999 9999") is None
    assert desk.blocks(member) == []  # the lost card was the reason


def test_blocks_have_reasons_and_last_days_and_may_come_again(desk):
    member = desk.register()
    until = day_of(AT) + timedelta(days=3)
    desk.do("block_member", member, reason="conduct", until=until)
    with pytest.raises(actions.AlreadyBlocked):
        desk.do("block_member", member, reason="conduct")
    assert [desk.blocks(member, on=days) for days in (0, 3, 4)] == [["conduct"], ["conduct"], []]
    again = desk.do("block_member", member, reason="conduct", at=AT + timedelta(days=5))
    actions.unblock_member(actor=desk.caretaker, at=AT + timedelta(days=6), block_id=again, space_id=desk.here)
    assert desk.blocks(member, on=6) == []
    with pytest.raises(NotFound):
        actions.unblock_member(actor=desk.caretaker, at=AT, block_id=again, space_id=desk.here)
    with pytest.raises(actions.BlockOver):
        desk.do("block_member", member, reason="address", until=day_of(AT) - timedelta(days=1))


def test_members_report_their_own_card_lost_and_block_nothing_else(desk):
    joined = making.person(AT)
    own = making.acting(joined, AT)
    member = actions.become_member(actor=own, at=AT, person_id=joined.person_id, space_id=desk.here, birth_year=1990)
    desk.do("block_member", member, actor=own, reason="card_lost")
    assert desk.blocks(member) == ["confirm", "card_lost"]
    with pytest.raises(NotAllowed):
        desk.do("block_member", member, actor=own, reason="conduct")
    with pytest.raises(NotAllowed):
        desk.do("block_member", desk.register("มานี"), actor=own, reason="card_lost")


@pytest.mark.parametrize("pin", ["123", "1234567", "1111", "3456", "6543", "abcd", "", "12a4"])
def test_a_pin_that_is_easy_or_none_is_refused(desk, pin):
    member = desk.register()
    with pytest.raises(actions.PinUnusable):
        desk.do("set_pin", member, pin=pin)
    assert not queries.pin_fits(member.membership_id, pin)


def test_a_pin_fits_in_either_kind_of_digits_and_is_kept_hashed(desk):
    member = desk.register()
    desk.do("set_pin", member, pin="๔๗๑๑")
    assert queries.pin_fits(member.membership_id, "4711")
    assert not queries.pin_fits(member.membership_id, "4712")
    assert not queries.pin_fits(desk.register("มานี").membership_id, "4711")
    assert "4711" not in Membership.objects.get(id=member.membership_id).pin


def test_a_membership_is_renewed_near_its_end_or_after_it(desk):
    member = desk.register()
    ends = queries.member(member.membership_id).until_on
    early = AT + (ends - day_of(AT)) - timedelta(days=61)
    with pytest.raises(actions.MembershipRenewedFar):
        desk.do("renew_membership", member, at=early)
    assert desk.do("renew_membership", member, at=early + timedelta(days=1)) == ends.replace(year=ends.year + 1)
    late = AT + timedelta(days=1_000)
    assert desk.do("renew_membership", member, at=late) == day_of(late).replace(year=day_of(late).year + 1)


def test_terms_of_a_network_say_how_long_and_how_people_join_online(desk):
    with pytest.raises(NotAllowed):
        actions.set_terms(actor=desk.caretaker, at=AT, network_id=desk.network.id, online="at_once", years=2)
    for online, years in (("never", 1), ("closed", 0), ("closed", 11)):
        with pytest.raises(actions.TermsUnclear):
            actions.set_terms(actor=desk.librarian, at=AT, network_id=desk.network.id, online=online, years=years)
    actions.set_terms(actor=desk.librarian, at=AT, network_id=desk.network.id, online="at_once", years=2)
    joined = making.person(AT)
    asked = {"actor": making.acting(joined, AT), "at": AT, "person_id": joined.person_id, "space_id": desk.here}
    member = actions.become_member(**asked, birth_year=1990, phone="081 234 5678")
    assert member.waits == ""
    assert queries.member(member.membership_id).until_on.year == YEAR + 2
    with pytest.raises(actions.AlreadyMember):
        actions.become_member(**asked)
    actions.set_terms(actor=desk.librarian, at=AT, network_id=desk.network.id, online="closed", years=2)
    other = making.person(AT)
    with pytest.raises(actions.JoiningClosed):
        actions.become_member(actor=making.acting(other, AT), at=AT, person_id=other.person_id, space_id=desk.here)


def test_who_joins_online_is_confirmed_at_a_desk_and_may_then_borrow(desk):
    joined = making.person(AT, birth_year=1960)
    own = making.acting(joined, AT)
    member = actions.become_member(actor=own, at=AT, person_id=joined.person_id, space_id=desk.there)
    assert (member.waits, queries.member(member.membership_id).category) == ("confirm", "senior")
    (block,) = queries.blocks([member.membership_id], day=day_of(AT))[member.membership_id]
    with pytest.raises(NotAllowed):
        actions.unblock_member(actor=own, at=AT, block_id=block.id, space_id=desk.here)
    actions.unblock_member(actor=desk.caretaker, at=AT, block_id=block.id, space_id=desk.here)
    assert desk.blocks(member) == []


def test_nobody_becomes_a_member_for_another_and_no_young_child_alone(desk):
    joined, other = making.person(AT), making.person(AT)
    with pytest.raises(NotAllowed):
        actions.become_member(
            actor=making.acting(joined, AT), at=AT, person_id=other.person_id, space_id=desk.here, birth_year=1990)
    with pytest.raises(actions.GuardianNeeded):
        actions.become_member(
            actor=making.acting(joined, AT), at=AT, person_id=joined.person_id, space_id=desk.here, birth_year=YEAR - 9)


def test_members_are_found_in_the_order_of_the_dictionary_and_by_phone_and_card(desk):
    names = ("เกศ", "ขวัญ", "กมล", "แก้ว", "โกสุม")
    cards = [desk.register(name, "ย้อมคราม", phone=f"08123456{place}").card for place, name in enumerate(names, 10)]
    found = queries.members(Membership.objects.values_list("id", flat=True))
    assert [member.name.split()[0] for member in found] == ["กมล", "เกศ", "แก้ว", "โกสุม", "ขวัญ"]
    look = {"network_id": desk.network.id}
    for typed, expected in (
        ("เก", "เกศ"), ("เกศ ย้อม", "เกศ"), ("กม", "กมล"), ("081-2345-612", "กมล"), ("5612", "กมล"), (cards[0], "เกศ"),
        (f"{cards[1][:3]} {cards[1][3:7]} {cards[1][7:]}", "ขวัญ"), ("แกว", "แก้ว"), ("๕๖๑๒", "กมล"),
    ):
        assert [member.name.split()[0] for member in queries.look_up(typed, **look)] == [expected]
    assert len(queries.look_up("ยอมคราม", **look)) == 5  # by the family name, where no name begins so
    assert [queries.look_up(typed, **look) for typed in ("", "081", "ไม่มี", "%", "08123456")] == [[]] * 5
    assert queries.look_up("เก", network_id=making.network("south").id) == []


def test_who_is_probably_a_member_already_is_found_before_a_second_card_is_made(desk):
    desk.register("มานี", "ใจดี", birth_year=1990, phone="0812345678")
    known = {"network_id": desk.network.id}
    for same in (
        queries.Alike("มานี", "ใจดี"), queries.Alike("มานี ", "ใจดี", 1990),
        queries.Alike("มานี", "รักไทย", 1990, "0812345678"),
    ):
        assert [member.name for member in queries.alike(same, **known)] == ["มานี ใจดี"]
    for other in (queries.Alike("มานี", "ใจดี", 1991), queries.Alike("มานะ", "ใจดี", 1990, "0812345678")):
        assert queries.alike(other, **known) == []
    assert queries.alike(queries.Alike("มานี", "ใจดี"), network_id=making.network("south").id) == []


def test_looking_up_asks_as_often_for_three_as_for_one(desk, django_assert_num_queries):
    for name in ("กมล", "กมลา", "กมลทิพย์"):
        desk.register(name)
    for typed, rows in (("กมลทิพย์", 1), ("กมล", 3)):
        with django_assert_num_queries(2):
            assert len(queries.look_up(typed, network_id=desk.network.id)) == rows


def test_what_is_known_of_a_member_is_changed_at_the_desk_and_named_in_the_fact(desk):
    member = desk.register(phone="0812345678")
    who = Particulars("คำปัน", "ย้อมคราม", birth_year=1990, phone="0812345678")
    assert desk.do("change_member", member, category="staff", who=who, note="ครูแก้ว") == ("category", "given_name", "note")
    assert desk.do("change_member", member, category="staff", who=who, note="ครูแก้ว") == ()
    found = queries.member(member.membership_id)
    assert (found.name, found.category, found.note) == ("คำปัน ย้อมคราม", "staff", "ครูแก้ว")
    (fact,) = Fact.objects.filter(verb="people.member_changed")
    assert fact.changed == ["category", "given_name", "note"]
    with pytest.raises(actions.CategoryAge):
        desk.do("change_member", member, category="child", who=who)


def test_children_who_have_grown_up_become_adults_and_adults_seniors(desk):
    ages = {"child": (15,), "adult": (60,), "staff": (61,), "senior": (80,)}
    kept = {(category, age): desk.register(f"{category}{age}", category=category, birth_year=YEAR - age)
            for category, both in ages.items() for age in both}
    grown = desk.register("โต", category="child", birth_year=YEAR - 15)
    Person.objects.filter(id=grown.person_id).update(birth_year=YEAR - 16)
    older = desk.register("แก่", birth_year=YEAR - 60)
    Person.objects.filter(id=older.person_id).update(birth_year=YEAR - 61)
    assert actions.move_by_age(actor=making.MACHINE, at=AT) == 2
    assert queries.member(grown.membership_id).category == "adult"
    assert queries.member(older.membership_id).category == "senior"
    assert {queries.member(new.membership_id).category == category for (category, _), new in kept.items()} == {True}
    assert actions.move_by_age(actor=making.MACHINE, at=AT) == 0


def test_a_year_begun_on_a_leap_day_ends_on_the_last_of_february():
    from rianru.people.actions.members import years_on

    assert years_on(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert years_on(date(2028, 2, 29), 4) == date(2032, 2, 29)


def test_a_card_from_the_desk_is_joined_to_an_account_by_its_pin_with_all_that_hangs_on_it(desk):
    from rianru.people.models import Household

    joined = making.person(AT, "มานี")
    own = making.acting(joined, AT)
    asked = {"actor": own, "at": AT, "person_id": joined.person_id}
    card = desk.register("มานี", phone="0812345678", lives_in="5601")
    child = desk.register("แก้ว", category="child", birth_year=YEAR - 7)
    actions.add_to_household(actor=desk.caretaker, at=AT, space_id=desk.here, guardian_id=card.membership_id,
                             membership_id=child.membership_id, part="child")
    for pin in ("", "4711"):
        with pytest.raises(actions.CardNotProven):
            actions.claim_card(**asked, card=card.card, pin=pin)
    desk.do("set_pin", card, pin="4711")
    for wrong in ({"card": card.card, "pin": "4712"}, {"card": "10099999990", "pin": "4711"}):
        with pytest.raises(actions.CardNotProven):
            actions.claim_card(**asked, **wrong)
    assert actions.claim_card(**asked, card=card.card, pin="4711") == card.membership_id
    found = queries.member(card.membership_id)
    assert (found.person_id, found.key, found.phone, found.birth_year, found.lives_in) == (
        joined.person_id, own.key, "0812345678", 1990, "5601")
    assert queries.acts_for(key=own.key) == [child.person_id]
    assert (Person.objects.filter(id=card.person_id).count(), Household.objects.count()) == (0, 1)
    other = making.person(AT)
    with pytest.raises(actions.CardNotProven):  # it has an account now, whoever knows the PIN
        actions.claim_card(actor=making.acting(other, AT), at=AT, person_id=other.person_id, card=card.card, pin="4711")
    with pytest.raises(NotAllowed):
        actions.claim_card(**asked | {"person_id": other.person_id}, card=card.card, pin="4711")


def test_nobody_claims_a_second_membership_or_a_young_childs_card(desk):
    joined = making.person(AT)
    asked = {"actor": making.acting(joined, AT), "at": AT, "person_id": joined.person_id}
    child = desk.register("แก้ว", category="child", birth_year=YEAR - 7)
    desk.do("set_pin", child, pin="4711")
    with pytest.raises(actions.GuardianNeeded):
        actions.claim_card(**asked, card=child.card, pin="4711")
    actions.become_member(**asked, space_id=desk.here, birth_year=1990)
    second = desk.register()
    desk.do("set_pin", second, pin="4711")
    with pytest.raises(actions.AlreadyMember):
        actions.claim_card(**asked, card=second.card, pin="4711")
    assert queries.member(second.membership_id).person_id == second.person_id


def test_history_is_kept_for_those_who_ask_at_the_desk_too_and_for_nobody_else(desk):
    member = desk.register()
    assert not queries.member(member.membership_id).keeps_history
    assert desk.do("keep_history", member, keep=True)
    assert not desk.do("keep_history", member, keep=True)
    assert queries.member(member.membership_id).keeps_history
    assert desk.do("keep_history", member, keep=False)
    assert not queries.member(member.membership_id).keeps_history
    with pytest.raises(NotAllowed):
        desk.do("keep_history", member, actor=making.acting(making.person(AT), AT), keep=True)
    assert [Fact.objects.filter(verb=f"people.consent_{verb}").count() for verb in ("given", "withdrawn")] == [1, 1]


def test_the_desk_of_a_session_is_found_with_the_scopes_that_cover_it(desk):
    from rianru.places import queries as places

    making.city("phayao", "56")
    space, scope = places.space_in_scope("here")
    assert (space.id, scope) == (desk.here, places.scope_of_space(desk.here))
    assert len(scope) == 4
    assert places.space_in_scope("nowhere") is None
