"""Where a cluster lies: awkward names, long names, closed parents, other users, full disks."""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from rianru.config.embedded import account, binaries, cluster, locate, place
from rianru.config.embedded.binaries import Binaries
from rianru.config.embedded.server import Embedded
from rianru.config.refusals import DataLeftBehind, DataUnreachable, NoSpace, RunAsUnknown
from tests.config.conftest import as_nobody, as_root


def modes(folder: Path) -> dict[str, int]:
    return {str(one): stat.S_IMODE(one.stat().st_mode) for one in (folder, *folder.parents)}


@pytest.mark.parametrize("name", ["เมือง แห่งการเรียนรู้", "it's, a b", 'quo"te\\ 100%', "x" * 120])
def test_it_runs_under_any_name(room: Path, name: str) -> None:
    server = Embedded(room / name)
    server.start()
    try:
        assert locate(room / name) == server.dsn()
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        folder = server.dsn()["host"]
        assert len(os.fsencode(folder)) + len("/.s.PGSQL.5432") <= place.SOCKET_LIMIT
        assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700
        server.stop()
        server.start()
        assert server.dsn()["host"] == folder
    finally:
        server.stop()
        if not folder.startswith(str(room)):
            shutil.rmtree(folder)


def test_a_noted_short_folder_that_others_made_is_not_used(room: Path) -> None:
    base = room / ("x" * 120)
    squat = room / "squat"
    squat.mkdir(mode=0o755)
    before = place.Place(var=str(room), base=str(base), socket=str(squat), uid=os.geteuid())
    chosen = place.socket_folder(base, uid=os.geteuid(), before=before)
    assert chosen != squat
    assert place.private_to(chosen, os.geteuid())
    chosen.rmdir()


def test_a_server_of_another_user_is_not_ours(var: Path, server: Embedded) -> None:
    server.start()
    note = place.noted(var)
    assert note is not None
    place.write_note(place.Place(var=note.var, base=note.base, socket=note.socket, uid=note.uid + 1))
    assert locate(var) is None


@as_root
def test_as_root_it_runs_as_an_ordinary_user_and_changes_no_other_mode(var: Path, newborn: Embedded) -> None:
    var.mkdir()
    before = modes(var)
    newborn.start()
    assert modes(var) == before
    assert Path(f"/proc/{newborn.pid}").stat().st_uid not in (0,)
    assert stat.S_IMODE((var / "postgres").stat().st_mode) == 0o700
    groups = next(line for line in Path(f"/proc/{newborn.pid}/status").read_text().splitlines() if "Groups" in line)
    assert "0" not in groups.split()[1:]


@as_root
def test_a_closed_parent_stays_closed_and_the_data_go_elsewhere(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = room / "home"
    home.mkdir(mode=0o700)
    source = binaries.carried()[0]
    shutil.copytree(source.folder, home / binaries.PACKAGE / source.folder.name, symlinks=True)
    libraries = f"{binaries.PACKAGE}.libs"
    shutil.copytree(source.folder.parent.with_name(libraries), home / libraries)
    hidden = Binaries(folder=home / binaries.PACKAGE / source.folder.name, version=source.version)
    monkeypatch.setattr(binaries, "carried", lambda: [hidden])
    var = home / "checkout" / "var"
    var.mkdir(parents=True)
    before = modes(var)
    server = Embedded(var)
    server.start()
    try:
        assert modes(var) == before
        assert locate(var) == server.dsn()
        assert Path(server.dsn()["host"]) == place.fallback_base(var) / "socket"
        copied = place.FALLBACK / f"postgresql-{source.version}"
        assert os.readlink(f"/proc/{server.pid}/exe").startswith(str(copied))
        assert copied.stat().st_uid == 0
        assert not any(one.stat().st_mode & 0o022 for one in copied.rglob("*") if not one.is_symlink())
        server.stop()
        home.chmod(0o755)
        server.start()
        assert Path(server.dsn()["host"]) == place.fallback_base(var) / "socket"  # a choice is kept
    finally:
        server.stop()


@as_root
def test_data_that_become_unreachable_are_not_replaced_by_empty_ones(room: Path) -> None:
    var = room / "home" / "var"
    server = Embedded(var)
    server.start()
    server.stop()
    (room / "home").chmod(0o700)
    with pytest.raises(DataUnreachable):
        server.start()
    assert not place.fallback_base(var).exists()


@as_root
def test_a_moved_checkout_does_not_leave_its_data_behind(room: Path) -> None:
    (room / "home").mkdir(mode=0o700)
    first, second = Embedded(room / "home" / "a"), room / "home" / "b"
    first.start()
    first.stop()
    (room / "home" / "a").rename(second)
    moved = Embedded(second)
    with pytest.raises(DataLeftBehind) as refusal:
        moved.start()
    Path(refusal.value.values["path"]).rename(refusal.value.values["target"])
    moved.start()
    assert moved.alive()
    moved.stop()


@as_root
def test_as_an_ordinary_user_it_runs_as_oneself(room: Path) -> None:
    (room / "mine").mkdir()
    os.chown(room / "mine", 65534, 65534)

    def work() -> int:
        server = Embedded(room / "mine" / "var")
        server.start()
        with psycopg.connect(server.url()) as connection:
            connection.execute("SELECT 1")
        same = Path(f"/proc/{server.pid}").stat().st_uid == os.getuid()
        server.stop()
        return 7 if same else 8

    assert as_nobody(work) == 7
    later = Embedded(room / "mine" / "var")  # root joins the owner of the data
    later.start()
    assert Path(f"/proc/{later.pid}").stat().st_uid == 65534
    later.stop()


@as_root
@pytest.mark.parametrize("name", ["root", "no-such-user"])
def test_an_unfit_user_is_refused(var: Path, newborn: Embedded, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("RIANRU_RUN_AS", name)
    with pytest.raises(RunAsUnknown):
        newborn.start()


@as_root
def test_a_named_user_is_used(var: Path, newborn: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIANRU_RUN_AS", "nobody")
    newborn.start()
    assert account.choose().name == "nobody"
    assert Path(f"/proc/{newborn.pid}").stat().st_uid == 65534


@pytest.fixture
def small_disk(var: Path) -> Iterator[Path]:
    """var on a disk of 24 MB."""
    var.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=755", "tmpfs", var], check=False).returncode:
        pytest.skip("cannot mount a small disk here")
    yield var
    subprocess.run(["umount", "-l", var], check=True)


@as_root
def test_a_full_disk_is_refused_before_anything_is_begun(small_disk: Path, newborn: Embedded) -> None:
    with pytest.raises(NoSpace):
        newborn.start()
    assert list((small_disk / "postgres").glob("*")) == [small_disk / "postgres" / "socket"]


@as_root
def test_a_disk_that_fills_during_the_first_start_leaves_nothing_half_done(
    small_disk: Path, newborn: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "FIRST_START_MB", 0)
    with pytest.raises(NoSpace):
        newborn.start()
    assert list((small_disk / "postgres").glob("*")) == [small_disk / "postgres" / "socket"]
    assert not newborn.running()
