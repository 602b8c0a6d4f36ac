"""Backup and restore piece by piece; the whole of it, under load and on a clean machine, is in tests/trust."""

import io
import json
import shutil
import stat
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage

from rianru.config import command, doctor
from rianru.config.backup import archive, files, keys, programs, restoring, sums, taking
from rianru.config.backup.refusals import (
    ArchiveAltered,
    ArchiveNewer,
    BackupBusy,
    BackupInside,
    BackupNoSpace,
    NotAnArchive,
    ProgramsMissing,
    RestoreUnfinished,
    RestoreUnsound,
    TargetNotEmpty,
)
from rianru.config.embedded.server import Embedded
from tests.config.conftest import ROOT
from tests.config.test_storage import bucket, server  # noqa: F401 (fixtures: a real S3 server)

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
RELEASE = ROOT / "tests" / "trust" / "archives" / "release-0.1.0"
MIGRATION = "core.0001_initial"


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RELEASE, tmp_path / "archive"))


@pytest.fixture
def url(shared: Embedded) -> Iterator[str]:
    """An empty database of its own."""
    with psycopg.connect(shared.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE piece")
        yield shared.url().replace("/rianru?", "/piece?")
        connection.execute("DROP DATABASE piece WITH (FORCE)")


@pytest.fixture
def small(url: str, tmp_path: Path) -> taking.Source:
    """A database of two tables, and two files."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE django_migrations (id serial, app text, name text); "
            "INSERT INTO django_migrations (app, name) VALUES ('core', '0001_initial'); "
            'CREATE TABLE "Odd name" (a text, b bytea, c timestamptz, d float8, e int GENERATED ALWAYS AS (1) STORED)'
        )
        connection.execute("INSERT INTO \"Odd name\" VALUES (E'tab\\there\\nand \\\\. there', '\\x00ff', now(), 0.1), "
                           "(NULL, NULL, 'infinity', 'NaN'), (NULL, NULL, 'infinity', 'NaN')")
    storage = FileSystemStorage(location=tmp_path / "var" / "media")
    storage.save("a/ก\nข.txt", ContentFile(b"one"))
    storage.save("b.txt", ContentFile(b"two"))
    return taking.Source(conninfo=url, storage=storage, var=tmp_path / "var", release="0.1.0")


def target(url: str, var: Path, **more: Any) -> restoring.Target:
    var.mkdir(exist_ok=True)
    given: dict[str, Any] = {
        "conninfo": url, "storage": FileSystemStorage(location=var / "media"), "var": var,
        "known": {f"{app}.{name}" for app, name in _known()}, "migrate": lambda: None, "told": lambda words: None,
    }
    return restoring.Target(**given | more)


def _known() -> set[tuple[str, str]]:
    from django.db.migrations.loader import MigrationLoader

    return set(MigrationLoader(None).disk_migrations or {})


def flip(path: Path, *, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_an_archive_as_it_was_written_is_passed(whole: Path) -> None:
    assert archive.verify(whole).files == 1


@pytest.mark.parametrize("place", [0, -1, 0.5])
@pytest.mark.parametrize("name", ["database.dump", "manifest.json", "manifest.json.sha256", "SHA256SUMS", "media"])
def test_one_changed_byte_anywhere_is_refused(whole: Path, name: str, place: float) -> None:
    path = whole / name if name != "media" else next(file for file in (whole / "media").rglob("*") if file.is_file())
    size = 64 if name == "manifest.json.sha256" else path.stat().st_size
    flip(path, at=int(size * place) if place > 0 else int(place) if size != 64 else 0)
    with pytest.raises((ArchiveAltered, NotAnArchive)):
        archive.verify(whole)


def test_a_part_that_is_gone_or_was_added_or_became_a_link_is_refused(whole: Path) -> None:
    (whole / "added").write_text("x")
    with pytest.raises(ArchiveAltered, match=r"\+1 files"):
        archive.verify(whole)
    (whole / "added").unlink()
    dump = whole / archive.DUMP
    shutil.move(dump, whole.parent / "elsewhere")
    dump.symlink_to(whole.parent / "elsewhere")
    with pytest.raises(ArchiveAltered, match=r"database\.dump"):
        archive.verify(whole)
    dump.unlink()
    with pytest.raises(ArchiveAltered, match=r"database\.dump"):
        archive.verify(whole)
    (whole / archive.SEALED).unlink()
    with pytest.raises(NotAnArchive):
        archive.verify(whole)


@pytest.mark.parametrize("name", ["../outside", "/outside", "media/../../outside", ""])
def test_a_name_that_leads_out_of_the_archive_is_refused(whole: Path, name: str) -> None:
    with (whole / archive.SUMS).open("ab") as lines:
        archive.note_sum(lines, name, "0" * 64)
    with pytest.raises(ArchiveAltered):
        list(archive.listed(whole))


def test_the_sums_are_those_that_sha256sum_reads(small: taking.Source, tmp_path: Path) -> None:
    import subprocess

    taken = taking.take(small, tmp_path / "place", at=AT)
    done = subprocess.run(["sha256sum", "--check", "--strict", archive.SUMS], cwd=taken.folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {name for name, _ in archive.listed(taken.folder)} == {"database.dump", "media/a/ก\nข.txt", "media/b.txt"}


def test_a_dump_and_its_database_have_the_same_sums_and_twice_the_same_row_counts_twice(
    small: taking.Source, tmp_path: Path
) -> None:
    taken = taking.take(small, tmp_path / "place", at=AT)
    with psycopg.connect(small.conninfo, autocommit=True) as connection:
        before = sums.of_database(connection)
        connection.execute('DELETE FROM "Odd name" WHERE ctid = (SELECT max(ctid) FROM "Odd name")')
        after = sums.of_database(connection)
    assert before == taken.manifest.tables
    assert before['public."Odd name"'].rows == 3
    assert [line.partition(":")[0] for line in sums.differing(before, after)] == ['public."Odd name"']


def test_archives_are_readable_by_their_owner_only(small: taking.Source, tmp_path: Path) -> None:
    taken = taking.take(small, tmp_path / "place", at=AT)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (taken.folder, *taken.folder.rglob("*")) if path.is_file()}
    assert (modes, stat.S_IMODE(taken.folder.stat().st_mode)) == ({0o600}, 0o700)


def test_the_newest_are_kept_and_the_last_one_is_noted(small: taking.Source, tmp_path: Path) -> None:
    place = tmp_path / "place"
    taken = [taking.take(small, place, at=AT + timedelta(days=day), keep=2) for day in range(4)][-1]
    assert taken.removed == ["rianru-20261122T020000Z"]
    assert sorted(path.name for path in place.glob("rianru-*")) == ["rianru-20261123T020000Z", "rianru-20261124T020000Z"]
    assert taking.last(small.var) == AT + timedelta(days=3)


def test_a_disk_that_is_too_small_is_refused_before_anything_is_written(
    small: taking.Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(2, 1, 1 << 20))
    with pytest.raises(BackupNoSpace, match="1 MB"):
        taking.take(small, tmp_path / "place", at=AT)
    assert [path.name for path in (tmp_path / "place").iterdir()] == [".lock"]


def test_a_backup_among_the_data_and_two_at_once_are_refused(small: taking.Source, tmp_path: Path) -> None:
    with pytest.raises(BackupInside):
        taking.take(small, small.var / "backups", at=AT)
    (tmp_path / "place").mkdir()
    with taking._alone(tmp_path / "place"), pytest.raises(BackupBusy):
        taking.take(small, tmp_path / "place", at=AT)


def test_files_of_a_bucket_are_kept_and_put_back(bucket: Storage, url: str, tmp_path: Path) -> None:  # noqa: F811
    bucket.save("imports/2026/a.mrc", ContentFile(b"from a bucket"))
    (tmp_path / "archive").mkdir()
    with archive.fresh(tmp_path / "archive" / archive.SUMS) as noted:
        assert files.collect(bucket, tmp_path / "archive", noted) == (1, 13)
    bucket.delete("imports/2026/a.mrc")
    bucket.save("half.txt", ContentFile(b"stays"))
    for _ in range(2):  # the second time finds it there
        assert files.restore(tmp_path / "archive", bucket) == 1
        with bucket.open("imports/2026/a.mrc") as stream:
            assert stream.read() == b"from a bucket"


def test_a_database_or_a_folder_that_is_not_empty_is_left_alone(url: str, tmp_path: Path) -> None:
    aim = target(url, tmp_path / "var")
    aim.storage.save("somebody's.txt", ContentFile(b"x"))
    with pytest.raises(TargetNotEmpty, match="media/somebody"):
        restoring.restore(RELEASE, aim)
    aim.storage.delete("somebody's.txt")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE somebodys (a int)")
    with pytest.raises(TargetNotEmpty, match="1 tables"):
        restoring.restore(RELEASE, aim)
    assert not (tmp_path / "var" / "restoring.json").exists()


def test_an_archive_of_a_later_release_is_refused(whole: Path, url: str, tmp_path: Path) -> None:
    known = {f"{app}.{name}" for app, name in _known()} - {"catalogue.0006_missing"}
    with pytest.raises(ArchiveNewer, match=r"catalogue\.0006_missing"):
        restoring.restore(whole, target(url, tmp_path / "var", known=known))
    manifest = archive.read(whole)
    archive.seal(whole, replace(manifest, server=99))
    with pytest.raises(ArchiveNewer, match="PostgreSQL 99"):
        restoring.restore(whole, target(url, tmp_path / "var"))
    archive.seal(whole, replace(manifest, format=archive.FORMAT + 1))
    with pytest.raises(ArchiveNewer, match="format 2"):
        restoring.restore(whole, target(url, tmp_path / "var"))


def test_a_restore_that_was_cut_off_goes_on_and_takes_no_other_archive(whole: Path, url: str, tmp_path: Path) -> None:
    def cut_off(*given: object) -> None:
        raise KeyboardInterrupt

    for more in ({"told": cut_off}, {"migrate": cut_off}, {"migrate": cut_off}):
        with pytest.raises(KeyboardInterrupt):
            restoring.restore(whole, target(url, tmp_path / "var", **more))
    other = Path(shutil.copytree(whole, tmp_path / "other"))
    archive.seal(other, replace(archive.read(whole), sums="0" * 64))
    with pytest.raises(RestoreUnfinished, match="rianru restore"):
        restoring.restore(other, target(url, tmp_path / "var"))
    restored = restoring.restore(whole, target(url, tmp_path / "var"))
    assert (restored.tables, restored.files) == (archive.read(whole).tables, 1)
    assert not (tmp_path / "var" / "restoring.json").exists()


def test_control_a_database_that_differs_from_the_manifest_is_refused(whole: Path, url: str, tmp_path: Path) -> None:
    manifest = archive.read(whole)
    wrong = manifest.tables | {"public.places_space": sums.Sum(1, "0" * 64)}
    archive.seal(whole, replace(manifest, tables=wrong))
    with pytest.raises(RestoreUnsound, match=r"public\.places_space"):
        restoring.restore(whole, target(url, tmp_path / "var"))


def test_after_a_restore_positions_and_transaction_ids_are_of_the_new_cluster(whole: Path, url: str, tmp_path: Path) -> None:
    restoring.restore(whole, target(url, tmp_path / "var"))
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM core_fact WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())), "
            "(SELECT count(*) FROM core_fact) > 0, (SELECT count(*) FROM core_change), (SELECT count(*) FROM core_follower), "
            "(SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D')").fetchone()
    assert row == (0, True, 0, 0, 0)


def test_keys_come_back_private_and_without_the_password_of_the_database(tmp_path: Path) -> None:
    for name in ("keys/secret", "keys/facts/facts-1.key", "keys/postgres"):
        path = tmp_path / "a" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    kept = tmp_path / "keys.tar"
    assert keys.save(tmp_path / "a", kept, place=tmp_path / "place") == 2
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert keys.restore(kept, tmp_path / "b") == 2
    assert sorted(str(path.relative_to(tmp_path / "b")) for path in (tmp_path / "b").rglob("*") if path.is_file()) == [
        "keys/facts/facts-1.key", "keys/secret"]
    assert stat.S_IMODE((tmp_path / "b" / "keys" / "secret").stat().st_mode) == 0o600
    (tmp_path / "b" / "keys" / "secret").write_text("another")
    with pytest.raises(TargetNotEmpty):
        keys.restore(kept, tmp_path / "b")
    with pytest.raises(BackupInside):
        keys.save(tmp_path / "a", tmp_path / "place" / "keys.tar", place=tmp_path / "place")


@pytest.mark.parametrize("name", ["../outside", "/outside"])
def test_a_file_of_keys_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "keys.tar", "w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        tar.addfile(entry, io.BytesIO(b"x"))
    with pytest.raises(ArchiveAltered):
        keys.restore(tmp_path / "keys.tar", tmp_path / "var")
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize(("program", "server", "fit"), [
    (16, 15, True), (16, 16, True), (18, 18, True), (18, 17, True), (18, 16, False), (16, 17, False), (17, 15, False)])
def test_a_program_is_as_new_as_its_server_and_says_nothing_that_the_server_does_not_know(
    program: int, server: int, fit: bool  # noqa: F811
) -> None:
    assert programs.fits(program, server) is fit


def test_programs_are_carried_for_every_server_that_the_platform_takes() -> None:
    assert [programs.choose(name, server=major)[1] >= major for major in (15, 16, 17, 18)
            for name in ("pg_dump", "pg_restore")] == [True] * 8
    with pytest.raises(ProgramsMissing, match="postgresql-client-99"):
        programs.choose("pg_dump", server=99)


def test_the_password_stands_in_no_argument() -> None:
    dbname, env = programs.connecting("postgresql://someone:hush%20hush@127.0.0.1:5432/learning?application_name=x")
    assert "hush" not in dbname
    assert env["PGPASSWORD"] == "hush hush"


def test_examining_an_archive_needs_no_database(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["restore", str(whole), "--check"]) == 0
    said = capsys.readouterr().out
    assert f"database  {len(json.loads((whole / 'manifest.json').read_text())['tables'])} tables" in said
    flip(whole / archive.DUMP, at=1000)
    assert command.main(["restore", str(whole), "--check"]) == 1
    assert "altered or is damaged: database.dump" in capsys.readouterr().err


def test_doctor_tells_of_a_restore_that_was_cut_off_and_of_a_backup_that_is_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("RIANRU_VAR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/x")
    settings.VAR = tmp_path
    assert list(doctor.backups()) == []
    for days, ok in ((7, True), (9, False)):
        taking._note(tmp_path, tmp_path / "archive", at=datetime.now(UTC) - timedelta(days=days))
        assert [finding.ok for finding in doctor.backups()] == [ok]
    (tmp_path / "restoring.json").write_text(json.dumps({"folder": "/somewhere/archive", "sums": "", "done": []}))
    assert "rianru restore /somewhere/archive" in next(doctor.backups()).says.in_("en")
