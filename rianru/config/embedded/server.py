"""The embedded server for the life of its owner: start over whatever is left, stay alive with us, stop in order."""

from __future__ import annotations

import errno
import secrets
import shutil
import signal
import subprocess
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rianru.config.embedded import binaries as programs
from rianru.config.embedded import cluster, configuration, leftovers, probe, siting
from rianru.config.embedded import place as places
from rianru.config.embedded.account import Account
from rianru.config.embedded.binaries import Binaries
from rianru.config.embedded.death import die_with_parent
from rianru.config.embedded.ownership import Ownership
from rianru.config.embedded.place import DATABASE, PORT, ROLE, Place
from rianru.config.refusals import ClusterVersion, DatabaseWouldNotStart, KeyUnreadable
from rianru.kernel.keyfiles import private_file

LOG_LIMIT = 8 * 1024 * 1024
READY_SECONDS = 60.0  # until it listens; recovery after a crash may take longer and is waited for
RECOVERY_SECONDS = 1800.0


class Embedded:
    """PostgreSQL under `var`, owned by this process. Start it from the main thread (see death.py)."""

    def __init__(self, var: Path) -> None:
        self.var = Path(var).resolve()
        self.log = self.var / "log" / "postgres.log"
        self._owner = Ownership(self.var)
        self._process: subprocess.Popen[bytes] | None = None
        self._place: Place | None = None

    def start(self, *, give_up: Callable[[], bool] = lambda: False) -> None:
        """Returns when it takes connections; does nothing when it already does. `give_up` is asked while waiting.

        Refuses with ServerOwned, VarNotWritable, RunAsUnknown, NoSpace, KeyUnreadable, HalfInstalled, ClusterDamaged,
        ClusterVersion, DataUnreachable, DataLeftBehind or DatabaseWouldNotStart; then nothing of it is left running.
        """
        if self.running():
            return
        siting.make_var(self.var)
        self._owner.take()
        try:
            self._start(give_up)
        except BaseException:
            self.stop(hurry=True)
            raise

    def stop(self, *, hurry: bool = False, seconds: float = 20.0) -> None:
        """Fast shutdown, immediate after `seconds` or at once in a hurry (the log of changes makes both safe)."""
        process, self._process = self._process, None
        steps = [(signal.SIGINT, seconds), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)]
        for number, patience in steps[1:] if hurry else steps:
            if process is None or process.poll() is not None:
                break
            process.send_signal(number)
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        self._owner.release()

    def running(self) -> bool:
        """Whether the process that we started still runs; cheap."""
        return self._process is not None and self._process.poll() is None

    def alive(self) -> bool:
        """Whether it runs and takes connections, known by connecting."""
        return self.running() and self._place is not None and places.answers(self._place)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def dsn(self) -> dict[str, str]:
        """`{host, user, password, dbname}` for psycopg."""
        given = places.connection_settings(self.var)
        return {"host": given["HOST"], "user": ROLE, "password": given["PASSWORD"], "dbname": DATABASE}

    def url(self) -> str:
        """The same as a URL, for programs that take DATABASE_URL."""
        given = {name: urllib.parse.quote(value, safe="") for name, value in self.dsn().items()}
        return f"postgresql://{ROLE}:{given['password']}@/{DATABASE}?host={given['host']}"

    def trim_log(self) -> None:
        """Keeps the newest part of a log that outgrew LOG_LIMIT as `postgres.log.1`."""
        trim(self.log)

    def _start(self, give_up: Callable[[], bool]) -> None:
        self._place, account = siting.settle(self.var)
        place = self._place
        trim(self.log)
        leftovers.clear(place.data, Path(place.socket))
        cluster.sweep(Path(place.base))
        password, binaries = self._password(), self._binaries(place, account)
        if cluster.major_of(place.data) is None:
            cluster.make(place, binaries=binaries, account=account, password=password, log=self.log)
        cluster.demand_space(place.data, megabytes=cluster.START_MB)
        self._launch(place, binaries, account)
        self._await(place, give_up)
        if not give_up() and not self._password_fits():
            self._halt()
            cluster.mend_password(place, binaries=binaries, account=account, password=password, log=self.log)
            self._launch(place, binaries, account)
            self._await(place, give_up)

    def _password(self) -> str:
        path = places.password_path(self.var)
        try:
            text = private_file(path, lambda: secrets.token_urlsafe(32).encode() + b"\n").decode().strip()
            if not text:  # cut off by a power failure; the role gets the new one, see mend_password
                path.unlink()
                text = private_file(path, lambda: secrets.token_urlsafe(32).encode() + b"\n").decode().strip()
        except (OSError, UnicodeDecodeError) as error:
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise KeyUnreadable(path=str(path), reason=getattr(error, "strerror", None) or "not text") from error
        return text

    def _binaries(self, place: Place, account: Account) -> Binaries:
        """The programs for this cluster: of its own major version, or the newest for a new one."""
        carried, major = programs.carried(), cluster.major_of(place.data)
        fitting = [one for one in carried if major in (None, one.major)]
        if not fitting:
            known = ", ".join(str(one.major) for one in carried)
            raise ClusterVersion(path=str(place.data), major=major, carried=known)
        return programs.usable_by(account, fitting[0], copies=places.FALLBACK)

    def _launch(self, place: Place, binaries: Binaries, account: Account) -> None:
        files = configuration.write(Path(place.base), socket=Path(place.socket), major=binaries.major, account=account)
        # QUIT, an immediate end: a fast one, asked for during recovery, can wait for ever for its I/O workers.
        options: dict[str, Any] = account.popen() | {"env": cluster.ENVIRONMENT, "preexec_fn": die_with_parent("QUIT")}
        with self.log.open("ab") as log:
            self._log_start = log.tell()
            self._process = subprocess.Popen(
                [str(binaries.program("postgres")), "-D", str(place.data), *files],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, **options,
            )

    def _await(self, place: Place, give_up: Callable[[], bool]) -> None:
        begun = time.monotonic()
        while self.running() and not give_up():
            answer = probe.ask(Path(place.socket), port=PORT, user=ROLE, database=DATABASE)
            if answer.state == "ready":
                return
            if time.monotonic() - begun > (RECOVERY_SECONDS if answer.state == "starting" else READY_SECONDS):
                raise DatabaseWouldNotStart(reason="it did not answer in time.", log=str(self.log))
            time.sleep(0.02)
        if not give_up():
            raise cluster.failure(self._said(), log=self.log, folder=place.data)

    def _said(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace")

    def _password_fits(self) -> bool:
        """Signs in once. Any other trouble than the password is not for this to judge."""
        import psycopg  # a tenth of a second, while nothing else needs it

        try:
            psycopg.connect(self.url(), connect_timeout=10).close()
        except psycopg.OperationalError as error:
            return "password authentication failed" not in str(error)
        return True

    def _halt(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(30)


def trim(log: Path, *, limit: int = LOG_LIMIT) -> None:
    """Copies a long log to `.1` and empties it in place: its writers append, so nothing else needs to know."""
    try:
        if log.stat().st_size > limit:
            shutil.copyfile(log, log.with_name(log.name + ".1"))
            with log.open("r+b") as stream:
                stream.truncate()
    except FileNotFoundError:
        pass
