"""Every action from outside may carry a key; the same key twice gives the same answer once."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T


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
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_answeronce (owner, key, body, given_at) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT DO NOTHING",
                [owner, key, digest, at],
            )
            if not cursor.rowcount:
                return _kept(owner, key, digest)
        answer = do()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE core_answeronce SET answer = %s WHERE owner = %s AND key = %s",
                [json.dumps(answer, default=str), owner, key],
            )
        return json.loads(json.dumps(answer, default=str))


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
