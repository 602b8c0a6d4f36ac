"""TRUST row *facts*: change, delete, reorder and cutting the tail are each found; late offline facts break nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import system
from rianru.core.facts import seal
from rianru.core.models import Fact, FactDay, FactHour
from rianru.kernel.words import T

pytestmark = [pytest.mark.trust, pytest.mark.django_db(transaction=True)]
facts.verb("tests.sealed", T("ประทับตรา", "Sealed"))
_PAST = """
    INSERT INTO core_fact (verb, object_kind, area, home_area, programme, age_band, sex, format, count, minutes,
                           satang, changed, occurred_at, recorded_at)
    VALUES ('tests.sealed', '', '', '', '', '', '', '', %s, 0, 0, '[]', %s, %s)
"""


@pytest.fixture
def start():
    """Thirty whole hours before this one, told when the test begins: an hour may end while others run."""
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=30)


@pytest.fixture(autouse=True)
def _sealed(settings, tmp_path, start):
    """Thirty hours of facts, sealed and signed."""
    settings.VAR, settings.KEYS_DIR = tmp_path, tmp_path / "keys"
    with transaction.atomic(), connection.cursor() as cursor:
        for hour in range(30):
            for n in range(3):
                moment = start + timedelta(hours=hour, minutes=n)
                cursor.execute(_PAST, [n, moment, moment])
    assert seal.seal_hours() == 30
    assert seal.sign_days(at=datetime.now(UTC)) >= 1
    assert list(seal.verify()) == []


def _tamper(*statements):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_fact DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
            assert cursor.rowcount > 0
        cursor.execute("ALTER TABLE core_fact ENABLE TRIGGER USER")


def _found():
    return [fault.what for fault in seal.verify()]


FIRST = "(SELECT min(id) FROM core_fact)"


def test_a_changed_fact_is_found():
    _tamper(f"UPDATE core_fact SET count = 99 WHERE id = {FIRST}")
    assert _found() == ["facts were changed after the seal"]


def test_a_changed_occurrence_is_found():
    _tamper(f"UPDATE core_fact SET occurred_at = occurred_at + interval '1 microsecond' WHERE id = {FIRST}")
    assert _found() == ["facts were changed after the seal"]


def test_a_deleted_fact_is_found():
    _tamper(f"DELETE FROM core_fact WHERE id = {FIRST}")
    assert _found() == ["3 facts were sealed, 2 are there"]


def test_an_added_fact_in_a_sealed_hour_is_found(start):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PAST, [1, start, start + timedelta(minutes=30)])
    assert _found() == ["3 facts were sealed, 4 are there"]


def test_reordered_facts_are_found():
    first = Fact.objects.order_by("id").values_list("id", flat=True)[0]
    _tamper(
        f"UPDATE core_fact SET id = -1 WHERE id = {first}",
        f"UPDATE core_fact SET id = {first} WHERE id = {first + 1}",
        f"UPDATE core_fact SET id = {first + 1} WHERE id = -1",
    )
    assert _found() == ["facts were changed after the seal"]


def test_a_tail_cut_with_its_seals_is_found():
    last = FactHour.objects.order_by("-hour_at").first()
    _tamper(
        f"DELETE FROM core_fact WHERE recorded_at >= '{last.hour_at.isoformat()}'",
        f"DELETE FROM core_facthour WHERE hour_at = '{last.hour_at.isoformat()}'",
    )
    assert _found() == ["the seal noted outside the database is missing or differs"]


def test_a_seal_made_again_over_changed_facts_is_found():
    hour = FactHour.objects.order_by("hour_at").first()
    _tamper(f"UPDATE core_fact SET count = 99 WHERE id = {FIRST}")
    count, digest = seal.digest(hour.hour_at)
    FactHour.objects.filter(hour_at=hour.hour_at).update(
        digest=digest, chain=seal.link(seal.START, hour.hour_at, count, digest)
    )
    assert "the seal does not follow from the one before it" in _found()
    assert "the seal noted outside the database is missing or differs" in _found()


def test_a_forged_head_is_found():
    FactDay.objects.update(signature=b"x" * 64)
    assert "the signature of the day's head does not hold" in _found()


def test_a_late_offline_fact_counts_for_its_day_and_breaks_no_seal(start):
    with transaction.atomic():
        facts.record("tests.sealed", actor=system("t"), at=start + timedelta(minutes=5))
    late = Fact.objects.latest("recorded_at")
    assert (late.occurred_at, late.recorded_at > start + timedelta(hours=30)) == (start + timedelta(minutes=5), True)
    assert _found() == []


def test_an_hour_waits_for_a_transaction_that_could_still_add_to_it(start):
    """The writer's clock holds its hour; the seal of that hour takes the lock alone, or leaves it for later."""
    import psycopg

    params = connection.get_connection_params()
    for name in ("cursor_factory", "context", "server_side_binding", "prepare_threshold"):
        params.pop(name, None)
    hour = int((start + timedelta(hours=30)).timestamp() // 3600)
    with psycopg.connect(**params) as writer:
        writer.execute("SELECT core_fact_clock()")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(7421, %s)", [hour])
            assert cursor.fetchone() == (False,)
        writer.commit()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(7421, %s)", [hour])
            assert cursor.fetchone() == (True,)


def test_the_clock_never_points_into_a_sealed_hour(start):
    ahead = FactHour.objects.order_by("-hour_at").first()
    future = ahead.hour_at + timedelta(hours=2)
    for hour in (ahead.hour_at + timedelta(hours=1), future):
        FactHour.objects.create(hour_at=hour, facts=0, digest=b"", chain=b"", sealed_at=future)
    with transaction.atomic():
        facts.record("tests.sealed", actor=system("t"), at=start)
    assert Fact.objects.latest("recorded_at").recorded_at >= future + timedelta(hours=1)
