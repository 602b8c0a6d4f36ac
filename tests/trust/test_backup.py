"""TRUST row *backup*: taken while people write, restored on a clean machine, every table and file the same."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.core.files.storage import FileSystemStorage

from rianru.config.backup import archive, sums, taking
from rianru.config.backup.refusals import BackupUnsound
from rianru.config.embedded.server import Embedded
from tests.config.conftest import ROOT
from tests.config.test_command import free_port
from tests.trust.writing import VERB

pytestmark = [pytest.mark.trust, pytest.mark.slow, pytest.mark.timeout(600)]
AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
PAIRS = f"""
    SELECT (SELECT count(*) FROM core_fact WHERE verb = '{VERB}'),
           (SELECT count(*) FROM core_notice WHERE kind = 'tests.written')
"""
# Written anew by a restore, because transaction ids of one cluster mean nothing in another.
SETTLED = {"core_change", "core_factdaily", "core_follower"}


def rianru(*argv, var):
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    done = subprocess.run([sys.executable, "-m", "rianru.config.command", *argv], cwd=ROOT, text=True, check=False,
                          capture_output=True, env=env | {"RIANRU_VAR": str(var)}, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def house(folder):
    """An installation with the demo in it, and its database running."""
    server = Embedded(folder / "house")
    server.start()
    rianru("migrate", "--verbosity", "0", var=server.var)
    rianru("demo", var=server.var)
    give_a_cover(server.var)
    yield server
    server.stop(hurry=True)


COVER = """
import django; django.setup()
from django.core.files.base import ContentFile
from rianru.catalogue import actions
from rianru.catalogue.models import Edition
from tests.factories import AT, HOUSE
from tests.factories.pictures import picture
file = ContentFile(picture(500, 700), name="cover.png")
actions.upload_cover(actor=HOUSE, at=AT, edition_id=Edition.objects.order_by("id")[0].id, file=file)
"""


def give_a_cover(var):
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    own = {"RIANRU_VAR": str(var), "DJANGO_SETTINGS_MODULE": "rianru.config.settings", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", COVER], cwd=ROOT, check=True, env=env | own, timeout=60)


@contextmanager
def load(house):
    """People write as fast as they can, from here to the end of the block."""
    env = dict(os.environ) | {"RIANRU_VAR": str(house.var), "DJANGO_SETTINGS_MODULE": "rianru.config.settings"}
    env.pop("DATABASE_URL", None)
    with subprocess.Popen([sys.executable, "-m", "tests.trust.writing"], cwd=ROOT, env=env, text=True,
                          stdout=subprocess.PIPE) as writing:
        try:
            assert writing.stdout is not None
            assert writing.stdout.readline() == "0\n"
            yield writing
            assert writing.poll() is None
        finally:
            writing.kill()


@contextmanager
def restored(house, taken, var):
    """The archive on a clean machine, its server running again; and what the command said."""
    said = rianru("restore", str(taken), var=var)
    server = Embedded(var)
    server.start()
    try:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            yield connection, said
    finally:
        server.stop(hurry=True)


def source(house):
    return taking.Source(conninfo=house.url(), storage=FileSystemStorage(location=house.var / "media"), var=house.var,
                         release="0.1.0")


def lines(said):
    return [line for line in said.splitlines() if line.startswith(("database ", "files "))]


def contents(connection):
    """By table its columns' text, put in order and hashed by the database itself: nothing of `sums` is used here."""
    tables = [row[0] for row in connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1")]
    connection.execute("SET timezone = 'UTC'")
    return {name: connection.execute(
        f"SELECT count(*), md5(string_agg(line, chr(10) ORDER BY line COLLATE \"C\")) FROM (SELECT "
        f"(to_jsonb(t) - '{'xid' if name.startswith('core_fact') else ''}')::text AS line FROM {name} AS t) AS lines"
    ).fetchone() for name in tables if name not in SETTLED}


def trees(var):
    return {str(path.relative_to(var)): archive.digest_of(path)
            for path in sorted((var / "media").rglob("*")) if path.is_file()}


def test_a_backup_under_load_is_one_moment_and_comes_back_the_same(house, folder):
    with load(house), psycopg.connect(house.url()) as looking:
        before = looking.execute(PAIRS).fetchone()
        said = rianru("backup", str(folder / "under-load"), var=house.var)
        looking.rollback()
        after = looking.execute(PAIRS).fetchone()
    assert before[0] < after[0]  # the load was there
    (taken,) = (folder / "under-load").glob("rianru-*")
    with restored(house, taken, folder / "second") as (connection, told):
        assert lines(told) == lines(said)
        facts, notices = connection.execute(PAIRS).fetchone()
        assert facts == notices
        assert before[0] <= facts <= after[0]
        assert connection.execute(
            "SELECT count(*) FROM pg_constraint WHERE contype IN ('f', 'c') AND NOT convalidated").fetchone() == (0,)
        assert "✓" in rianru("verify-facts", var=folder / "second")


def test_a_backup_at_rest_equals_the_original_in_every_table_and_file(house, folder):
    rianru("backup", str(folder / "at-rest"), var=house.var)
    (taken,) = (folder / "at-rest").glob("rianru-*")
    with psycopg.connect(house.url(), autocommit=True) as connection:
        original = contents(connection)
    with restored(house, taken, folder / "third") as (connection, _):
        assert contents(connection) == original
    assert len(original) > 50
    assert trees(folder / "third") == trees(house.var) != {}
    assert [name.partition("-")[2] for name in sorted(trees(folder / "third")) if name.startswith("media/covers/")] == [
        "120.webp", "240.webp", "480.webp", "500.webp",
    ]
    assert archive.read(taken).absent == 0


def test_control_without_the_snapshot_the_backup_is_caught_and_leaves_nothing(house, folder, monkeypatch):
    @contextmanager
    def no_snapshot(connection):
        connection.execute("BEGIN")  # READ COMMITTED: every table at a moment of its own
        yield None
        connection.execute("COMMIT")

    monkeypatch.setattr(taking, "snapshot", no_snapshot)
    place = folder / "without"
    with load(house), pytest.raises(BackupUnsound, match="≠"):
        taking.take(source(house), place, at=AT)
    assert sorted(path.name for path in place.iterdir()) == [".lock"]


def test_control_one_changed_value_in_the_restored_database_is_seen(house):
    with psycopg.connect(house.url(), autocommit=True) as connection:
        whole = sums.of_database(connection)
        connection.execute("BEGIN")
        connection.execute("UPDATE places_area SET name_th = name_th || ' ' WHERE code = (SELECT min(code) FROM places_area)")
        changed = sums.of_database(connection)
        connection.execute("ROLLBACK")
    assert [line.partition(":")[0] for line in sums.differing(whole, changed)] == ["public.places_area"]


def test_a_backup_that_is_killed_leaves_nothing_that_looks_whole_and_the_next_one_clears_up(house, folder):
    place = folder / "killed"
    env = dict(os.environ) | {"RIANRU_VAR": str(house.var)}
    with subprocess.Popen([sys.executable, "-m", "rianru.config.command", "backup", str(place)], cwd=ROOT, env=env,
                          stdout=subprocess.DEVNULL) as backup:
        while not list(place.glob(".half-*/database.dump")):
            assert backup.poll() is None
            time.sleep(0.01)
        backup.kill()
    assert list(place.glob("rianru-*")) == []
    assert len(list(place.glob(".half-*"))) == 1
    taken = taking.take(source(house), place, at=AT)
    assert sorted(path.name for path in place.iterdir()) == [".lock", taken.folder.name]
    later = taking.take(source(house), place, at=AT + timedelta(days=1), keep=1)
    assert later.removed == [taken.folder.name]


def test_a_restore_that_is_killed_bars_everything_else_and_goes_on(house, folder):
    rianru("backup", str(folder / "to-kill"), var=house.var)
    (taken,) = (folder / "to-kill").glob("rianru-*")
    var = folder / "fourth"
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"RIANRU_VAR": str(var)}
    with subprocess.Popen([sys.executable, "-m", "rianru.config.command", "restore", str(taken)], cwd=ROOT, env=env,
                          stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        while "equals the backup" not in killed.stdout.readline():
            assert killed.poll() is None
        killed.kill()
    barred = subprocess.run([sys.executable, "-m", "rianru.config.command", "run", "--port", free_port()], cwd=ROOT, env=env,
                            text=True, capture_output=True, check=False, timeout=60)
    assert (barred.returncode, "goes on where it stopped" in barred.stderr) == (1, True)
    with restored(house, taken, var) as (connection, _):
        assert contents(connection).keys() > {"core_fact_default", "catalogue_record"}
    assert trees(var) == trees(taken) != {}
