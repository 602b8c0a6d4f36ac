"""Moments as credentials write them (xsd:dateTimeStamp): with an offset, ours in UTC and ending in Z."""

import re
from datetime import UTC, datetime
from typing import Any, Final

from rianru.kernel.formats.badges.refusals import CredentialUnreadable
from rianru.kernel.words import T

_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)


def stamp(moment: datetime) -> str:
    """`2026-01-31T02:00:00Z`. ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def moment_of(value: Any, at: str) -> datetime:
    """The moment of a stamp, in UTC; CredentialUnreadable for one without an offset or that is none."""
    if isinstance(value, str) and _STAMP.fullmatch(value):
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    reason = T("ต้องเป็นวันเวลาพร้อมเขตเวลา", "a date and time with its offset is needed")
    raise CredentialUnreadable(at=at, reason=reason)
