"""/metrics: figures for whoever may ask, and no such page for everybody else."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from rianru.core import changes, jobs
from rianru.core.search import follow
from rianru.kernel.ids import new_id
from rianru.web import health, metrics

pytestmark = pytest.mark.django_db(transaction=True)
TOKEN = "a-token-of-the-tests-that-is-long-enough"
BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def _own_node(settings, tmp_path):
    settings.VAR, settings.INDEX_DIR, settings.METRICS_DIR = tmp_path, tmp_path / "index", tmp_path / "metrics"
    settings.DRAINING_FILE = tmp_path / "draining"
    metrics.objects.cache_clear()
    follow.catch_up()


def asked(**given):
    return Client(raise_request_exception=False).get("/metrics", **given)


def figures():
    """Every sample by its name and labels."""
    response = asked(headers=BEARER)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    return {(sample.name, *sorted(sample.labels.values())): sample.value
            for family in text_string_to_metric_families(response.content.decode()) for sample in family.samples}


def test_without_a_setting_there_is_no_such_page():
    assert asked().status_code == 404
    assert asked(headers=BEARER).status_code == 404
    assert asked(headers={"authorization": "Bearer "}).status_code == 404


def test_a_wrong_token_is_answered_as_if_there_were_nothing(settings):
    settings.METRICS_TOKEN = TOKEN
    wrong = ["", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"bearer {TOKEN}", f"Basic {TOKEN}", "Bearer ก"]
    assert [asked(headers={"authorization": given}).status_code for given in wrong] == [404] * 7
    assert Client(raise_request_exception=False).post("/metrics", headers=BEARER).status_code == 404
    assert asked(headers=BEARER).status_code == 200


def test_a_named_address_may_ask_and_a_proxy_may_not_ask_for_others(settings):
    settings.METRICS_FROM = ["10.1.0.0/16"]
    given = [("10.1.2.3", {}), ("10.2.2.3", {}), ("", {}), ("no address", {}), ("10.1.2.3", {"x-forwarded-for": "10.1.2.3"}),
             ("10.1.2.3", {"forwarded": "for=10.1.2.3"})]
    answered = [asked(REMOTE_ADDR=remote, headers=more).status_code for remote, more in given]
    assert answered == [200, 404, 404, 404, 404, 404]


def test_requests_are_counted_by_route_and_never_by_address(settings):
    settings.METRICS_TOKEN = TOKEN
    before = figures()
    Client().get("/about/?q=someone@example.org")
    Client(raise_request_exception=False).get("/nowhere/someone@example.org/")
    after = figures()
    name = ("rianru_request_seconds_count", "200", "GET", "about")
    assert after[name] - before.get(name, 0) == 1
    assert not any("example" in part for key in after for part in key)


def test_the_lag_of_the_index_the_queue_and_the_disk_are_told(settings):
    settings.METRICS_TOKEN = TOKEN
    with connection.cursor() as cursor:  # what tests that commit left behind
        cursor.execute("TRUNCATE procrastinate_jobs, core_change CASCADE")
    changes.touch("work", [new_id(), new_id()])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_change SET touched_at = %s", [datetime.now(UTC) - timedelta(minutes=10)])
    jobs.defer("core.deliver_notice", notice_id=str(new_id()))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '1 hour'")
    found = figures()
    assert found["rianru_index_lag_entries",] == 2
    assert 600 <= found["rianru_index_lag_seconds",] < 660
    assert found["rianru_queue_jobs", "core.deliver_notice"] == 1
    assert 3600 <= found["rianru_queue_age_seconds", "core.deliver_notice"] < 3660
    assert found["rianru_disk_free_bytes",] > 0
    assert found["rianru_database_bytes",] > 1_000_000
    assert (found["rianru_ready", "index"], found["rianru_ready", "database"]) == (0, 1)


def test_drift_is_what_the_index_holds_against_what_it_should_hold(settings):
    settings.METRICS_TOKEN = TOKEN
    found = figures()
    wanted = sum(value for (name, *_), value in found.items() if name == "rianru_searchable_objects")
    assert found["rianru_index_documents",] == wanted


def test_slow_statements_are_counted(settings):
    settings.METRICS_TOKEN, settings.SLOW_QUERY_MS = TOKEN, 20
    before = figures().get(("rianru_slow_queries_total", "a route"), 0)
    with metrics.watching(lambda: "a route"), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute("SELECT pg_sleep(0.03)")
    assert figures()["rianru_slow_queries_total", "a route"] - before == 1


def test_the_age_of_the_last_backup_is_told_where_there_is_one(settings, tmp_path):
    settings.METRICS_TOKEN = TOKEN
    assert ("rianru_backup_age_seconds",) not in figures()
    (tmp_path / "backup.json").write_text(json.dumps({"at": (health.now() - timedelta(hours=3)).isoformat()}))
    assert 3 * 3600 <= figures()["rianru_backup_age_seconds",] < 3 * 3600 + 60
    (tmp_path / "backup.json").write_text("{")
    assert ("rianru_backup_age_seconds",) not in figures()


def test_every_web_process_is_counted():
    """Two processes write; a third adds them up, as granian's workers do."""
    import os
    import subprocess
    import sys
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        script = ("import django; django.setup()\nfrom pathlib import Path\nfrom django.conf import settings\n"
                  f"settings.METRICS_DIR = Path({folder!r})\nfrom rianru.web import metrics\n")
        write = script + "metrics.observe(route='search', method='GET', status=200, seconds=0.2)\n"
        read = script + ("metrics._Asked.collect = lambda self: iter(())\n"
                         "print(metrics.page().content.decode())\n")
        env = os.environ | {"PROMETHEUS_MULTIPROC_DIR": folder, "DJANGO_SETTINGS_MODULE": "rianru.config.settings"}
        said = [subprocess.run([sys.executable, "-c", code], env=env, text=True, capture_output=True, check=True,
                               cwd=Path(__file__).parents[2]).stdout for code in (write, write, read)]
    assert 'rianru_request_seconds_count{method="GET",route="search",status="200"} 2.0' in said[2]
