"""Statements that are planned once, and a kept connection that is asked nothing while it idles."""

from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from rianru.core import prepared
from rianru.core.postgres.base import DatabaseWrapper

UPDATE = "UPDATE core_follower SET row = %s WHERE name = 'nobody'"
PLANS = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"


def planned(text: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(PLANS, [text])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_statement_is_prepared_at_its_first_use_and_used_again():
    for n in (1, 2, 3):
        assert prepared.rows("SELECT %s::int AS planned_once", [n]) == [(n,)]
    assert planned("SELECT $1::int AS planned_once") == 1
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("force_generic_plan",)


@pytest.mark.django_db
def test_control_what_django_sends_is_not():
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int AS planned_never", [1])
    assert planned("%planned_never%") == 0


@pytest.mark.django_db
def test_prepared_statements_are_counted_and_watched_as_all_others():
    seen = []
    with CaptureQueriesContext(connection) as counted, connection.execute_wrapper(
        lambda execute, sql, params, many, context: seen.append(sql) or execute(sql, params, many, context)
    ):
        prepared.rows("SELECT %s::int", [1])
        prepared.write(UPDATE, [1])
    assert [one["sql"] for one in counted.captured_queries] == seen == ["SELECT %s::int", UPDATE]


@pytest.mark.django_db(transaction=True)
def test_a_kept_connection_of_this_machine_is_usable_without_a_statement_until_it_is_closed_from_afar():
    here = DatabaseWrapper(connection.settings_dict | {"CONN_HEALTH_CHECKS": True}, "default")
    here.ensure_connection()
    raw = here.connection
    try:
        with CaptureQueriesContext(here) as asked:
            assert here.is_usable()
        assert len(asked) == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [raw.info.backend_pid])
        assert not here.is_usable()
        with pytest.raises(OperationalError), here.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        here.close()


@pytest.mark.django_db(transaction=True)
def test_the_next_request_opens_a_new_one():
    here = DatabaseWrapper(connection.settings_dict | {"CONN_HEALTH_CHECKS": True}, "default")
    here.ensure_connection()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [here.connection.info.backend_pid])
        here.close_if_unusable_or_obsolete()
        with here.ask("SELECT %s::int", [7]) as cursor:
            assert cursor.fetchall() == [(7,)]
    finally:
        here.close()


@pytest.mark.django_db
def test_one_statement_reads_for_each_of_several_what_it_reads_for_one_in_its_own_order():
    ids = [UUID(int=n) for n in (3, 1, 2)]
    sql = """
        SELECT n, %(space)s::uuid FROM unnest(%(numbers)s::int[]) AS given (n)
        WHERE %(space)s::uuid <> '00000000-0000-0000-0000-000000000002' ORDER BY n DESC LIMIT 2
    """
    with CaptureQueriesContext(connection) as found:
        rows = prepared.rows_of_each(sql, "space", ids, {"numbers": [1, 2, 3]})
    assert rows == {ids[0]: [(3, ids[0]), (2, ids[0])], ids[1]: [(3, ids[1]), (2, ids[1])], ids[2]: []}
    assert len(found) == 1
    assert prepared.rows_of_each(sql, "space", [], {"numbers": [1]}) == {}
