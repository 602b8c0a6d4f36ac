"""What nobody waits for: credentials of somebody who was erased, and lists whose key was away."""

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
