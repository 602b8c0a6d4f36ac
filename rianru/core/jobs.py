"""Background work: deferred by name in the transaction that needs it, done by `rianru worker`."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status
from procrastinate.manager import QUEUEING_LOCK_CONSTRAINT

task = app.task
periodic = app.periodic
"""The decorators of every app's `jobs.py`: `@task(name="app.verb")`."""


def defer(
    name: str, *, lock: str | None = None, queueing_lock: str | None = None, priority: int = 0, **ids: Any
) -> int:
    """Queues job `name` with `ids` (JSON values), in the caller's transaction; its number. Higher priority goes first.

    Jobs that share `lock` run one after another; a second job with a `queueing_lock` that already waits is a
    procrastinate AlreadyEnqueued.
    """
    return int(app.configure_task(
        name, allow_unknown=False, lock=lock, queueing_lock=queueing_lock, priority=priority
    ).defer(**ids))


def wake(name: str) -> None:
    """Queues job `name`, which takes nothing, in the caller's transaction, unless it waits already; never two at once.

    The one that waits may begin before the caller commits: such a job looks once more before it ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'", [name])
        if cursor.rowcount:
            return
    with suppress(AlreadyEnqueued), transaction.atomic():
        defer(name, lock=name, queueing_lock=name)


def now() -> datetime:
    """The clock of a job, which is a face: nothing below it reads one."""
    return datetime.now(UTC)


@periodic(cron="* * * * *", periodic_id="stalled")
@task(name="core.retry_stalled", queueing_lock="core.retry_stalled", pass_context=True)
async def retry_stalled(context: Any, timestamp: int) -> None:
    """Gives jobs back whose worker has died: its heartbeat stopped over 30 seconds ago."""
    manager = context.app.job_manager
    await give_back(manager, silent_for=30)
    await manager.prune_stalled_workers(seconds_since_heartbeat=120)


async def give_back(manager: Any, *, silent_for: int) -> None:
    """Gives back every job whose worker gave no sign for so many seconds.

    Where another job of its queueing lock waits already, that one does the work, and this one has failed: only one of a
    lock may wait, and one that cannot be given back must not keep the others from it.
    """
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=silent_for):
        try:
            await manager.retry_job(job)
        except UniqueViolation as error:
            if error.constraint_name != QUEUEING_LOCK_CONSTRAINT:
                raise
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@periodic(cron="17 * * * *", periodic_id="prune_jobs")
@task(name="core.prune_jobs", queueing_lock="core.prune_jobs", pass_context=True)
async def prune_jobs(context: Any, timestamp: int) -> None:
    """Removes jobs that ended over three days ago."""
    await context.app.job_manager.delete_old_jobs(nb_hours=72, include_failed=True, include_cancelled=True)


@periodic(cron="19 * * * *", periodic_id="prune")
@task(name="core.prune", queueing_lock="core.prune")
def prune(timestamp: int) -> None:
    """Removes change log entries and given answers over seven days old, messages over thirty."""
    from rianru.core import changes, idempotency, notices

    changes.prune(before=now() - timedelta(days=7))
    idempotency.prune(before=now() - timedelta(days=7))
    notices.prune(before=now() - timedelta(days=30))


@task(name="core.deliver_notice", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def deliver_notice(notice_id: str) -> None:
    """Sends one notice; a failure is counted and tried again with growing pauses. ValueError: it cannot be written."""
    from rianru.core import notices

    try:
        notices.deliver(UUID(notice_id), at=now())
    except (OSError, ValueError) as error:
        if notices.note_failure(UUID(notice_id)):
            # The mail library's own error may carry the address, and the worker logs what it catches.
            raise OSError(type(error).__name__) from None


@periodic(cron="* * * * *", periodic_id="roll_up")
@task(name="core.roll_up", queueing_lock="core.roll_up", lock="core.roll_up")
def roll_up(timestamp: int) -> None:
    """Adds newly committed facts to the daily roll-up."""
    from rianru.core.facts.rollup import advance

    while advance(limit=50_000):
        pass


@periodic(cron="5,20,35,50 * * * *", periodic_id="seal")
@task(name="core.seal_facts", queueing_lock="core.seal_facts", lock="core.seal_facts")
def seal_facts(timestamp: int) -> None:
    """Seals the hours and days that are over, and lays partitions three months ahead."""
    from rianru.core.facts import partitions, seal

    partitions.lay_ahead(months=3)
    seal.seal_hours()
    seal.sign_days(at=now())


__all__ = ["defer", "give_back", "now", "periodic", "task", "wake"]
