"""`rianru doctor` and the database's own note that it fits: each check must also catch a planted fault."""

import fcntl
from pathlib import Path
from typing import Any

import psycopg
import pytest

from rianru.config import doctor, schema
from rianru.config.embedded.server import Embedded


def bad(findings: list[doctor.Finding]) -> list[str]:
    return [finding.says.in_("en") for finding in findings if not finding.ok]


def test_the_python_and_the_locked_packages_are_as_they_should_be() -> None:
    assert bad([*doctor.python(), *doctor.packages()]) == []


def test_a_package_at_another_version_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    real = doctor._installed
    monkeypatch.setattr(doctor, "_installed", lambda name: "0.1" if name == "django" else real(name))
    (said,) = bad(list(doctor.packages()))
    assert "django 0.1" in said


def test_a_missing_package_is_caught_unless_it_is_for_other_systems() -> None:
    lock = "a==1 \\\n    --hash=sha256:x\nb[c]==2 ; sys_platform == 'win32' \\\nd==1 ; python_version < '3.14'\nd==2 ; x\n"
    assert doctor._locked(lock) == {"a": (["1"], False), "b": (["2"], True), "d": (["1", "2"], True)}


def test_keys_that_others_can_read_or_that_are_empty_are_caught(var: Path) -> None:
    (var / "keys").mkdir(parents=True)
    for name, text, mode in (("good", "x", 0o600), ("open", "x", 0o644), ("empty", "", 0o600)):
        (var / "keys" / name).write_text(text)
        (var / "keys" / name).chmod(mode)
    assert bad(list(doctor.keys())) == [f"Key {var}/keys/empty: empty", f"Key {var}/keys/open: mode 0644"]
    for name in ("open", "empty"):
        (var / "keys" / name).unlink()
    assert bad(list(doctor.keys())) == []


def test_what_is_well_is_stated_and_what_is_not_is_said(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert next(finding.says.in_("en") for finding in doctor.var_and_disk()) == f"{var} can be written"
    monkeypatch.setattr("os.access", lambda *_: False)
    assert bad(list(doctor.var_and_disk())) == [f"{var} cannot be written"]


def test_no_line_asks_or_says_of_what_is_well_that_it_is_not(shared: Embedded) -> None:
    with psycopg.connect(shared.url(), autocommit=True) as connection:
        found = [*doctor.python(), *doctor.server(connection), *doctor.stalled_jobs(connection)]
    lines = [finding.says.in_(language) for finding in found for language in ("th", "en")]
    assert [line for line in lines if "?" in line or "หรือไม่" in line or line.startswith("0 ")] == []


@pytest.mark.django_db
def test_readyz_is_told_in_sentences_and_an_old_mark_of_a_stop_is_not_believed(settings: Any, tmp_path: Path) -> None:
    settings.VAR, settings.INDEX_DIR, settings.DRAINING_FILE = tmp_path, tmp_path / "index", tmp_path / "draining"
    settings.DRAINING_FILE.touch()
    said = [finding.says.in_("en") for finding in doctor.readiness()]
    assert said[0] == "The database can be written (ok)"
    assert "readyz index: no index yet" in said
    with (tmp_path / "draining").open() as mark:
        fcntl.flock(mark, fcntl.LOCK_SH)
        settings.DRAINING_FILE = tmp_path / "draining"
        assert bad(list(doctor.readiness())) == ["readyz draining: draining"]


def test_too_little_disk_is_caught(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bad(list(doctor.var_and_disk())) == []
    monkeypatch.setattr(doctor, "ENOUGH_MB", 10**9)
    assert len(bad(list(doctor.var_and_disk()))) == 1


def test_missing_front_end_files_are_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "PACKAGE", tmp_path)
    vendor = tmp_path / "web" / "static" / "vendor"
    vendor.mkdir(parents=True)
    assert len(bad(list(doctor.front_end()))) == 1
    (vendor / ".sources.json").write_text('{"a.woff2": "1", "b.js": "2"}')
    (vendor / "a.woff2").write_text("x")
    assert bad(list(doctor.front_end())) == ["Front-end files are missing: b.js"]
    (vendor / "b.js").write_text("x")
    assert bad(list(doctor.front_end())) == []


def test_stalled_and_failed_jobs_are_caught(server: Embedded) -> None:
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        assert list(doctor.stalled_jobs(connection)) == []
        from procrastinate.schema import SchemaManager

        connection.execute(SchemaManager.get_schema().encode())
        assert bad(list(doctor.stalled_jobs(connection))) == []
        connection.execute("INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 't', 'doing')")
        connection.execute("INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 't', 'failed')")
        connection.execute("INSERT INTO procrastinate_events (job_id, type) SELECT id, 'failed' FROM procrastinate_jobs "
                           "WHERE status = 'failed'")
        assert bad(list(doctor.stalled_jobs(connection))) == ["1 background job is stalled",
                                                              "1 background job failed within a day"]


def test_the_server_is_well(shared: Embedded) -> None:
    with psycopg.connect(shared.url(), autocommit=True) as connection:
        assert bad(list(doctor.server(connection))) == []


def test_without_a_database_it_says_so_and_ends(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.examine(port=1) == 1
    said = capsys.readouterr()
    assert "✗ ฐานข้อมูลในตัวยังไม่เปิด" in said.out
    assert "rianru run" in said.out
    assert "1 thing to mend" in said.err
    assert not var.exists()


def test_the_note_of_the_database_holds_only_for_the_same_program_and_the_same_migrations(
    server: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        assert not schema.is_current(connection)
        connection.execute("CREATE TABLE django_migrations (id int)")
        connection.execute("INSERT INTO django_migrations VALUES (1), (2)")
        schema.remember(connection, demo=True)
        assert schema.is_current(connection)
        assert schema.note(connection)["demo"] is True
        connection.execute("DELETE FROM django_migrations WHERE id = 2")
        assert not schema.is_current(connection)
        connection.execute("INSERT INTO django_migrations VALUES (2)")
        assert schema.is_current(connection)
        monkeypatch.setattr(schema, "fingerprint", lambda: "other")
        assert not schema.is_current(connection)


@pytest.mark.django_db
def test_money_that_does_not_add_up_is_caught() -> None:
    from rianru.treasury import actions
    from rianru.treasury.models import Account
    from tests.factories import AT
    from tests.treasury.conftest import build

    house = build()
    actions.take_deposit(actor=house.librarian, at=AT, membership_id=house.member, space_id=house.here, satang=100)
    assert bad(list(doctor.money())) == []
    cash = Account.objects.get(kind="cash")
    Account.objects.filter(id=cash.id).update(balance=107)
    assert bad(list(doctor.money())) == [f"Money does not add up in 1 place; the first: account {cash.id}, off by 7 satang"]
