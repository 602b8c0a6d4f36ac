"""TRUST row *readiness*: /healthz is the process, /readyz everything a reader needs; each fault turns it red."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from rianru.core import changes
from rianru.core.search import follow
from rianru.kernel.ids import new_id
from rianru.web import health

pytestmark = [pytest.mark.trust, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _own_node(settings, tmp_path):
    settings.VAR, settings.INDEX_DIR = tmp_path, tmp_path / "index"
    settings.DRAINING_FILE = tmp_path / "draining"
    follow.catch_up()


def readyz():
    response = Client().get("/readyz")
    return response.status_code, json.loads(response.content)


def test_a_sound_node_is_ready():
    status, body = readyz()
    assert (status, body["ready"]) == (200, True)
    assert set(body["checks"]) == {"database", "migrations", "index", "queue", "disk"}


def test_a_draining_node_is_not_ready_and_still_alive(settings):
    settings.DRAINING_FILE.touch()
    assert readyz()[0] == 503
    assert Client().get("/healthz").status_code == 200


def test_an_index_that_lags_is_not_ready():
    changes.touch("work", [new_id()])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_change SET touched_at = %s", [datetime.now(UTC) - timedelta(minutes=10)])
    status, body = readyz()
    assert (status, body["checks"]["index"].split(",")[0]) == (503, "1 waiting")
    follow.catch_up()
    assert readyz()[0] == 200


def test_no_index_is_not_ready(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "nothing"
    assert readyz()[1]["checks"]["index"] == "no index yet"


def test_a_full_disk_is_not_ready(settings):
    settings.DISK_READY_MB = 10**9
    assert readyz()[0] == 503


def test_a_queue_that_stands_still_is_not_ready():
    from rianru.core import jobs

    jobs.defer("core.deliver_notice", notice_id=str(new_id()))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '1 hour'")
    assert readyz()[0] == 503


def test_missing_migrations_are_not_ready():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core' AND name = '0002_facts'")
    health._migrated.clear()
    try:
        assert readyz()[1]["checks"]["migrations"] == "1 missing"
    finally:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0002_facts', now())")
        health._migrated.clear()
