"""The embedded server alone: what it makes, who may enter, and that it comes up over whatever is left."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from rianru.config.embedded import configuration, connection_settings, leftovers, locate, place, probe
from rianru.config.embedded.server import Embedded, trim
from rianru.config.refusals import (
    ClusterDamaged,
    ClusterVersion,
    DatabaseWouldNotStart,
    KeyUnreadable,
    ServerOwned,
    VarNotWritable,
)
from tests.config.conftest import OWNER, ROOT, as_nobody, as_root, exists, wait_until

Owner = Callable[[], tuple[subprocess.Popen[str], int]]


def query(server: Embedded, text: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        cursor = connection.execute(text)
        return cursor.fetchall() if cursor.description else []


def test_a_server_starts_answers_stops_and_keeps_its_data(newborn: Embedded, var: Path) -> None:
    assert locate(var) is None
    newborn.start()
    assert newborn.alive()
    assert locate(var) == newborn.dsn()
    query(newborn, "CREATE TABLE kept (word text)")
    query(newborn, "INSERT INTO kept VALUES ('เรียนรู้')")
    newborn.stop()
    assert (newborn.alive(), locate(var)) == (False, None)
    newborn.start()
    assert query(newborn, "SELECT word FROM kept") == [("เรียนรู้",)]


def test_settings_are_the_same_whether_or_not_it_runs(newborn: Embedded, var: Path) -> None:
    planned = connection_settings(var)
    assert planned["PASSWORD"] == ""
    newborn.start()
    running = connection_settings(var)
    newborn.stop()
    assert connection_settings(var) == running
    assert running == planned | {"PASSWORD": (var / "keys" / "postgres").read_text().strip()}
    assert {"NAME": "rianru", "USER": "rianru", "PORT": ""}.items() <= running.items()


@pytest.mark.parametrize(("gigabytes", "own", "cached"), [(1, 128, 512), (4, 256, 1024), (24, 1000, 6144)])
def test_the_server_takes_a_sixteenth_of_the_memory_within_bounds(gigabytes: int, own: int, cached: int) -> None:
    assert configuration.for_memory(gigabytes << 30) == {
        "shared_buffers": f"{own}MB", "effective_cache_size": f"{cached}MB"
    }


def test_the_role_is_ordinary_and_durable_settings_are_on(shared: Embedded) -> None:
    assert query(shared, "SELECT rolsuper, rolcreaterole, rolreplication, rolbypassrls, rolcreatedb FROM pg_roles "
                         "WHERE rolname = current_user") == [(False, False, False, False, True)]
    names = ("fsync", "full_page_writes", "synchronous_commit", "listen_addresses", "max_connections", "TimeZone",
             "shared_buffers", "lc_messages", "unix_socket_permissions")
    shown = [query(shared, f"SHOW {name}")[0][0] for name in names]
    ours = configuration.for_memory(configuration._memory())["shared_buffers"]
    assert shown == ["on", "on", "on", "", "60", "UTC", ours, "C", "0700"]
    assert query(shared, "SELECT pg_encoding_to_char(encoding), datlocprovider, datlocale FROM pg_database "
                         "WHERE datname = 'rianru'") == [("UTF8", "b", "C.UTF-8")]
    assert query(shared, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'rianru'") == [("rianru",)]


@pytest.mark.parametrize("statement", [
    "ALTER SYSTEM SET fsync = off", "COPY (SELECT 1) TO PROGRAM 'true'", "CREATE ROLE other",
    "ALTER ROLE rianru SUPERUSER", "SET ROLE keeper", "SELECT pg_read_file('/etc/passwd')",
])
def test_the_role_may_not_do_what_superusers_do(shared: Embedded, statement: str) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)):
        query(shared, statement)


def test_tests_may_make_databases_of_their_own(shared: Embedded) -> None:
    query(shared, "CREATE DATABASE test_rianru")
    with psycopg.connect(shared.url().replace("/rianru?", "/test_rianru?"), autocommit=True) as connection:
        connection.execute("CREATE TABLE here (n int)")
    query(shared, "DROP DATABASE test_rianru")


@pytest.mark.parametrize("user", ["keeper", "postgres", "root"])
def test_nobody_signs_in_as_the_superuser_even_with_the_password(shared: Embedded, user: str) -> None:
    with pytest.raises(psycopg.OperationalError, match=r"pg_hba\.conf rejects"):
        psycopg.connect(**(shared.dsn() | {"user": user}))  # type: ignore[arg-type]


def test_a_wrong_password_is_refused(shared: Embedded) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**(shared.dsn() | {"password": "x"}))  # type: ignore[arg-type]


@as_root
def test_another_system_user_reaches_neither_socket_nor_data_nor_password(shared: Embedded) -> None:

    def knock() -> int:
        closed = 0
        try:
            socket.socket(socket.AF_UNIX).connect(shared.dsn()["host"] + "/.s.PGSQL.5432")
        except PermissionError:
            closed += 1
        for path in (shared.var / "keys/postgres", shared.var / "postgres/data/PG_VERSION"):
            try:
                path.read_bytes()
            except PermissionError:
                closed += 1
        return closed

    assert as_nobody(knock) == 3


def test_nothing_listens_on_a_network(shared: Embedded) -> None:
    inodes = {os.readlink(link) for link in Path(f"/proc/{shared.pid}/fd").iterdir() if link.is_symlink()}
    tcp = {f"socket:[{line.split()[9]}]" for name in ("tcp", "tcp6")
           for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]}
    assert inodes & tcp == set()


def test_the_server_ends_with_its_killed_owner_and_the_next_starts_over_it(owner: Owner, server: Embedded) -> None:
    process, postmaster = owner()
    process.kill()
    server.start()
    assert server.alive()
    assert not exists(postmaster)


def test_the_server_ends_by_itself_when_its_owner_is_killed(owner: Owner, var: Path) -> None:
    process, postmaster = owner()
    process.kill()
    assert wait_until(lambda: not exists(postmaster), seconds=10)
    assert locate(var) is None


def test_nothing_of_the_server_stays_when_its_owner_is_killed_during_recovery(server: Embedded, var: Path) -> None:
    server.start()
    query(server, "CREATE TABLE much AS SELECT n FROM generate_series(1, 300000) AS n")
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    assert wait_until(lambda: not leftovers.processes_of(var / "postgres" / "data"))
    server.stop()
    process = subprocess.Popen([sys.executable, "-c", OWNER, str(var), str(place.FALLBACK)], cwd=ROOT,
                               stdout=subprocess.DEVNULL)
    socket_folder = Path(server.dsn()["host"])

    def recovering() -> bool:
        return probe.ask(socket_folder, port=place.PORT, user=place.ROLE, database=place.DATABASE).state == "starting"

    assert wait_until(recovering)
    process.kill()
    process.wait()
    assert wait_until(lambda: not leftovers.processes_of(var / "postgres" / "data"), seconds=10)
    server.start()
    assert query(server, "SELECT count(*) FROM much") == [(300000,)]


def test_an_orphan_that_will_not_end_is_replaced(owner: Owner, server: Embedded) -> None:
    process, postmaster = owner()
    os.kill(postmaster, signal.SIGSTOP)  # so that it does not hear of its owner's end
    process.kill()
    process.wait()
    assert exists(postmaster)
    os.kill(postmaster, signal.SIGCONT)
    server.start()
    assert (server.alive(), exists(postmaster)) == (True, False)


def test_a_second_owner_is_refused_by_name_and_the_first_goes_on(owner: Owner, server: Embedded, var: Path) -> None:
    process, _ = owner()
    with pytest.raises(ServerOwned) as refusal:
        server.start()
    assert refusal.value.values == {"pid": str(process.pid), "var": str(var)}
    assert locate(var) is not None
    server.stop()
    assert locate(var) is not None


def test_a_killed_postmaster_loses_nothing_that_was_acknowledged(server: Embedded) -> None:
    server.start()
    query(server, "CREATE TABLE promise (n int PRIMARY KEY)")
    acknowledged: list[int] = []
    for round_ in range(3):
        with psycopg.connect(server.url(), autocommit=True) as connection:
            for n in range(round_ * 1000, round_ * 1000 + 200):
                connection.execute("INSERT INTO promise VALUES (%s)", [n])
                acknowledged.append(n)
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
        assert wait_until(lambda: not server.running())
        server.start()
    assert [n for (n,) in query(server, "SELECT n FROM promise ORDER BY n")] == acknowledged


@pytest.mark.parametrize("left", ["truncated", "stale", "reused", "garbage"])
def test_it_starts_over_a_process_file_that_lies(server: Embedded, var: Path, left: str) -> None:
    server.start()
    data = var / "postgres" / "data"
    lines = (data / "postmaster.pid").read_text().splitlines()
    server.stop()
    sleeper = subprocess.Popen(["sleep", "60"], user=data.stat().st_uid if os.geteuid() == 0 else None)
    try:
        number = {"stale": "4194000", "reused": str(sleeper.pid)}.get(left, "")
        text = {"truncated": "", "garbage": "\x00not a number\n"}.get(left, "\n".join([number, *lines[1:]]) + "\n")
        (data / "postmaster.pid").write_text(text)
        (Path(server.dsn()["host"]) / ".s.PGSQL.5432").touch()
        (Path(server.dsn()["host"]) / ".s.PGSQL.5432.lock").write_text(text)
        server.start()
        assert server.alive()
        assert sleeper.poll() is None
    finally:
        sleeper.kill()
        sleeper.wait()


def test_a_live_program_with_the_number_of_the_process_file_does_not_make_it_answer(server: Embedded, var: Path) -> None:
    server.start()
    server.stop()
    (var / "postgres" / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert locate(var) is None


def test_a_first_start_killed_half_way_heals(var: Path, newborn: Embedded) -> None:
    process = subprocess.Popen([sys.executable, "-c", OWNER, str(var), str(place.FALLBACK)], cwd=ROOT,
                               stdout=subprocess.DEVNULL)
    base = var / "postgres"
    assert wait_until(lambda: any(half.joinpath("base").exists() for half in base.glob("new-*")))
    process.kill()
    process.wait()
    assert not (base / "data").exists()
    assert list(base.glob("new-*"))
    newborn.start()
    assert newborn.alive()
    assert list(base.glob("new-*")) == []


def test_half_a_cluster_is_refused_and_never_deleted(server: Embedded, var: Path) -> None:
    server.start()
    server.stop()
    data = var / "postgres" / "data"
    (data / "PG_VERSION").rename(data / "PG_VERSION.gone")
    with pytest.raises(ClusterDamaged):
        server.start()
    assert (data / "base").is_dir()
    (data / "PG_VERSION.gone").rename(data / "PG_VERSION")
    server.start()
    assert server.alive()


def test_an_empty_data_folder_is_filled(server: Embedded, var: Path) -> None:
    server.start()
    server.stop()
    data = var / "postgres" / "data"
    data.rename(data.with_name("old"))
    data.mkdir()
    os.chown(data, data.with_name("old").stat().st_uid, -1)
    server.start()
    assert server.alive()


def test_data_of_an_unknown_major_version_are_refused(server: Embedded, var: Path) -> None:
    server.start()
    server.stop()
    (var / "postgres" / "data" / "PG_VERSION").write_text("12\n")
    with pytest.raises(ClusterVersion):
        server.start()


def test_a_server_that_will_not_start_is_refused_with_its_reason(server: Embedded, var: Path) -> None:
    server.start()
    server.stop()
    control = var / "postgres" / "data" / "global" / "pg_control"
    control.write_bytes(b"\x01" * control.stat().st_size)
    with pytest.raises(DatabaseWouldNotStart) as refusal:
        server.start()
    assert str(var / "log" / "postgres.log") in refusal.value.text("th")
    assert not server.running()


@pytest.mark.parametrize("left", ["lost", "empty", "other"])
def test_a_lost_password_is_made_again_and_given_to_the_role(server: Embedded, var: Path, left: str) -> None:
    server.start()
    query(server, "CREATE TABLE kept (n int)")
    server.stop()
    key = var / "keys" / "postgres"
    before = key.read_text()
    key.unlink() if left == "lost" else key.write_text("" if left == "empty" else "it's another\n")
    server.start()
    assert query(server, "SELECT count(*) FROM kept") == [(0,)]
    assert key.read_text() != before


def test_keys_are_private(newborn: Embedded, var: Path) -> None:
    newborn.start()
    assert (var / "keys").stat().st_mode & 0o777 == 0o700
    assert (var / "keys" / "postgres").stat().st_mode & 0o777 == 0o600


def test_an_unreadable_key_is_refused(newborn: Embedded, var: Path) -> None:
    (var / "keys" / "postgres").mkdir(parents=True)
    with pytest.raises(KeyUnreadable):
        newborn.start()
    assert not (var / "postgres" / "data").exists()


def test_a_var_that_is_a_file_is_refused(newborn: Embedded, var: Path) -> None:
    var.write_text("")
    with pytest.raises(VarNotWritable):
        newborn.start()


def test_a_refused_start_frees_the_lock(newborn: Embedded, var: Path) -> None:
    (var / "keys" / "postgres").mkdir(parents=True)
    for _ in range(2):
        with pytest.raises(KeyUnreadable):
            newborn.start()
    (var / "keys" / "postgres").rmdir()
    second = Embedded(var)
    second.start()
    assert second.alive()
    second.stop()


def test_the_log_holds_no_statements_and_no_values(server: Embedded, var: Path) -> None:
    server.start()
    query(server, "CREATE TABLE person (email text UNIQUE)")
    query(server, "INSERT INTO person VALUES ('somchai@example.org')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        query(server, "INSERT INTO person VALUES ('somchai@example.org')")
    server.stop()
    assert "somchai" not in (var / "log" / "postgres.log").read_text()


def test_a_long_log_is_cut_in_place_while_its_writer_goes_on(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"x" * 2000)
        trim(log, limit=1000)
        writer.write(b"after")
    assert (log.read_bytes(), (tmp_path / "a.log.1").stat().st_size) == (b"after", 2000)
