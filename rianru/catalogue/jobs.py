"""Background work of the catalogue."""

import time
from uuid import UUID

from procrastinate import RetryStrategy

from rianru.catalogue import actions
from rianru.catalogue.actions import headings
from rianru.core import jobs
from rianru.core.actors import system
from rianru.kernel.refusals import Refused

TURN = 5.0  # seconds after which headings let others have their turn
LINGER = 0.5  # seconds between two looks: whoever woke the job may not have committed yet


@jobs.task(name="catalogue.run_import", retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def run_import(import_id: str) -> None:
    """Takes in a queued file from where an earlier try stopped; a database or disk that fails is waited for."""
    actor = system("import")
    try:
        actions.run_import(actor=actor, clock=jobs.now, import_id=UUID(import_id))
    except Refused as refusal:
        actions.refuse_import(actor=actor, at=jobs.now(), import_id=UUID(import_id), refusal=refusal)


@jobs.periodic(cron="*/2 * * * *", periodic_id="adopt_imports")
@jobs.task(name="catalogue.adopt_imports", queueing_lock="catalogue.adopt_imports")
def adopt_imports(timestamp: int) -> None:
    """Takes up the imports of commands that were killed."""
    actions.adopt_imports(actor=system("import"), at=jobs.now())


@jobs.task(name="catalogue.run_undo", retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def run_undo(import_id: str) -> None:
    """Rolls an import back from where an earlier try stopped."""
    actions.run_undo(actor=system("import"), clock=jobs.now, import_id=UUID(import_id))


@jobs.task(name="catalogue.withdraw_missing", retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def withdraw_missing(import_id: str) -> None:
    """Withdraws what a complete file left out, after a person confirmed it."""
    actions.withdraw_missing(actor=system("import"), clock=jobs.now, import_id=UUID(import_id))


@jobs.task(name="catalogue.retell", queueing_lock="catalogue.retell", retry=RetryStrategy(max_attempts=12))
def retell(source_id: str) -> None:
    """Shows anew what editions say, after the trust of a source changed."""
    actions.retell(actor=system("import"), clock=jobs.now, source_id=UUID(source_id))


@jobs.periodic(cron="* * * * *", periodic_id="follow_headings")
@jobs.task(name=headings.JOB, queueing_lock=headings.JOB, lock=headings.JOB, retry=RetryStrategy(max_attempts=12))
def follow_headings(timestamp: int = 0) -> None:
    """Authors, subjects and series follow what changed; woken by whoever changes works, and every minute."""
    ends = time.monotonic() + TURN
    idle = 0
    while time.monotonic() < ends:
        if headings.advance():
            idle = 0
        elif idle and not headings.waiting():
            return
        else:
            idle += 1
            time.sleep(LINGER)
    jobs.wake(headings.JOB)


@jobs.task(name="catalogue.fetch_cover", retry=RetryStrategy(max_attempts=3, exponential_wait=3))
def fetch_cover(fetch_id: str) -> None:
    """Fetches a cover that somebody asked for; what is refused is said on their page."""
    actions.run_fetch(actor=system("covers"), clock=jobs.now, fetch_id=UUID(fetch_id))


@jobs.task(name="catalogue.drop_cover_files", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def drop_cover_files(digest: str) -> None:
    """Removes the files of a picture that no cover names any more."""
    actions.drop_cover_files(actor=system("covers"), at=jobs.now(), digest=digest)


@jobs.periodic(cron="41 3 * * *", periodic_id="sweep_covers")
@jobs.task(name="catalogue.sweep_covers", queueing_lock="catalogue.sweep_covers")
def sweep_covers(timestamp: int) -> None:
    """Removes files that an act cut off left behind, and refusals a month old."""
    actions.sweep_covers(actor=system("covers"), at=jobs.now())


@jobs.periodic(cron="41 * * * *", periodic_id="count_loved")
@jobs.task(name="catalogue.count_loved", queueing_lock="catalogue.count_loved")
def count_loved(timestamp: int) -> None:
    """Counts which works many members keep."""
    actions.count_loved(actor=system("lists"), at=jobs.now())


@jobs.periodic(cron="43 * * * *", periodic_id="forget_removed")
@jobs.task(name="catalogue.forget_removed", queueing_lock="catalogue.forget_removed")
def forget_removed(timestamp: int) -> None:
    """Erases what members took off their lists a week ago."""
    actions.forget_removed(actor=system("lists"), at=jobs.now())
