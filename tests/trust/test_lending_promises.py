"""Never oversell · one open loan per copy · safe retry: many clients released together, each with a control that fails.

Every client has a connection of its own. The control does the same with the lock, the guard or the key left out, and
must break the promise: otherwise the test would see nothing.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from rianru.core import idempotency
from rianru.core.models import AnswerOnce
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import Refused
from rianru.lending import actions
from rianru.lending.actions import lending, refusals
from rianru.lending.models import Hold, Loan
from tests.factories import AT
from tests.factories.meeting import Meeting
from tests.lending import making

pytestmark = [pytest.mark.trust, pytest.mark.django_db(transaction=True)]
CLIENTS = 12  # at once; each does its part several times


@pytest.fixture
def desk(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return making.build()


def together(acts):
    """Runs all of these at once, each in a thread of its own; what came of each: "ok" or the code of a refusal."""
    gate = Barrier(min(CLIENTS, len(acts)))

    def run(share):
        gate.wait(30)
        try:
            return [outcome(act) for act in share]
        finally:
            connections.close_all()

    shares = [acts[n::gate.parties] for n in range(gate.parties)]
    with ThreadPoolExecutor(gate.parties) as pool:
        return Counter(one for share in pool.map(run, shares) for one in share)


def outcome(act):
    try:
        act()
    except Refused as refusal:
        return refusal.code
    except Exception as error:  # noqa: BLE001 - a fault is a result here, and must not be there
        return type(error).__name__
    return "ok"


def open_loans():
    return Loan.objects.filter(returned_at=None).count()


def test_fifty_check_outs_of_one_copy_at_once_make_one_loan(desk):
    [one] = making.copies(making.work(), desk.a)
    for _ in range(3):
        came = together([lambda who=who: desk.out(one, who) for who in (desk.mani, desk.piti) * 25])
        assert (came["ok"], open_loans()) == (1, 1)
        assert set(came) <= {"ok", "lending.copy_already_out", "lending.already_theirs", "lending.copy_changed_meanwhile"}
        desk.back(one)


def test_without_the_guard_and_the_constraint_there_would_be_several(desk, monkeypatch):
    """The control."""
    [one] = making.copies(making.work(), desk.a)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX lending_one_open_loan")
    try:
        monkeypatch.setattr(lending, "turn", Meeting().after(lambda ids, **said: set(ids)))
        monkeypatch.setattr(lending, "locked", lambda id, *, day: lending.borrower(id, day=day))
        came = together([lambda who=who: desk.out(one, who) for who in (desk.mani, desk.piti) * 25])
        assert came["ok"] == open_loans() > 1
    finally:
        Loan.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE UNIQUE INDEX lending_one_open_loan ON lending_loan (item_id) WHERE returned_at IS NULL"
            )


def test_a_member_with_five_slots_gets_five_however_many_desks_scan_at_once(desk):
    making.rule({"items_at_once": 5}, network_id=desk.network)
    every = making.copies(making.work(), *[desk.a] * 40)
    came = together([lambda one=one: desk.out(one) for one in every])
    assert (came, open_loans()) == (Counter({"lending.too_many_out": 35, "ok": 5}), 5)


def test_without_the_lock_on_the_member_there_would_be_more(desk, monkeypatch):
    """The control."""
    making.rule({"items_at_once": 5}, network_id=desk.network)
    every = making.copies(making.work(), *[desk.a] * 40)
    monkeypatch.setattr(lending, "locked", Meeting(CLIENTS).after(lambda id, *, day: lending.borrower(id, day=day)))
    came = together([lambda one=one: desk.out(one) for one in every])
    assert came["ok"] == open_loans() >= CLIENTS


def test_the_last_copies_answer_as_many_holds_as_there_are_copies(desk):
    every = making.copies(making.work(), desk.a, desk.b, desk.c)
    people = [making.member(desk.librarian, desk.a, f"คนที่ {n}") for n in range(20)]
    came = together([lambda who=who: desk.hold(every[0], who) for who in people])
    assert came == Counter({"ok": 20})
    assert Counter(Hold.objects.values_list("state", flat=True)) == Counter({"waiting": 17, "pulled": 3})
    assert len(set(Hold.objects.exclude(copy=None).values_list("copy", flat=True))) == 3


def scanned(desk, one, key, who=None):
    """As the desk sends it: the same key once."""
    body = ["scan", one, str(who or desk.mani)]
    return idempotency.once(owner="desk:test", key=key, body=body, at=AT,
                            do=lambda: str(desk.out(one, who).loan_id))


def test_a_scan_sent_again_with_its_key_gives_the_same_answer_and_does_nothing_twice(desk):
    every = making.copies(making.work(), *[desk.a] * 8)
    keys = {one: str(new_id()) for one in every}
    answers: dict[str, set[str]] = {one: set() for one in every}

    def send(one):
        answers[one].add(scanned(desk, one, keys[one]))

    came = together([lambda one=one: send(one) for one in every * 6])
    assert (came, open_loans()) == (Counter({"ok": 48}), 8)
    assert [len(given) for given in answers.values()] == [1] * 8
    assert AnswerOnce.objects.filter(owner="desk:test").count() == 8
    with pytest.raises(idempotency.KeyReused):
        scanned(desk, every[0], keys[every[0]], desk.piti)


def test_without_its_key_the_same_scan_is_refused_as_a_second_one(desk):
    """The control: sent again with another key, it is another scan."""
    [one] = making.copies(making.work(), desk.a)
    scanned(desk, one, str(new_id()))
    with pytest.raises(refusals.AlreadyTheirs):
        scanned(desk, one, str(new_id()))


def test_what_fails_half_way_leaves_nothing(desk, monkeypatch):
    """The last write fails; nothing of the scan is there, and the key may be used again."""
    [one] = making.copies(making.work(), desk.a)
    key = str(new_id())
    with monkeypatch.context() as broken:
        broken.setattr(lending.facts, "first_in_period", lambda *a, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            scanned(desk, one, key)
    assert (open_loans(), making.state(one), AnswerOnce.objects.count()) == (0, "available", 0)
    scanned(desk, one, key)
    assert open_loans() == 1


def test_return_and_loan_of_one_copy_at_once_leave_one_truth(desk):
    [one] = making.copies(making.work(), desk.a)
    for _ in range(5):
        came = together([lambda: desk.out(one), lambda: desk.back(one), lambda: desk.out(one, desk.piti),
                         lambda: desk.back(one, space=desk.b)] * 6)
        assert [name for name in came if "Error" in name] == []  # no deadlock either: every action locks in one order
        with transaction.atomic():
            assert open_loans() <= 1
            assert (making.state(one) == "on_loan") == (open_loans() == 1)
        desk.back(one)
    assert actions.renew_all(actor=desk.librarian, at=AT, membership_id=desk.mani, space_id=desk.a) == []
