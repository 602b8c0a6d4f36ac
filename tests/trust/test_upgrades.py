"""TRUST row *upgrades*: the previous release's populated database migrates, says the same and answers the same searches,
pages and members; what its code inserts still fits (by columns: the old code is not run).

`archives/release-*` are backups of the demo, each taken by the release that it is named after. The newest is the
previous release. docs/operations.md says how the next one is made.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from rianru.config.backup import archive, sums
from rianru.config.embedded.server import Embedded
from tests.config.conftest import ROOT

pytestmark = [pytest.mark.trust, pytest.mark.slow, pytest.mark.timeout(600)]
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
    "members": "SELECT count(*), md5(string_agg(concat_ws('|', id, account_id, given_name, family_name, birth_year), ';' "
               "ORDER BY id)) FROM people_person",
    "roles": "SELECT count(*), md5(string_agg(concat_ws('|', person_id, role, scope_kind, scope_id, since, until), ';' "
             "ORDER BY id)) FROM people_rolegrant",
}
# What people asked of the release before and must be answered as it was: titles, works, spaces, members.
TITLES = """
    SELECT DISTINCT ON (title) title, work_id::text FROM catalogue_edition AS edition
    WHERE EXISTS (SELECT 1 FROM catalogue_record WHERE edition_id = edition.id AND state = 'live')
      AND length(title) > 8 AND NOT EXISTS (
          SELECT 1 FROM catalogue_edition AS other WHERE other.title = edition.title AND other.work_id <> edition.work_id)
    ORDER BY title, id LIMIT 20
"""
SPACES = "SELECT code, name_th FROM places_space ORDER BY code LIMIT 5"
MEMBERS = """
    SELECT account.email, person.given_name, coalesce(string_agg(role, ',' ORDER BY role), '') FROM people_account AS account
    JOIN people_person AS person ON person.account_id = account.id
    LEFT JOIN people_rolegrant AS held ON held.person_id = person.id GROUP BY 1, 2 ORDER BY 1
"""
ASKED = """
import json, sys, django; django.setup()
from rianru.config.prepare import gather_static; gather_static()
from django.test import Client
from rianru.core.search import ask
from rianru.people.models import Account
given = json.load(sys.stdin)
def shows(path, text):
    answer = Client().get(path, headers={"host": "localhost"})
    return answer.status_code == 200 and text in answer.content.decode().replace(chr(0x200b), "")
wrong = [f"not found: {title}" for title, work in given["titles"]
         if work not in [str(hit.id) for hit in ask.search(title, kind="work", limit=10).hits]]
wrong += [f"no page: {work}" for _, work in given["titles"][:5] if not shows(f"/works/{work}/", "<h1")]
wrong += [f"no page: {code}" for code, name in given["spaces"] if not shows(f"/spaces/{code}/", name)]
for email, name, roles in given["members"]:
    found = Account.objects.filter(email=email).select_related("person").first()
    held = ",".join(sorted(found.person.grants.values_list("role", flat=True))) if found else ""
    if not found or (found.person.given_name, held) != (name, roles):
        wrong.append(f"not as before: {email}")
json.dump(wrong, sys.stdout)
"""
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
            yield connection, before, env
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


def _asked(env, before):
    """The old release's titles, spaces and members, asked of this one; then what was not answered as it was."""
    given = {name: before.execute(query).fetchall() for name, query in
             {"titles": TITLES, "spaces": SPACES, "members": MEMBERS}.items()}
    done = subprocess.run([sys.executable, "-c", ASKED], cwd=ROOT, text=True, capture_output=True, check=False, timeout=200,
                          input=json.dumps(given), env=env | {"DJANGO_SETTINGS_MODULE": "rianru.config.settings"})
    assert done.returncode == 0, done.stderr
    return len(given["titles"]), json.loads(done.stdout.splitlines()[-1])


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
    now, before, _ = upgraded
    said = {name: before.execute(query).fetchone() for name, query in INVARIANTS.items()}
    assert {name: now.execute(query).fetchone() for name, query in INVARIANTS.items()} == said


def test_searches_pages_and_members_answer_as_before(upgraded):
    _, before, env = upgraded
    assert _asked(env, before) == (20, [])


def test_control_a_title_a_space_and_a_member_that_this_release_lost_are_missed(upgraded):
    _, before, env = upgraded
    before.execute("BEGIN")
    before.execute("UPDATE catalogue_edition SET work_id = gen_random_uuid() WHERE id = (SELECT id FROM catalogue_edition AS e "
                   f"JOIN ({TITLES}) AS t ON t.title = e.title LIMIT 1)")
    before.execute("UPDATE places_space SET name_th = 'อีกชื่อหนึ่ง' WHERE code = (SELECT min(code) FROM places_space)")
    before.execute("UPDATE people_person SET given_name = 'อีกคนหนึ่ง' WHERE id = (SELECT id FROM people_person "
                   "WHERE account_id IS NOT NULL LIMIT 1)")
    try:
        _, wrong = _asked(env, before)
    finally:
        before.execute("ROLLBACK")
    assert {one.partition(":")[0] for one in wrong} >= {"not found", "no page", "not as before"}


def test_the_upgraded_database_has_every_migration_of_this_release(upgraded):
    from django.db.migrations.loader import MigrationLoader

    applied = {tuple(row) for row in upgraded[0].execute("SELECT app, name FROM django_migrations")}
    assert set(MigrationLoader(None).disk_migrations) - applied == set()


def test_the_code_of_the_previous_release_finds_every_column_and_can_write_every_table(upgraded):
    now, before, _ = upgraded
    assert sorted(_columns(before) - _columns(now)) == []
    assert _barred(now, before) == []


def test_rows_as_the_previous_release_writes_them_are_taken(upgraded):
    """A network, written with the columns that the previous release knew and no others."""
    now, before, _ = upgraded
    known = sorted(column for table, column in _columns(before) if table == "places_network")
    row = before.execute("SELECT to_jsonb(places_network) - 'id' - 'code' FROM places_network LIMIT 1").fetchone()[0]
    names = ", ".join(f'"{column}"' for column in known)
    now.execute(f"INSERT INTO places_network ({names}) SELECT {names} FROM jsonb_populate_record("
                "NULL::places_network, %s::jsonb || jsonb_build_object('id', gen_random_uuid(), 'code', 'written-by-old'))",
                [psycopg.types.json.Jsonb(row)])
    assert now.execute("SELECT count(*) FROM places_network WHERE code = 'written-by-old'").fetchone() == (1,)
    now.execute("DELETE FROM places_network WHERE code = 'written-by-old'")


def test_control_a_new_column_that_the_old_code_cannot_fill_is_caught(upgraded):
    now, before, _ = upgraded
    now.execute("ALTER TABLE places_network ADD COLUMN planted text NOT NULL DEFAULT ''")
    try:
        assert _barred(now, before) == []
        now.execute("ALTER TABLE places_network ALTER COLUMN planted DROP DEFAULT")
        assert _barred(now, before) == ["places_network.planted"]
    finally:
        now.execute("ALTER TABLE places_network DROP COLUMN planted")


def test_control_a_migration_that_loses_a_value_is_caught(upgraded):
    now, before, _ = upgraded
    now.execute("BEGIN")
    now.execute("UPDATE catalogue_item SET barcode = barcode || 'x' WHERE id = (SELECT min(id::text)::uuid FROM catalogue_item)")
    differing = [name for name, query in INVARIANTS.items()
                 if now.execute(query).fetchone() != before.execute(query).fetchone()]
    now.execute("ROLLBACK")
    assert differing == ["items"]


def test_the_sums_of_the_archive_are_those_of_its_database(upgraded):
    assert sums.differing(archive.read(PREVIOUS).tables, sums.of_database(upgraded[1])) == []
