"""Keys of partners: shown once, kept hashed, counted by day, ended."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from rianru.core.actors import ANONYMOUS, Role
from rianru.core.models import Fact
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.people import actions, queries
from rianru.people.models import PartnerKey, PartnerKeyDay
from tests.factories.actors import staff
from tests.people.making import MACHINE

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def make(name="หอสมุดแห่งหนึ่ง", **more):
    return actions.make_partner_key(actor=MACHINE, at=AT, name=name, per_minute=more.pop("per_minute", 60), **more)


def test_a_key_is_found_by_its_secret_and_the_secret_is_kept_nowhere():
    made = make(scopes=("barcodes", "read", "read"))
    found = queries.partner_key(secret=made.secret, at=AT)
    assert found
    assert (found.id, found.name, found.scopes, found.per_minute) == (made.id, "หอสมุดแห่งหนึ่ง", {"read", "barcodes"}, 60)
    row = PartnerKey.objects.get()
    assert (len(made.secret), len(bytes(row.secret_hash)), row.ending) == (50, 32, made.secret[-4:])
    assert made.secret not in str(PartnerKey.objects.values().get())
    assert list(Fact.objects.values_list("verb", "object_id", "changed")) == [
        ("people.partner_key_made", made.id, ["barcodes", "read"])
    ]


@pytest.mark.parametrize("secret", ["", "x", "rianru_", "rianru_" + "a" * 43, "\x00", "\ud800"])
def test_what_is_no_secret_finds_nothing(secret):
    make()
    assert queries.partner_key(secret=secret, at=AT) is None


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"name": " "}, actions.PartnerNameUnusable), ({"name": "ก" * 201}, actions.PartnerNameUnusable),
        ({"scopes": ()}, actions.ScopeUnknown), ({"scopes": ("write",)}, actions.ScopeUnknown),
        ({"per_minute": 0}, actions.RateUnusable), ({"per_minute": 100_001}, actions.RateUnusable),
    ],
)
def test_what_no_key_can_be_is_refused_and_leaves_no_trace(given, refusal):
    with pytest.raises(refusal):
        make(**given)
    assert (PartnerKey.objects.count(), Fact.objects.count()) == (0, 0)


def test_an_ended_key_works_no_more_and_ends_once():
    made, later = make(), AT + timedelta(hours=1)
    actions.end_partner_key(actor=MACHINE, at=later, id=made.id)
    assert queries.partner_key(secret=made.secret, at=later) is None
    with pytest.raises(actions.PartnerKeyAlreadyEnded):
        actions.end_partner_key(actor=MACHINE, at=later, id=made.id)
    with pytest.raises(NotFound):
        actions.end_partner_key(actor=MACHINE, at=later, id=new_id())


@pytest.mark.parametrize(
    "actor", [ANONYMOUS, staff(role=Role.LIBRARIAN), staff(role=Role.ADMINISTRATOR, scope_kind="city", scope_id=new_id())]
)
def test_only_national_administrators_and_the_machine_keep_keys(actor):
    made = make()
    for act in (
        lambda: actions.make_partner_key(actor=actor, at=AT, name="x", per_minute=1),
        lambda: actions.end_partner_key(actor=actor, at=AT, id=made.id),
    ):
        with pytest.raises(NotAllowed):
            act()
    national = staff(role=Role.ADMINISTRATOR)
    assert actions.make_partner_key(actor=national, at=AT, name="x", per_minute=1).id
    assert PartnerKey.objects.get(name="x").made_by == national.key


def test_uses_are_counted_by_the_day_in_bangkok_and_the_first_is_a_fact():
    made = make()
    for hours in (0, 1, 14, 15, 24):  # 09:00, 10:00, 23:00 of one day, 00:00 and 09:00 of the next
        actions.count_partner_use(actor=ANONYMOUS, at=AT + timedelta(hours=hours), key_id=made.id)
    days = PartnerKeyDay.objects.order_by("day_on").values_list("day_on__day", "uses")
    assert (list(days), Fact.objects.filter(verb="people.partner_key_used").count()) == ([(21, 3), (22, 2)], 2)
    (row,) = queries.partner_keys(at=AT + timedelta(days=1))
    assert row.uses == 5
    (row,) = queries.partner_keys(at=AT + timedelta(days=60))
    assert row.uses == 0


def test_the_database_keeps_its_own_rules():
    made = make()
    for wrong in ({"per_minute": 0}, {"scopes": []}, {"scopes": ["write"]}, {"ended_at": AT - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PartnerKey.objects.filter(id=made.id).update(**wrong)


def said(*words):
    out = StringIO()
    call_command("api_key", *words, stdout=out)
    return out.getvalue()


def test_the_command_makes_lists_and_ends_a_key():
    secret = said("add", "หอสมุดแห่งหนึ่ง", "--scope", "read", "--per-minute", "600").strip().splitlines()[-1]
    found = queries.partner_key(secret=secret, at=datetime.now(UTC))
    assert found
    listed = said("list")
    assert secret not in listed
    for text in (str(found.id), secret[-4:], "600/min", "read", "หอสมุดแห่งหนึ่ง", "in force"):
        assert text in listed
    said("end", str(found.id))
    assert "ended" in said("list")
    assert queries.partner_key(secret=secret, at=datetime.now(UTC)) is None


def test_the_list_says_when_there_is_no_key_yet():
    assert "There is no key yet" in said("list")
