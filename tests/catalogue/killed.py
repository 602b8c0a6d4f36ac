"""Imports done by processes that die while they work.

`python -m tests.catalogue.killed SEED FILE… [--undo] [--loose] [--command]`
empties the catalogue, takes in one file after another and with --undo rolls the last one back; prints what every table
holds behind each step (see tables.digests) and how many tries were killed. A try is a fork of this process, killed at a
random moment, until one comes to its end; SEED 0 kills none. When a try dies is counted in SQL statements of its own, not
in seconds, so that a fast machine and a slow one see the same deaths: before a statement, behind it (a commit may lie
between the two), or some milliseconds later, wherever it is then. Batches are small, so that there are many moments to die
in. --loose plants a fault: how far the file has been read is committed before what was read is stored. --command does not
take up the import that died: each try is `rianru import-marc` from the beginning, as somebody types it again.
"""

import argparse
import json
import os
import random
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

BATCH = 40
BESIDE = 0.7  # of the first file: tries that find more left have a process beside them that reads
REACH = 60  # statements that a try does at most, the first time: those of some batches
FURTHER = 3  # statements that each next try may do beyond: so none goes in circles
LATE = 0.25  # of the tries die by the clock, behind their last statement
LATEST = 0.02  # seconds
MOST = 60  # tries of a job that are killed; the next one is not
TYPED = 5  # the same of a command, of which every try does everything again
ENDS = (-signal.SIGKILL, -signal.SIGALRM)  # by its own hand; by the clock of the kernel
_EMPTY = "TRUNCATE catalogue_source, catalogue_work, catalogue_merged CASCADE"


def main() -> None:
    """Does every step, however often it takes."""
    asked = argparse.ArgumentParser()
    asked.add_argument("seed", type=int)
    asked.add_argument("files", nargs="+", type=Path)
    asked.add_argument("--undo", action="store_true")
    asked.add_argument("--loose", action="store_true")
    asked.add_argument("--command", action="store_true")
    given = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rianru.config.settings")
    import django

    django.setup()
    from rianru.catalogue.actions import batches, importing, undoing

    batches.BATCH_RECORDS = undoing.BATCH = BATCH
    batches.BESIDE_BYTES = int(given.files[0].stat().st_size * BESIDE)
    if given.loose:
        _loose(importing)
    sys.stdout.write(json.dumps(_steps(given.seed, given.files, given.undo, given.command)))


def _steps(seed: int, files: list[Path], undo: bool, command: bool) -> list[dict[str, Any]]:
    from django.db import connection

    from rianru.catalogue import actions, jobs
    from tests.catalogue.making import source, start
    from tests.factories import AT, HOUSE

    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)
    home, id, steps = source("kill"), None, []
    for number, path in enumerate(files, 1):
        if command:
            job = partial(_typed, "import-marc", str(path), "--source", "kill")
        else:
            id = start(path.read_bytes(), home, name=path.name)
            job = partial(jobs.run_import, import_id=str(id))
        steps.append(_step(job, seed and seed + number, TYPED if command else MOST))
    if undo and id:
        actions.undo_import(actor=HOUSE, at=AT, import_id=id, queue=False)
        steps.append(_step(partial(jobs.run_undo, import_id=str(id)), seed and seed + len(files) + 1))
    return steps


def _typed(*words: str) -> None:
    from rianru.config.command import main as rianru

    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        code = rianru(list(words))
    if code:
        raise SystemExit(f"{words[0]} ended with {code}")


def _step(job: Callable[[], None], seed: int, most: int = MOST) -> dict[str, Any]:
    from django.db import connections

    from tests.catalogue.tables import digests

    connections.close_all()  # a fork must not speak over its parent's connection
    chance, kills = random.Random(seed), 0
    while not _tried(job, _death(chance, kills) if seed and kills < most else None):
        kills += 1
    return {"kills": kills, "tables": digests()}


class _Death:
    """Wraps every statement of a try, of whatever thread, and ends its process at the chosen one."""

    def __init__(self, left: int, behind: bool, later: float) -> None:
        self.numbers, self.chosen, self.behind, self.later = count(1), left, behind, later

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        chosen = next(self.numbers) == self.chosen
        if chosen and not self.behind:
            self._now()
        answer = execute(*args)
        if chosen and self.behind:
            self._now()
        return answer

    def _now(self) -> None:
        if self.later:
            signal.setitimer(signal.ITIMER_REAL, self.later)
        else:
            os.kill(os.getpid(), signal.SIGKILL)


def _death(chance: random.Random, kills: int) -> _Death:
    left, behind = chance.randint(1, REACH + FURTHER * kills), chance.random() < 0.5
    late = chance.random() < LATE
    return _Death(left, behind, chance.uniform(0.0001, LATEST) if late else 0)


def _tried(job: Callable[[], None], death: _Death | None) -> bool:
    """One try in a process of its own; whether it came to its end."""
    pid = os.fork()
    if pid == 0:
        try:
            _did(job, death)
        except BaseException as error:  # noqa: BLE001  # nothing of a fork may reach its parent's way out
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code not in (0, *(ENDS if death else ())):
        raise SystemExit(f"a try ended with {code}")
    return code == 0


def _did(job: Callable[[], None], death: _Death | None) -> None:
    from django.db.backends.signals import connection_created

    if death is None:
        job()
        return

    def wrap(connection: Any, **_: Any) -> None:
        connection.execute_wrappers.append(death)

    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends a process without a word, as SIGKILL does
    connection_created.connect(wrap)  # every thread has a connection of its own, and none is open yet
    job()


def _loose(importing: Any) -> None:
    from django.db import transaction

    honest = importing._advance

    def advance(*, run: Any, batch: Any, **more: Any) -> None:
        was = run.offset, run.number
        with transaction.atomic():
            counted = {"accepted": run.accepted + batch.number - run.number, "offset": batch.offset, "number": batch.number}
            type(run).objects.filter(id=run.id).update(state="running", **counted)
        run.offset, run.number = was
        honest(run=run, batch=batch, **more)

    importing._advance = advance


if __name__ == "__main__":
    main()
