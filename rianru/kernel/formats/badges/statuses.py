"""Bitstring Status List 1.0 (W3C): one bit for every credential says whether it was taken back or set aside.

A list has at least 131,072 places, so that whoever fetches one does not show whose badge they look at; nobody may log
who fetched. Places are given at random, and none twice. What was revoked stays revoked; a suspension can end.
"""

from __future__ import annotations

import secrets
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal, NoReturn

from rianru.kernel.formats.badges.moments import stamp
from rianru.kernel.formats.badges.refusals import CredentialUnreadable
from rianru.kernel.formats.badges.vocabulary import CREDENTIALS
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

Purpose = Literal["revocation", "suspension"]
PURPOSES: Final[tuple[Purpose, ...]] = ("revocation", "suspension")
LEAST: Final = 131_072  # places of a list, by the standard
MOST: Final = 2**24  # places that are unpacked: 2 MiB
_GZIP: Final = 31  # zlib's number for the format of gzip


class RevocationIsFinal(Refused):
    """A revoked credential cannot be made good again."""

    code = "badges.revocation_is_final"
    says = T(
        "ใบรับรองนี้ถูกเพิกถอนแล้วและคืนสถานะไม่ได้ ถ้าผู้เรียนมีสิทธิ์ ให้ออกใบใหม่",
        "This credential was revoked, and that is final. If the learner has earned it, issue a new one.",
    )


class ListFull(Refused):
    """Every place of a status list is taken."""

    code = "badges.list_full"
    says = T(
        "รายการสถานะนี้เต็มแล้ว เปิดรายการใหม่แล้วออกใบรับรองต่อได้",
        "This status list is full. Begin a new one and go on.",
    )


@dataclass(frozen=True, slots=True)
class StatusList:
    """The bits of one purpose; place 0 is the first bit from the left of the first byte."""

    purpose: Purpose
    bits: bytes

    @classmethod
    def blank(cls, purpose: Purpose, places: int = LEAST) -> StatusList:
        """A list on which nothing is said. ValueError for fewer places than the standard asks or no whole bytes."""
        if places < LEAST or places % 8:
            raise ValueError(f"{places} places")
        return cls(purpose, bytes(places // 8))

    @property
    def places(self) -> int:
        """How many there are."""
        return len(self.bits) * 8

    def says(self, index: int) -> bool:
        """Whether the bit is set. IndexError beyond the list."""
        if not 0 <= index < self.places:
            raise IndexError(index)
        return bool(self.bits[index // 8] & (128 >> index % 8))

    def having(self, changes: Mapping[int, bool]) -> StatusList:
        """The list with these bits set or cleared. RevocationIsFinal, IndexError."""
        bits = bytearray(self.bits)
        for index, on in changes.items():
            if self.says(index) and not on and self.purpose == "revocation":
                raise RevocationIsFinal
            mask = 128 >> index % 8
            bits[index // 8] = bits[index // 8] | mask if on else bits[index // 8] & ~mask
        return replace(self, bits=bytes(bits))

    def encoded(self) -> str:
        """`u`, then base64url of gzip; the same bits always give the same text."""
        packing = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
        packed = packing.compress(self.bits) + packing.flush()
        return "u" + urlsafe_b64encode(packed).rstrip(b"=").decode()


def decoded(purpose: Purpose, text: str) -> StatusList:
    """The list of an encoded text. CredentialUnreadable where it is none, is too short, or unpacks beyond `MOST`."""
    try:
        if not text.startswith("u"):
            raise ValueError("another base")
        unpacking = zlib.decompressobj(_GZIP)
        body = text[1:].rstrip("=")
        bits = unpacking.decompress(urlsafe_b64decode(body + "=" * (-len(body) % 4)), MOST // 8 + 1)
    except (Error, ValueError, zlib.error):
        return _unreadable("encodedList", T("ถอดรหัสรายการไม่ได้", "the list cannot be unpacked"))
    if not unpacking.eof or not LEAST <= len(bits) * 8 <= MOST:
        _unreadable("encodedList", T("รายการสั้นหรือยาวผิดมาตรฐาน", "the list is shorter or longer than it may be"))
    return StatusList(purpose, bits)


def list_document(
    *, address: str, issuer: str, statuses: StatusList, at: datetime, until: datetime | None = None,
) -> dict[str, Any]:
    """A list as a credential (BitstringStatusListCredential), to be signed by `proofs.with_proof` and put at
    `address`.
    """
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": stamp(at.replace(microsecond=0)),
        **({"validUntil": stamp(until.replace(microsecond=0))} if until else {}),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": statuses.purpose,
            "encodedList": statuses.encoded(),
        },
    }


def list_of(document: Mapping[str, Any]) -> StatusList:
    """The list that a list credential holds, whoever signed it. CredentialUnreadable."""
    subject = document.get("credentialSubject")
    kinds = document.get("type")
    if not isinstance(kinds, list) or "BitstringStatusListCredential" not in kinds or not isinstance(subject, dict):
        _unreadable("type", T("ไม่ใช่รายการสถานะ", "it is no status list"))
    purpose, text = subject.get("statusPurpose"), subject.get("encodedList")
    for known in PURPOSES:
        if purpose == known and isinstance(text, str):
            return decoded(known, text)
    return _unreadable("credentialSubject", T("ไม่รู้จักรายการชนิดนี้", "a list of an unknown purpose"))


def free_indexes(
    count: int, taken: Collection[int], places: int = LEAST, below: Callable[[int], int] = secrets.randbelow,
) -> list[int]:
    """So many places at random, each different and none of them taken. ListFull where there are not so many.

    Two that ask at once may be given the same: the constraint of the table that holds them decides, and one asks again.
    """
    used = set(taken)
    if places - len(used) < count:
        raise ListFull
    if len(used) + count > places // 2:  # guessing would take long: deal from what is left
        left = [index for index in range(places) if index not in used]
        for place in range(count):
            other = place + below(len(left) - place)
            left[place], left[other] = left[other], left[place]
        return left[:count]
    given: list[int] = []
    while len(given) < count:
        index = below(places)
        if index not in used:
            used.add(index)
            given.append(index)
    return given


def _unreadable(at: str, reason: T) -> NoReturn:
    raise CredentialUnreadable(at=at, reason=reason)
