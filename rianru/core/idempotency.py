"""Every action from outside may carry a key; the same key twice gives the same answer once."""

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from rianru.core import prepared
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

_BEGIN = "INSERT INTO core_answeronce (owner, key, body, given_at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
_KEEP = "UPDATE core_answeronce SET answer = %s::jsonb WHERE owner = %s AND key = %s"


_within: ContextVar[bool] = ContextVar("rianru_within_once", default=False)


class KeyReused(Refused):
    """The same key came with another request."""

    code = "core.key_reused"
    status = 422
    says = T(
        "คำขอนี้ใช้รหัสซ้ำกับคำขอก่อนหน้าที่เนื้อหาต่างกัน เปิดหน้าใหม่แล้วส่งอีกครั้ง",
        "This request reuses the key of an earlier, different one. Open the page again and send it once more.",
    )


def once(*, owner: str, key: str, body: Any, at: datetime, do: Callable[[], Any]) -> Any:
    """Runs `do` and keeps its JSON answer under `key`, in one transaction; a repetition gives the kept answer.

    A second request with the same key waits for the first: the row's primary key is the lock. If `do` refuses, nothing
    is kept and the key may be used again. Another `body` under the same key is refused as KeyReused.
    """
    digest = hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).digest()
    with transaction.atomic():
        if not prepared.write(_BEGIN, [owner, key, digest, at]):
            return _kept(owner, key, digest)
        token = _within.set(True)
        try:
            answer = json.dumps(do(), default=str)
        finally:
            _within.reset(token)
        prepared.write(_KEEP, [answer, owner, key])
    return json.loads(answer)


def whole() -> AbstractContextManager[Any]:
    """The transaction of an action that leaves nothing half done.

    Called by `once` it is that one's: whatever is refused ends everything, so no savepoint is needed to return to. For
    actions that refuse by raising and catch nothing of their own.
    """
    return transaction.atomic(savepoint=not _within.get())


def _kept(owner: str, key: str, digest: bytes) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, answer FROM core_answeronce WHERE owner = %s AND key = %s", [owner, key])
        body, answer = cursor.fetchone()
    if bytes(body) != digest:
        raise KeyReused()
    return json.loads(answer) if isinstance(answer, str) else answer


def prune(*, before: datetime) -> int:
    """Forgets answers given before a moment; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_answeronce WHERE given_at < %s", [before])
        return int(cursor.rowcount)
