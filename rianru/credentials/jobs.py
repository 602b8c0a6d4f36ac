"""What nobody waits for: credentials of somebody who was erased, lists whose key was away, files of pictures."""

from procrastinate import RetryStrategy

from rianru.core.actors import system
from rianru.core.jobs import now, periodic, task
from rianru.credentials import actions


@periodic(cron="23 * * * *", periodic_id="forget_erased")
@task(name="credentials.forget_erased", queueing_lock="credentials.forget_erased", lock="credentials.forget_erased")
def forget_erased(timestamp: int) -> None:
    """Revokes what lost its person by another way than the desk; signs lists that waited for their key."""
    actor = system("credentials.forget_erased")
    while actions.forget_erased(actor=actor, at=now()):
        pass
    actions.sign_waiting(actor=actor, at=now())


@task(name="credentials.drop_picture_files", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def drop_picture_files(digest: str) -> None:
    """Removes the files of a picture that no achievement names any more."""
    actions.drop_picture_files(actor=system("credentials.pictures"), at=now(), digest=digest)


@periodic(cron="53 3 * * *", periodic_id="sweep_achievements")
@task(name="credentials.sweep_pictures", queueing_lock="credentials.sweep_pictures")
def sweep_pictures(timestamp: int) -> None:
    """Every night: files of pictures that an act cut off left behind."""
    actions.sweep_pictures(actor=system("credentials.pictures"), at=now())
