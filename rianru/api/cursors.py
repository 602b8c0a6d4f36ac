"""Cursors: signed, so that nobody makes one; bound to their question; dead after an hour.

They hold the key behind which the next page begins, never an offset, except where results are ordered by relevance.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from django.core import signing

from rianru.api.problems import CursorOfAnother, CursorOld, CursorUnknown

SALT = "rianru.api.cursor"
LIVES = 3600  # seconds
LONGEST = 1_000


def make(question: Mapping[str, Any], key: Sequence[Any]) -> str:
    """A cursor that goes on behind `key` (JSON values) in the answer to `question`."""
    return signing.dumps([_mark(question), list(key)], salt=SALT)


def read(text: str, question: Mapping[str, Any]) -> list[Any]:
    """The key. Refuses with CursorOld, CursorUnknown or CursorOfAnother."""
    try:
        mark, key = signing.loads(text, salt=SALT, max_age=LIVES)
    except signing.SignatureExpired:
        raise CursorOld() from None
    except signing.BadSignature:
        raise CursorUnknown() from None
    if mark != _mark(question):
        raise CursorOfAnother()
    found: list[Any] = key
    return found


def _mark(question: Mapping[str, Any]) -> str:
    return blake2b(json.dumps(dict(question), sort_keys=True, default=str).encode(), digest_size=9).hexdigest()
