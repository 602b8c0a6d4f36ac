"""The `rianru` command: what it refuses, in which words, and with which exit code."""

import importlib
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import get_commands

from rianru.config import command, keys, refusals, running, schema
from rianru.config import settings as house
from rianru.config.embedded import var_folder
from rianru.config.embedded.server import Embedded
from rianru.demo.management.commands._refusals import DemoRefused
from rianru.kernel.refusals import Refused
from tests.config.conftest import ROOT
from tests.factories.marc import marc

Owner = Callable[[], tuple[subprocess.Popen[str], int]]


def rianru(*argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "rianru.config.command", *argv], cwd=ROOT, text=True, check=False,
                          capture_output=True, env=os.environ | environment, timeout=60)


def free_port() -> str:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return str(line.getsockname()[1])


def test_help_speaks_both_languages_and_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 0
    said = capsys.readouterr().out
    assert [name for name in command.HELP if name not in said] == []
    assert "เปิดทุกอย่าง" in said
    assert "start everything" in said


def test_help_names_what_people_type_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert [command.main(argv) for argv in ([], ["help"], ["--help"])] == [0, 0, 0]
    said = capsys.readouterr().out
    named = {line.split()[0] for line in said.splitlines() if line.startswith("  ") and line[2] not in " -"}
    assert named == set(command.HELP)
    ours = {command.TYPED.get(one, one.replace("_", "-")) for one in get_commands() if command._is_ours(one)}
    assert ours - named == set()
    lines = said.splitlines()
    place = lines.index("  load-areas          โหลดเขตการปกครองและวันหยุด")
    assert lines[place + 1].strip() == "load areas and holidays"


@pytest.mark.parametrize(("argv", "name"), [
    (["worker", "--help"], "worker"), (["index", "--help"], "index"), (["admin", "--help"], "admin"),
    (["import-marc", "--help"], "import-marc"), (["import_marc", "--help"], "import-marc"), (["work", "--help"], "worker"),
    (["help", "demo"], "demo"), (["help", "doctor"], "doctor"), (["migrate", "--help"], "migrate"),
])
def test_the_help_of_a_command_shows_the_name_that_people_type(argv: list[str], name: str, monkeypatch: pytest.MonkeyPatch,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)  # over a database of others the demo is refused, help or not
    with pytest.raises(SystemExit) as end:
        command.main(argv)
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: rianru {name} ")


@pytest.mark.parametrize("argv", [["run", "--port", "x"], ["run", "--port", "0"], ["run", "--port", "70000"],
                                  ["run", "--nonsense"], ["--nonsense"], ["serve", "--port"]])
def test_a_mistyped_command_is_exit_code_2(var: Path, argv: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        command.main(argv)
    assert end.value.code == 2
    assert not var.exists()


def test_a_taken_port_is_refused_before_anything_is_made(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert command.main(["run", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert f"พอร์ต {port} ที่ 127.0.0.1 มีโปรแกรมอื่นใช้อยู่" in said
    assert f"Port {port} on 127.0.0.1 is taken by another program" in said
    assert f"--port {port + 1}" in said
    assert not var.exists()


BAD_KEYS: dict[str, Callable[[Path], object]] = {
    "short": lambda path: path.write_text("too-short\n"),
    "empty": lambda path: path.write_text(""),
    "binary": lambda path: path.write_bytes(b"\xff" * 64),
    "folder": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("name", ["run", "serve"])
@pytest.mark.parametrize("kind", BAD_KEYS)
def test_a_key_that_cannot_be_used_is_refused_before_anything_is_started(
    var: Path, name: str, kind: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RIANRU_SECRET_KEY", raising=False)
    (var / "keys").mkdir(parents=True)
    BAD_KEYS[kind](var / "keys" / "secret")
    assert command.main([name, "--port", free_port()]) == 1
    said = capsys.readouterr().err
    assert f"อ่านไฟล์กุญแจ {var}/keys/secret ไม่ได้" in said
    assert f"The key file {var}/keys/secret cannot be read" in said
    assert not (var / "postgres").exists()
    assert list((var / "log").iterdir()) == []


def test_a_key_that_can_be_used_signs_and_earlier_ones_verify(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RIANRU_SECRET_KEY", raising=False)
    (made,) = keys.secret_keys(var)
    (var / "keys" / "secret").write_text(f"{'n' * 40}\n{made}\n")
    assert keys.secret_keys(var) == ["n" * 40, made]


@pytest.mark.parametrize("folder", ["/proc/nothing/var", "/dev/null/var", "loop/var"])
def test_a_var_that_cannot_be_made_is_named(room: Path, folder: str, monkeypatch: pytest.MonkeyPatch,
                                            capsys: pytest.CaptureFixture[str]) -> None:
    (room / "loop").symlink_to("loop")
    monkeypatch.setenv("RIANRU_VAR", str(room / folder))
    monkeypatch.delenv("RIANRU_SECRET_KEY", raising=False)
    with pytest.raises(refusals.VarNotWritable):  # as the settings of every other command
        keys.secret_keys(var_folder())
    for name in ("run", "serve"):
        assert command.main([name, "--port", free_port()]) == 1
        said = capsys.readouterr().err
        assert "เขียนในโฟลเดอร์" in said
        assert "set RIANRU_VAR to one that can be" in said


def test_a_var_that_cannot_be_made_leaves_no_traceback_of_the_settings() -> None:
    done = rianru("admin", "a@example.org", RIANRU_VAR="/proc/nothing/var")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "The folder /proc/nothing/var cannot be written" in done.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_that_is_not_ours_is_refused(var: Path, host: str) -> None:
    with pytest.raises(refusals.AddressRefused):
        running.check_port(host=host, port=8000)


def test_a_second_run_is_refused_and_the_first_goes_on(owner: Owner, var: Path) -> None:
    process, _ = owner()
    (var / "run" / "address").write_text("http://localhost:8790")
    second = rianru("run", "--port", free_port())
    assert second.returncode == 1
    assert f"หมายเลขโปรเซส {process.pid}" in second.stderr
    assert f"(process {process.pid}) already uses {var}" in second.stderr
    assert process.poll() is None
    assert (var / "run" / "address").read_text() == "http://localhost:8790"


@pytest.mark.parametrize("argv", [["run", "--demo"], ["demo"], ["build_demo"]])
def test_the_demo_is_refused_over_a_database_that_others_keep(var: Path, argv: list[str],
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@/nothing")
    with pytest.raises(DemoRefused):
        command._dispatch(argv)
    assert not var.exists()


@pytest.mark.parametrize("argv", [["admin", "a@example.org"], ["import-marc", "x.mrc", "--source", "x"], ["reindex"],
                                  ["load-areas"], ["verify-facts"], ["demo"], ["demo-signins"], ["worker"], ["index"]])
def test_no_command_of_ours_begins_on_a_schema_that_lacks_migrations(argv: list[str],
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    def demand() -> None:
        raise refusals.MigrationsMissing(count=1, first="core.0001_initial")

    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(command, "demand_schema", demand)
    with pytest.raises(refusals.MigrationsMissing):
        command._dispatch(argv)


def test_on_an_empty_database_a_command_says_what_is_missing(server: Embedded, var: Path) -> None:
    server.start()
    done = rianru("reindex")
    assert done.returncode == 1
    assert "Run rianru migrate first." in done.stderr
    assert "สั่ง rianru migrate ก่อน" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_address_of_a_run_is_noted_for_the_commands_beside_it(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RIANRU_PUBLIC_URL", raising=False)
    (var / "run").mkdir(parents=True)
    monkeypatch.setattr(house, "VAR", var)
    with running._noted_address(var, running.url(host="127.0.0.1", port=8790)):
        assert house.public_url() == "http://localhost:8790"
    assert house.public_url() == "http://localhost:8000"
    (var / "run" / "address").write_text("http://localhost:1")  # of a run that was killed
    monkeypatch.setenv("RIANRU_PUBLIC_URL", "https://city.example/")
    assert house.public_url() == "https://city.example"
    with running._noted_address(var, "https://city.example"):
        assert not (var / "run" / "address").exists()


def test_without_a_server_a_command_says_how_to_start_one(var: Path) -> None:
    with pytest.raises(refusals.DatabaseNotRunning) as refusal:
        command.demand_database()
    assert "rianru run" in refusal.value.text("th")
    assert not var.exists()


def test_with_a_server_a_command_joins_it(var: Path, server: Embedded) -> None:
    server.start()
    command.demand_database()


def test_a_database_that_is_down_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/x")
    with pytest.raises(refusals.DatabaseDown) as refusal:
        command.demand_database()
    assert "Connection refused" in refusal.value.text("en")


def importing(name: str) -> int:
    importlib.import_module(name)
    return 0


def test_a_missing_package_is_a_half_done_installation(monkeypatch: pytest.MonkeyPatch,
                                                       capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.setitem(command.OWN, "try", lambda _rest: importing("psycopg"))
    assert command.main(["try"]) == 1
    said = capsys.readouterr().err
    assert "psycopg" in said
    assert "sh scripts/setup.sh" in said
    assert "ติดตั้งยังไม่ครบ" in said


def test_our_own_broken_import_is_a_defect_and_crashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(command.OWN, "try", lambda _rest: importing("rianru.nothing"))
    with pytest.raises(ModuleNotFoundError):
        command.main(["try"])


def test_whoever_has_read_enough_of_what_a_command_prints_is_told_nothing(var: Path, tmp_path: Path) -> None:
    path = tmp_path / "books.mrc"
    path.write_bytes(b"".join(marc(f"a{n}", "พระอภัยมณี") for n in range(5_000)))
    line = f'"{sys.executable}" -m rianru.config.command marc-doctor "{path}" --json | head -1; echo "${{PIPESTATUS[0]}}"'
    said = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True, timeout=120)
    assert (len(said.stdout.splitlines()), said.stdout.splitlines()[-1], said.stderr) == (2, "141", "")


@pytest.mark.parametrize(("number", "expected"), [(28, "MB are needed"), (122, "MB are needed"), (13, "cannot be written"),
                                                  (30, "cannot be written")])
def test_a_full_or_closed_disk_is_named(var: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: str,
                                        capsys: pytest.CaptureFixture[str]) -> None:
    def fail(_rest: list[str]) -> int:
        raise OSError(number, os.strerror(number), str(var / "run" / "x"))

    monkeypatch.setitem(command.OWN, "try", fail)
    assert command.main(["try"]) == 1
    assert expected in capsys.readouterr().err


def test_every_refusal_of_config_says_what_to_do_in_both_languages() -> None:
    kinds = [kind for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, Refused)]
    ours = [kind for kind in kinds if kind.__module__ == refusals.__name__]
    assert len(ours) >= 18
    assert [kind.__name__ for kind in ours if not kind.code.startswith("config.")] == []
    assert [kind.__name__ for kind in ours if kind.says.th == kind.says.en] == []


def test_an_unreachable_readyz_is_not_ready() -> None:
    assert running.ready(("127.0.0.1", 1))[0] is False


def test_kept_signins_are_only_used_for_the_same_program_and_address(tmp_path: Path,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run").mkdir()
    kept = running._signins(tmp_path, "http://localhost:8000")
    kept.write_text("one click")
    assert running._signins(tmp_path, "http://localhost:8000") == kept
    assert kept.exists()
    monkeypatch.setattr(schema, "demo_fingerprint", lambda: "changed")
    assert running._signins(tmp_path, "http://localhost:8000") != kept
    assert not kept.exists()
