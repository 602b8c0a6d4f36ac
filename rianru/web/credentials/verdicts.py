"""Checking on the server, for browsers without scripts: with the keys and lists of this house, as they are now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from rianru.credentials import queries
from rianru.kernel.formats import badges
from rianru.kernel.formats.badges import CredentialUnreadable
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

LABELS: Mapping[str, T] = {
    "proof": T("ลายเซ็น", "Signature"), "dates": T("วันที่", "Dates"), "status": T("สถานะ", "Status"),
    "issuer": T("ผู้ออก", "Issuer"),
}
OUTCOMES: Mapping[str, T] = {
    "good": T("ของจริง และยังใช้ได้", "Genuine, and in force"),
    "bad": T("อย่าเพิ่งเชื่อใบนี้", "Do not rely on this one"),
    "unknown": T("ยังบอกไม่ได้ครบ", "Not everything can be told"),
}
TONES = {"good": "leaf", "bad": "lac", "unknown": "turmeric"}
SYMBOLS = {"good": "check", "bad": "x", "unknown": "why"}
_LD_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Judged:
    """What was handed in, as far as it could be read, and what was found out."""

    verdict: badges.Verdict
    badge: badges.Credential | None
    is_endorsement: bool = False

    @property
    def shown(self) -> dict[str, Any]:
        """For the page."""
        outcome = self.verdict.outcome
        return {
            "outcome": outcome, "title": OUTCOMES[outcome], "tone": TONES[outcome], "symbol": SYMBOLS[outcome],
            "badge": self.badge,
            "checks": [{"name": one.name, "label": LABELS[one.name], "says": one.says, "tone": TONES[one.outcome],
                        "symbol": SYMBOLS[one.outcome]} for one in self.verdict.checks],
        }


def known_keys(at: datetime) -> dict[str, badges.PublicKey]:
    """Every key of this house, seen now."""
    return {key.address: replace(key, seen_at=at) for held in queries.keys().values() for key in held}


def judge(given: bytes | str, *, at: datetime) -> Judged:
    """Of a PNG, the JSON or the token of a badge. Refuses what cannot be read, as `badges` says it."""
    text = badges.unbaked(given) if isinstance(given, bytes) and given.startswith(_LD_PNG) else given
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    said = said.strip()
    keys = known_keys(at)
    document = badges.opened(said) if badges.looks_like_token(said) else badges.document_of(said)
    verdict = badges.verify(said, keys=keys, statuses=_lists(document, keys, at), at=at)
    try:
        badge = badges.credential_of(document)
    except CredentialUnreadable:
        badge = None
    return Judged(verdict, badge)


def _lists(
    document: Mapping[str, Any], keys: Mapping[str, badges.PublicKey], at: datetime
) -> dict[str, badges.SeenList]:
    """Those of our lists that a badge names."""
    entries = document.get("credentialStatus")
    named = {one.get("statusListCredential") for one in (entries if isinstance(entries, list) else [entries])
             if isinstance(one, dict)}
    found: dict[str, badges.SeenList] = {}
    for address, id, purpose in queries.status_lists():
        if address not in named:
            continue
        signed = queries.status_document(id, purpose)
        try:
            found[address] = badges.seen_list(orjson.loads(signed or "{}"), keys=keys, seen_at=at, at=at)
        except Refused:
            continue  # it is not known then, and the verdict says so
    return found
