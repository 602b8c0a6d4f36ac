"""The work of a job, done by processes that are killed while they do it: `python -m tests.catalogue.killed WHAT ID SEED [loose]`.

WHAT is run_import or run_undo. Each try is a fork of this process, killed by SIGKILL at a random moment, until one comes
to its end; prints how many were killed. SEED 0 kills none. Batches are small, so that there are many moments to die in.
`loose` plants a fault: how far the file has been read is committed before what was read is stored.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

BATCH = 40
LONGEST = 0.5  # seconds until a try is killed
NAP = 0.05  # seconds between the two commits of the planted fault
MOST = 60  # tries that are killed; the next one is not


def main(what: str, id: str, seed: str, *how: str) -> None:
    """Does the job, however often it takes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rianru.config.settings")
    import django

    django.setup()
    from rianru.catalogue import jobs
    from rianru.catalogue.actions import importing, undoing

    importing.BATCH_RECORDS = undoing.BATCH = BATCH
    if "loose" in how:
        _loose(importing)
    chance, kills = random.Random(int(seed)), 0
    while not _tried(lambda: getattr(jobs, what)(import_id=id), chance.uniform(0, LONGEST) if int(seed) and kills < MOST else None):
        kills += 1
    sys.stdout.write(f"{kills}\n")


def _tried(job: Callable[[], None], after: float | None) -> bool:
    """One try in a process of its own, killed `after` so many seconds; whether it came to its end."""
    pid = os.fork()
    if pid == 0:
        try:
            job()
        except BaseException as error:  # noqa: BLE001  # nothing of a fork may reach its parent's way out
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    killed = after is not None
    if after is not None:
        until = time.monotonic() + after
        while time.monotonic() < until and os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            time.sleep(0.005)
        killed = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        os.kill(pid, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code not in (0, -signal.SIGKILL if killed else 0):
        raise SystemExit(f"a try ended with {code}")
    return code == 0


def _loose(importing: Any) -> None:
    from django.db import transaction

    honest = importing._advance

    def advance(*, run: Any, batch: Any, **more: Any) -> None:
        was = run.offset, run.number
        with transaction.atomic():
            counted = {"accepted": run.accepted + batch.number - run.number, "offset": batch.offset, "number": batch.number}
            type(run).objects.filter(id=run.id).update(state="running", **counted)
        time.sleep(NAP)
        run.offset, run.number = was
        honest(run=run, batch=batch, **more)

    importing._advance = advance


if __name__ == "__main__":
    main(*sys.argv[1:])
