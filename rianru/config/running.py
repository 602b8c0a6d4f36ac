"""`rianru run` and `rianru serve`: what they start, in which order, and when they say "ready"."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import http.client
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rianru.config import keys, schema
from rianru.config.backup.unfinished import demand_finished
from rianru.config.embedded import var_folder
from rianru.config.embedded.server import Embedded, trim
from rianru.config.embedded.siting import make_var
from rianru.config.refusals import AddressRefused, PortTaken, SetupFailed
from rianru.config.supervise import Child, Supervisor
from rianru.demo.management.commands._refusals import DemoRefused
from rianru.kernel.words import T

READY_SECONDS = 30.0  # then it says what it waits for, and goes on waiting
SETTINGS = "rianru.config.settings"
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}


def say(words: T) -> None:
    """Thai, then English, at once."""
    print(words.in_("th"), words.in_("en"), sep="\n", flush=True)


def run(*, demo: bool, host: str, port: int) -> int:
    """Everything on one machine until Ctrl-C.

    Refuses with DemoRefused, PortTaken, RestoreUnfinished, KeyUnreadable, SetupFailed and as `Embedded`.
    """
    if demo and os.environ.get("DATABASE_URL"):
        raise DemoRefused()
    check_port(host=host, port=port)
    var = var_folder()
    make_var(var)
    demand_finished(var)
    fresh_metrics(var)
    keys.secret_keys(var)  # a child that cannot read it would only die again and again
    environment = child_environment(var=var, demo=demo, host=host, port=port)
    database = None if os.environ.get("DATABASE_URL") else Embedded(var)
    children = [
        web_child(host=host, port=port, environment=environment, log=var / "log" / "web.log"),
        command_child("worker", environment=environment, log=var / "log" / "worker.log"),
        command_child("index", environment=environment, log=var / "log" / "indexer.log"),
    ]
    supervisor = Supervisor(children=children, say=say, database=database, draining=var / "run" / "draining",
                            drain_seconds=drain_seconds())
    supervisor.listen()
    try:
        _run(supervisor, database=database, demo=demo, environment=environment, address=(host, port), var=var)
    finally:
        supervisor.stop()
    say(T("ปิดเรียบร้อย", "Stopped."))
    return 0


def serve(*, host: str, port: int) -> int:
    """The web and its index follower over a database that others run.

    Refuses with PortTaken, RestoreUnfinished, KeyUnreadable, DatabaseDown and MigrationsMissing.
    """
    from rianru.config.command import demand_schema

    check_port(host=host, port=port)
    var = var_folder()
    make_var(var)
    demand_finished(var)
    fresh_metrics(var)
    keys.secret_keys(var)
    demand_schema()
    environment = child_environment(var=var, demo=False, host=host, port=port)
    supervisor = Supervisor(
        children=[web_child(host=host, port=port, environment=environment, log=None),
                  command_child("index", environment=environment, log=None)],
        say=say, draining=var / "run" / "draining", drain_seconds=drain_seconds(),
    )
    supervisor.listen()
    try:
        if not schema.static_is_current(var):
            _prepare(supervisor, ["--static"], environment=environment, log=None)
        if not supervisor.stopping():
            supervisor.start()
            supervisor.watch()
    finally:
        supervisor.stop()
    return 0


def _run(supervisor: Supervisor, *, database: Embedded | None, demo: bool, environment: dict[str, str],
         address: tuple[str, int], var: Path) -> None:
    """Everything between the first process and the last. Returns when asked to stop."""
    signins = _signins(var, environment["RIANRU_PUBLIC_URL"])
    trim(var / "log" / "prepare.log")
    if database is not None:
        database.start(give_up=supervisor.stopping)
    if supervisor.stopping():
        return
    with _noted_address(var, environment["RIANRU_PUBLIC_URL"]):
        _work(supervisor, demo=demo, environment=environment, address=address, var=var, signins=signins)


def _work(supervisor: Supervisor, *, demo: bool, environment: dict[str, str], address: tuple[str, int], var: Path,
          signins: Path) -> None:
    """Over a database that runs: prepares, starts the children, greets, and watches."""
    log = var / "log" / "prepare.log"
    arguments = ["--demo", "--signins", str(signins)] if demo else []
    prepared = _prepared(var, demo=demo)
    if not prepared:
        say(T("กำลังเตรียมระบบ ครั้งแรกใช้เวลาสักครู่", "Preparing; the first time takes a moment."))
        _prepare(supervisor, arguments, environment=environment, log=log)
    if supervisor.stopping():
        return
    supervisor.start()
    if prepared and demo and not signins.exists():
        _prepare(supervisor, arguments, environment=environment, log=log)
    _await_ready(supervisor, address)
    if not supervisor.stopping():
        _greet(address, signins=signins if demo else None)
    supervisor.watch()


@contextlib.contextmanager
def _noted_address(var: Path, public_url: str) -> Iterator[None]:
    """For commands beside us, in `var/run/address`; not where RIANRU_PUBLIC_URL says it to everyone."""
    path = var / "run" / "address"
    path.unlink(missing_ok=True)  # of a run that was killed
    if not os.environ.get("RIANRU_PUBLIC_URL"):
        fresh = path.with_suffix(".new")
        fresh.write_text(public_url)
        fresh.replace(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def check_port(*, host: str, port: int) -> None:
    """Refuses with PortTaken or AddressRefused before anything is started."""
    try:
        kind, _, _, _, where = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM,
                                                  flags=socket.AI_PASSIVE)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else 8000
            raise PortTaken(host=host, port=port, other=other) from error
        raise AddressRefused(host=host, port=port, reason=error.strerror or str(error)) from error


def child_environment(*, var: Path, demo: bool, host: str, port: int) -> dict[str, str]:
    """Our environment, with what the children must agree on."""
    environment = dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": SETTINGS, "RIANRU_VAR": str(var), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1",
        "PROMETHEUS_MULTIPROC_DIR": str(var / "run" / "metrics"),
        "RIANRU_DEMO": "1" if demo else os.environ.get("RIANRU_DEMO", ""),
    }
    environment["RIANRU_PUBLIC_URL"] = environment.get("RIANRU_PUBLIC_URL") or url(host=host, port=port)
    return environment


def fresh_metrics(var: Path) -> None:
    """The folder in which the web's processes count, each in files of its own; what earlier ones counted goes."""
    folder = var / "run" / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def url(*, host: str, port: int) -> str:
    shown = EVERYWHERE.get(host, host)
    shown = "localhost" if shown in ("127.0.0.1", "::1") else shown
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def web_child(*, host: str, port: int, environment: dict[str, str], log: Path | None) -> Child:
    """granian: on SIGTERM it closes its doors, finishes what it has begun, and kills what hangs after 30 s."""
    workers = os.environ.get("RIANRU_WEB_WORKERS", "2")
    options = {"--interface": "wsgi", "--host": host or "0.0.0.0", "--port": str(port), "--workers": workers,
               "--blocking-threads": "4", "--workers-kill-timeout": "30", "--log-level": "info"}
    argv = [sys.executable, "-m", "granian", *(part for pair in options.items() for part in pair),
            "--respawn-failed-workers", "--no-ws", "rianru.config.wsgi:application"]
    return Child(name="web", argv=argv, env=environment, log=log, stop_seconds=35.0)


def command_child(name: str, *, environment: dict[str, str], log: Path | None) -> Child:
    """A follower; it gives way to the web, most of all while everything starts at once; the index to an import as well,
    which both wait for.
    """
    argv = [sys.executable, "-m", "rianru.config.command", name]
    return Child(name=name, argv=argv, env=environment, log=log, stop_seconds=25.0, nice=10 if name == "index" else 5)


def drain_seconds() -> float:
    return float(os.environ.get("RIANRU_DRAIN_SECONDS", "1"))


def ready(address: tuple[str, int]) -> tuple[bool, str]:
    """Whether /readyz answers 200, and what it says."""
    host = EVERYWHERE.get(address[0], address[0])
    line = http.client.HTTPConnection(host, address[1], timeout=5)
    with contextlib.closing(line):
        try:
            line.request("GET", "/readyz", headers={"Host": "localhost"})
            answer = line.getresponse()
            return answer.status == 200, answer.read(2000).decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            return False, str(error)


def _signins(var: Path, public_url: str) -> Path:
    """Where the demo's sign-ins for this program and address are kept, so that a later start need not ask Django."""
    name = hashlib.sha256(f"{schema.demo_fingerprint()} {public_url}".encode()).hexdigest()[:16]
    kept = var / "run" / f"signins-{name}.txt"
    for old in kept.parent.glob("signins*.txt"):
        if old != kept:
            old.unlink()
    return kept


def _prepared(var: Path, *, demo: bool) -> bool:
    with schema.connect() as connection:
        done = schema.is_current(connection) and schema.static_is_current(var)
        return done and (not demo or bool(schema.note(connection).get("demo")))


def _prepare(supervisor: Supervisor, arguments: list[str], *, environment: dict[str, str], log: Path | None) -> None:
    """Runs prepare.py to its end. Refuses with SetupFailed, unless we were asked to stop."""
    argv = [sys.executable, "-m", "rianru.config.prepare", *arguments]
    code = supervisor.wait_for(Child(name="prepare", argv=argv, env=environment, log=log))
    if code and not supervisor.stopping():
        raise SetupFailed(reason=_last_line(log) or f"exit code {code}", log=str(log or "stderr"))


def _last_line(log: Path | None) -> str:
    lines = log.read_text(errors="replace").split("\n") if log else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _await_ready(supervisor: Supervisor, address: tuple[str, int]) -> None:
    """Until /readyz says yes; after READY_SECONDS it says once what is missing."""
    state = {"ok": False, "told": False}
    begun = time.monotonic()

    def look() -> bool:
        state["ok"], said = ready(address)
        if not state["ok"] and not state["told"] and time.monotonic() - begun > READY_SECONDS:
            state["told"] = True
            say(T("ยังไม่พร้อม รออยู่: {said}", "Not ready yet; waiting: {said}", said=said[:500]))
        return state["ok"]

    supervisor.watch(until=_every(0.15, look))


def _every(seconds: float, question: Callable[[], bool]) -> Callable[[], bool]:
    """Asks only so often; a No stands until then."""
    asked = 0.0

    def ask() -> bool:
        nonlocal asked
        if time.monotonic() - asked < seconds:
            return False
        answer = question()
        asked = time.monotonic()
        return answer

    return ask


def _greet(address: tuple[str, int], *, signins: Path | None) -> None:
    where = url(host=address[0], port=address[1])
    say(T("เรียนรู้พร้อมแล้วที่ {where}  (ปิดด้วย Ctrl-C)", "Rianru is ready at {where}  (stop with Ctrl-C)", where=where))
    if signins is not None and signins.exists():
        print(signins.read_text().rstrip(), flush=True)
