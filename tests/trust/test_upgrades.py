"""TRUST row *upgrades*: the previous release's populated database migrates and says the same; what its code
inserts still fits (by columns: the old code is not run).

`archives/release-*` are backups of the demo, each taken by the release that it is named after. The newest is the
previous release. docs/operations.md says how the next one is made.
"""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from rianru.config.backup import archive, sums
from rianru.config.embedded.server import Embedded
from tests.config.conftest import ROOT

pytestmark = [pytest.mark.trust, pytest.mark.slow, pytest.mark.timeout(300)]
PREVIOUS = sorted((Path(__file__).parent / "archives").glob("release-*"))[-1]
# What must be as it was whatever a release adds: (what, a query on the schema of both).
INVARIANTS = {
    "facts": "SELECT count(*), sum(count), sum(minutes), sum(satang), count(DISTINCT request) FROM core_fact",
    "seals": "SELECT count(*), min(encode(chain, 'hex')), max(encode(chain, 'hex')) FROM core_facthour",
    "records": "SELECT count(*), count(DISTINCT edition_id), count(DISTINCT source_id) FROM catalogue_record",
    "editions": "SELECT count(*), count(DISTINCT work_id), md5(string_agg(title, '|' ORDER BY id)) FROM catalogue_edition",
    "items": "SELECT count(*), count(DISTINCT space_id), md5(string_agg(barcode, '|' ORDER BY id)) FROM catalogue_item",
    "spaces": "SELECT count(*), md5(string_agg(name_th, '|' ORDER BY code)) FROM places_space",
    "areas": "SELECT count(*), md5(string_agg(name_th, '|' ORDER BY code)) FROM places_area",
    "accounts": "SELECT count(*), md5(string_agg(email || password, '|' ORDER BY id)) FROM people_account",
}
# A column of ours that the release before neither knows nor fills: an insert by its code must still succeed.
BARRED = """
    SELECT table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = ANY(%s) AND is_nullable = 'NO' AND column_default IS NULL
      AND is_generated = 'NEVER' AND is_identity = 'NO' AND (table_name, column_name) NOT IN
          (SELECT * FROM unnest(%s::text[], %s::text[])) ORDER BY 1
"""
COLUMNS = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"


@pytest.fixture(scope="module")
def upgraded(folder):
    """The previous release's database, restored and migrated by this one; and what it was before."""
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"RIANRU_VAR": str(folder / "var")}
    done = subprocess.run([sys.executable, "-m", "rianru.config.command", "restore", str(PREVIOUS)], cwd=ROOT, text=True,
                          env=env, capture_output=True, check=False, timeout=200)
    assert done.returncode == 0, done.stdout + done.stderr
    server = Embedded(folder / "var")
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE before")
        with _plain(server) as before:
            yield connection, before
    server.stop(hurry=True)


def _plain(server):
    """A connection to the previous release's database as it was, never migrated."""
    from rianru.config.backup import programs

    url = server.url().replace("/rianru?", "/before?")
    program, _ = programs.choose("pg_restore", server=archive.read(PREVIOUS).server)
    dbname, env = programs.connecting(url)
    programs.run([str(program), "--single-transaction", "--no-owner", "--no-comments", f"--dbname={dbname}",
                  str(PREVIOUS / archive.DUMP)], env=env)
    return psycopg.connect(url, autocommit=True)


def _columns(connection):
    return {(table, column) for table, column in connection.execute(COLUMNS)}


def _barred(now, before):
    """Columns that stop the previous release from writing a row."""
    known = sorted(_columns(before))
    tables, columns = [one for one, _ in known], [one for _, one in known]
    return [row[0] for row in now.execute(BARRED, [tables, tables, columns])]


def test_the_previous_release_is_populated():
    manifest = archive.verify(PREVIOUS)
    rows = {name: one.rows for name, one in manifest.tables.items()}
    assert min(rows[f"public.{name}"] for name in ("catalogue_record", "people_account", "places_space")) > 0
    assert sum(count for name, count in rows.items() if name.startswith("public.core_fact_")) > 0


def test_every_invariant_is_the_same_after_the_upgrade(upgraded):
    now, before = upgraded
    said = {name: before.execute(query).fetchone() for name, query in INVARIANTS.items()}
    assert {name: now.execute(query).fetchone() for name, query in INVARIANTS.items()} == said


def test_the_upgraded_database_has_every_migration_of_this_release(upgraded):
    from django.db.migrations.loader import MigrationLoader

    applied = {tuple(row) for row in upgraded[0].execute("SELECT app, name FROM django_migrations")}
    assert set(MigrationLoader(None).disk_migrations) - applied == set()


def test_the_code_of_the_previous_release_finds_every_column_and_can_write_every_table(upgraded):
    now, before = upgraded
    assert sorted(_columns(before) - _columns(now)) == []
    assert _barred(now, before) == []


def test_rows_as_the_previous_release_writes_them_are_taken(upgraded):
    """A network, written with the columns that the previous release knew and no others."""
    now, before = upgraded
    known = sorted(column for table, column in _columns(before) if table == "places_network")
    row = before.execute("SELECT to_jsonb(places_network) - 'id' - 'code' FROM places_network LIMIT 1").fetchone()[0]
    names = ", ".join(f'"{column}"' for column in known)
    now.execute(f"INSERT INTO places_network ({names}) SELECT {names} FROM jsonb_populate_record("
                "NULL::places_network, %s::jsonb || jsonb_build_object('id', gen_random_uuid(), 'code', 'written-by-old'))",
                [psycopg.types.json.Jsonb(row)])
    assert now.execute("SELECT count(*) FROM places_network WHERE code = 'written-by-old'").fetchone() == (1,)
    now.execute("DELETE FROM places_network WHERE code = 'written-by-old'")


def test_control_a_new_column_that_the_old_code_cannot_fill_is_caught(upgraded):
    now, before = upgraded
    now.execute("ALTER TABLE places_network ADD COLUMN planted text NOT NULL DEFAULT ''")
    try:
        assert _barred(now, before) == []
        now.execute("ALTER TABLE places_network ALTER COLUMN planted DROP DEFAULT")
        assert _barred(now, before) == ["places_network.planted"]
    finally:
        now.execute("ALTER TABLE places_network DROP COLUMN planted")


def test_control_a_migration_that_loses_a_value_is_caught(upgraded):
    now, before = upgraded
    now.execute("BEGIN")
    now.execute("UPDATE catalogue_item SET barcode = barcode || 'x' WHERE id = (SELECT min(id::text)::uuid FROM catalogue_item)")
    differing = [name for name, query in INVARIANTS.items()
                 if now.execute(query).fetchone() != before.execute(query).fetchone()]
    now.execute("ROLLBACK")
    assert differing == ["items"]


def test_the_sums_of_the_archive_are_those_of_its_database(upgraded):
    assert sums.differing(archive.read(PREVIOUS).tables, sums.of_database(upgraded[1])) == []
