"""Codes that are typed: whoever is wrong too often waits, by their key and by where they type from."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction

from rianru.core.actors import Actor
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.learning.models import WrongCode

TRIES, WAIT = 5, timedelta(minutes=15)


class TooManyCodes(Refused):
    """Too many wrong codes in a short time."""

    code = "learning.too_many_codes"
    status = 429
    says = T("พิมพ์ผิดหลายครั้งแล้ว พักสักครู่ หรือให้ผู้จัดเช็กชื่อให้",
             "That was wrong too often. Wait a little, or have the host tick you off.")


@contextmanager
def guessing(actor: Actor, at: datetime, who: str, *wrong: type[Refused], own: str = "") -> Iterator[None]:
    """The refusals `wrong` count against who typed, and against `who` (what stands for their address).

    `own`: what stands for who typed where nobody is signed in.

    Refuses with TooManyCodes before anything is looked at.
    """
    tried = [f"key:{own or actor.key}", *([f"at:{who}"] if who else [])]
    if _tried_too_often(tried, at):
        raise TooManyCodes()
    try:
        yield
    except wrong:
        with transaction.atomic():
            WrongCode.objects.bulk_create([WrongCode(who=one, tried_at=at) for one in tried])
        raise


def _tried_too_often(who: list[str], at: datetime) -> bool:
    """Whether one of these was wrong five times within a quarter of an hour; an address fifty times."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT who, count(*) FROM learning_wrongcode WHERE who = ANY(%s) AND tried_at > %s GROUP BY who",
            [who, at - WAIT])
        return any(count >= (TRIES if one.startswith("key:") else 10 * TRIES) for one, count in cursor.fetchall())
