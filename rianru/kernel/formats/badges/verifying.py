"""Whether a credential can be trusted, check by check: its proof, its dates, its status, its issuer.

Nothing is fetched: keys and status lists are what the caller has seen, each with the moment when it was seen. So the
same function serves the page on line and the one without a line, and every answer says how old what it rests on is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from rianru.kernel.dates import moment_text
from rianru.kernel.formats.badges import tokens
from rianru.kernel.formats.badges.keys import PublicKey, did_key
from rianru.kernel.formats.badges.moments import moment_of
from rianru.kernel.formats.badges.proofs import proof_of, proven
from rianru.kernel.formats.badges.refusals import CredentialUnreadable
from rianru.kernel.formats.badges.shapes import document_of
from rianru.kernel.formats.badges.statuses import PURPOSES, StatusList, list_of
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

Outcome = Literal["good", "bad", "unknown"]
CHECKS: Final = ("proof", "dates", "status", "issuer")

SAYS: Final[Mapping[str, T]] = {
    "signed": T("ลายเซ็นถูกต้อง ไม่มีใครแก้ไข", "The signature is right; nothing was changed."),
    "altered": T(
        "มีการแก้ไขหลังจากออก อย่าเพิ่งเชื่อใบนี้",
        "It was changed after it was issued. Do not rely on it.",
    ),
    "unsigned": T("ไม่มีลายเซ็นที่เราตรวจได้", "It has no signature that we can check."),
    "unreadable": T(
        "อ่านไม่ได้ครบทุกคำ จึงตรวจลายเซ็นไม่ได้",
        "Not every word can be read, so its signature cannot be checked.",
    ),
    "unknown_key": T(
        "ไม่รู้จักกุญแจที่ใช้ลงชื่อ ต่ออินเทอร์เน็ตแล้วตรวจอีกครั้ง",
        "We do not know the key that signed it. Check again with a connection.",
    ),
    "key_revoked": T(
        "กุญแจที่ใช้ลงชื่อรั่วไหลและถูกเลิกใช้ ขอฉบับใหม่จากผู้ออก",
        "The key that signed it was lost and withdrawn. Ask the issuer for a new copy.",
    ),
    "proof_ended": T("ลายเซ็นนี้หมดอายุแล้ว ขอฉบับใหม่จากผู้ออก", "Its signature has ended. Ask the issuer for a new copy."),
    "current": T("ยังไม่หมดอายุ", "It is within its dates."),
    "expired": T("หมดอายุแล้วเมื่อ {moment}", "It expired on {moment}."),
    "not_yet_valid": T("เริ่มใช้ได้ {moment}", "It is valid from {moment} on."),
    "dates_unclear": T("อ่านวันที่ไม่ได้", "Its dates cannot be read."),
    "standing": T(
        "ไม่ถูกเพิกถอนหรือระงับ ตามรายการเมื่อ {moment}",
        "Neither revoked nor suspended, by the list of {moment}.",
    ),
    "no_status": T("ใบนี้ออกแบบไม่มีรายการสถานะ", "It was issued without a status."),
    "revoked": T("ผู้ออกเพิกถอนแล้ว ตามรายการเมื่อ {moment}", "Its issuer revoked it, by the list of {moment}."),
    "suspended": T(
        "ผู้ออกระงับไว้ชั่วคราว ตามรายการเมื่อ {moment}",
        "Its issuer has suspended it for now, by the list of {moment}.",
    ),
    "status_unknown": T(
        "ยังไม่เคยเห็นรายการสถานะ ต่ออินเทอร์เน็ตแล้วตรวจอีกครั้ง",
        "We have not seen its status list. Check again with a connection.",
    ),
    "known_issuer": T("ออกโดยผู้ออกที่เรารู้จัก", "Issued by one whom we know."),
    "unknown_issuer": T(
        "ไม่รู้จักผู้ออก ใครเป็นผู้ออกก็ยังบอกไม่ได้",
        "We do not know its issuer, and cannot say who that is.",
    ),
    "another_issuer": T(
        "กุญแจที่ใช้ลงชื่อไม่ใช่ของผู้ออกที่เขียนไว้",
        "The key that signed it is not that of the issuer it names.",
    ),
}


@dataclass(frozen=True, slots=True)
class SeenList:
    """A status list whose proof was checked (`seen_list`): whose it is, and when it was fetched."""

    address: str
    issuer: str
    statuses: StatusList
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """One check (`CHECKS`): how it came out, why (a key of `SAYS`, and in words), and how old the key or list is that
    it rests on (None where it rests on none).
    """

    name: str
    outcome: Outcome
    reason: str
    says: T
    age: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every check of `CHECKS`, in their order."""

    checks: tuple[Check, ...]

    @property
    def outcome(self) -> Outcome:
        """bad where one check is, else unknown where one is, else good."""
        found = {check.outcome for check in self.checks}
        return "bad" if "bad" in found else "unknown" if "unknown" in found else "good"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in the order of the checks."""
        return tuple(check.reason for check in self.checks)

    def of(self, name: str) -> Check:
        """One check by its name."""
        return next(check for check in self.checks if check.name == name)


def verify(
    credential: Mapping[str, Any] | str | bytes, *, keys: Mapping[str, PublicKey], statuses: Mapping[str, SeenList],
    at: datetime,
) -> Verdict:
    """A verdict on a credential: a document, its JSON, or a token. `keys` by their address, `statuses` by the list's.

    Whether it is a badge, `credential_of` says; endorsements are judged by the same rules.

    Refuses with CredentialUnreadable only what is neither JSON nor a token; whatever else is wrong is in the verdict.
    """
    text = credential.decode(errors="replace") if isinstance(credential, bytes) else credential
    if isinstance(text, str) and tokens.looks_like_token(text.strip()):
        text = text.strip()
        document, key_name = tokens.opened(text), tokens.key_named(text)
        proof = _checked(lambda key: tokens.token_holds(text, key), key_name, keys, at)
    else:
        document = document_of(text) if isinstance(text, str) else dict(text)
        made = proof_of(document)
        key_name = made["verificationMethod"] if made else ""
        proof = _checked(lambda key: proven(document, made or {}, key), key_name, keys, at)
        if proof.outcome == "good" and _ended(made or {}, at):
            proof = _check("proof", "bad", "proof_ended", proof.age)
    issuer = _issuer(document, key_name, keys)
    return Verdict((proof, _dates(document, at), _status(document, statuses, at), issuer))


def seen_list(
    document: Mapping[str, Any], *, keys: Mapping[str, PublicKey], seen_at: datetime, at: datetime,
) -> SeenList:
    """A fetched list credential as one that `verify` takes. CredentialUnreadable where it is not whole, not signed by
    its issuer, or not in its dates: the status of what stands on it is then unknown.
    """
    made, address = proof_of(document), document.get("id")
    key_name = made["verificationMethod"] if made else ""
    checks = (
        _checked(lambda key: proven(document, made or {}, key), key_name, keys, at), _dates(document, at),
        _issuer(document, key_name, keys),
    )
    for check in checks:
        if check.outcome != "good":
            raise CredentialUnreadable(at=check.name, reason=check.says)
    if not isinstance(address, str):
        raise CredentialUnreadable(at="id", reason=T("ขาดไป", "it is missing"))
    return SeenList(address, _issuer_address(document), list_of(document), seen_at)


def _check(
    name: str, outcome: Outcome, reason: str, age: timedelta | None = None, moment: datetime | None = None,
) -> Check:
    says = SAYS[reason].having(moment=moment_text(moment)) if moment else SAYS[reason]
    return Check(name, outcome, reason, says, age)


def _known(name: str, keys: Mapping[str, PublicKey]) -> PublicKey | None:
    return keys.get(name) or did_key(name)


def _checked(holds: Any, key_name: str, keys: Mapping[str, PublicKey], at: datetime) -> Check:
    if not key_name:
        return _check("proof", "bad", "unsigned")
    key = _known(key_name, keys)
    if key is None:
        return _check("proof", "unknown", "unknown_key")
    age = at - key.seen_at if key.seen_at else None
    try:
        right = holds(key)
    except Refused:
        return _check("proof", "bad", "unreadable", age)
    if not right:
        return _check("proof", "bad", "altered", age)
    if key.revoked_at is not None:
        return _check("proof", "bad", "key_revoked", age)
    return _check("proof", "good", "signed", age)


def _ended(proof: Mapping[str, Any], at: datetime) -> bool:
    try:
        return "expires" in proof and at > moment_of(proof["expires"], "expires")
    except CredentialUnreadable:
        return True


def _dates(document: Mapping[str, Any], at: datetime) -> Check:
    try:
        begins = moment_of(document.get("validFrom"), "validFrom")
        ends = moment_of(document["validUntil"], "validUntil") if "validUntil" in document else None
    except CredentialUnreadable:
        return _check("dates", "bad", "dates_unclear")
    if at < begins:
        return _check("dates", "bad", "not_yet_valid", moment=begins)
    if ends is not None and at > ends:
        return _check("dates", "bad", "expired", moment=ends)
    return _check("dates", "good", "current")


def _issuer_address(document: Mapping[str, Any]) -> str:
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    return found if isinstance(found, str) else ""


def _issuer(document: Mapping[str, Any], key_name: str, keys: Mapping[str, PublicKey]) -> Check:
    """Known is an issuer one of whose keys is among `keys`; and the key that signed must be the issuer's."""
    issuer, key = _issuer_address(document), _known(key_name, keys)
    if key is not None and key.controller != issuer:
        return _check("issuer", "bad", "another_issuer")
    if not any(one.controller == issuer for one in keys.values()):
        return _check("issuer", "unknown", "unknown_issuer")
    return _check("issuer", "good", "known_issuer")


def _status(document: Mapping[str, Any], statuses: Mapping[str, SeenList], at: datetime) -> Check:
    held = document.get("credentialStatus")
    if held is None:
        return _check("status", "good", "no_status")
    oldest: datetime | None = None
    found: list[Check] = []
    for entry in held if isinstance(held, list) else [held]:
        seen = _list_of(entry, document, statuses)
        if seen is None:
            found.append(_check("status", "unknown", "status_unknown"))
            continue
        oldest = min(oldest or seen.seen_at, seen.seen_at)
        if seen.statuses.says(int(entry["statusListIndex"])):
            reason = "revoked" if seen.statuses.purpose == "revocation" else "suspended"
            found.append(_check("status", "bad", reason, at - seen.seen_at, seen.seen_at))
    if found:
        return min(found, key=lambda check: ("revoked", "suspended", "status_unknown").index(check.reason))
    if oldest is None:  # an empty list of entries
        return _check("status", "unknown", "status_unknown")
    return _check("status", "good", "standing", at - oldest, oldest)


def _list_of(entry: Any, document: Mapping[str, Any], statuses: Mapping[str, SeenList]) -> SeenList | None:
    """The list on which an entry stands; None where it was not seen, is another's, or has no such place."""
    if not isinstance(entry, dict) or entry.get("type") != "BitstringStatusListEntry":
        return None
    address, index, purpose = (entry.get(name) for name in ("statusListCredential", "statusListIndex", "statusPurpose"))
    seen = statuses.get(address) if isinstance(address, str) else None
    if seen is None or purpose not in PURPOSES or seen.statuses.purpose != purpose:
        return None
    if seen.issuer != _issuer_address(document) or not isinstance(index, str):
        return None
    digits = index.isascii() and index.isdigit() and len(index) < 10
    return seen if digits and int(index) < seen.statuses.places else None
