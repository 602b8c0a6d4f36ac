"""The notices outbox: written with the action, sent after commit, tried again with growing pauses."""

from datetime import datetime
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction

from rianru.core import jobs
from rianru.core.models import Notice
from rianru.kernel.words import T

TRIES = 8


def send(kind: str, *, to_email: str, subject: T, body: T, lang: str, at: datetime) -> UUID:
    """Puts a message into the outbox in the caller's transaction; its id. Nothing is sent if that rolls back."""
    notice = Notice.objects.create(
        kind=kind, address=to_email, lang=lang, subject=subject.in_(lang), body=body.in_(lang), queued_at=at
    )
    jobs.defer("core.deliver_notice", priority=10, notice_id=str(notice.id))  # somebody waits for a code
    return notice.id


def deliver(notice_id: UUID, *, at: datetime) -> bool:
    """Sends one queued notice; whether it was sent now. A crash between sending and noting it may send twice."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().filter(id=notice_id, state=Notice.State.QUEUED).first()
        if notice is None:
            return False
        EmailMessage(subject=notice.subject, body=notice.body, to=[notice.address]).send()
        notice.state, notice.sent_at, notice.attempts = Notice.State.SENT, at, notice.attempts + 1
        notice.body = ""  # it may hold a code or a link, and its work is done
        notice.save(update_fields=["state", "sent_at", "attempts", "body"])
    return True


def note_failure(notice_id: UUID) -> bool:
    """Counts a failed try; after the last one the notice is marked failed. Whether another try is due."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(id=notice_id)
        notice.attempts += 1
        notice.state = Notice.State.FAILED if notice.attempts >= TRIES else Notice.State.QUEUED
        notice.save(update_fields=["attempts", "state"])
    return notice.state == Notice.State.QUEUED


def forget(*, to_email: str) -> int:
    """Removes every message to an address, sent or not: its owner is to be forgotten; how many."""
    return Notice.objects.filter(address=to_email).delete()[0]


def prune(*, before: datetime) -> int:
    """Forgets messages queued before a moment, with their addresses; returns how many."""
    return Notice.objects.filter(queued_at__lt=before).exclude(state=Notice.State.QUEUED).delete()[0]
