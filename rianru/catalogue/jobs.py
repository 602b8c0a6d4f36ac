"""Background work of the catalogue."""

from uuid import UUID

from procrastinate import RetryStrategy

from rianru.catalogue import actions
from rianru.core import jobs
from rianru.core.actors import system
from rianru.kernel.refusals import Refused


@jobs.task(name="catalogue.run_import", retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def run_import(import_id: str) -> None:
    """Takes in a queued file from where an earlier try stopped; a database or disk that fails is waited for."""
    actor = system("import")
    try:
        actions.run_import(actor=actor, clock=jobs.now, import_id=UUID(import_id))
    except Refused as refusal:
        actions.refuse_import(actor=actor, at=jobs.now(), import_id=UUID(import_id), refusal=refusal)


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
