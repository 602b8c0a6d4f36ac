"""A badge baked into its picture: a PNG with one plain `iTXt` chunk `openbadgecredential` (Open Badges 3.0, 5.3.1).

The chunk holds the JSON of a credential with its proof, or the token of one. PNG as in the W3C's third edition.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final
from zlib import crc32

from rianru.kernel.refusals import NotUnderstood
from rianru.kernel.words import T

KEYWORD: Final = b"openbadgecredential"
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_LARGEST: Final = 2**31 - 1


class PictureNotPng(NotUnderstood):
    """What was given is no PNG, or one that breaks off."""

    code = "badges.picture_not_png"
    says = T(
        "ไฟล์นี้ไม่ใช่รูป PNG ที่สมบูรณ์ เลือกรูปเหรียญที่ดาวน์โหลดมาอีกครั้ง",
        "This is no whole PNG picture. Choose the badge as it was downloaded.",
    )


class PictureDamaged(NotUnderstood):
    """A part of a PNG is not what it was when it was written."""

    code = "badges.picture_damaged"
    says = T(
        "รูปนี้เสียหายระหว่างทาง ดาวน์โหลดรูปเหรียญจากต้นทางอีกครั้ง",
        "This picture was damaged on its way. Download the badge again where it came from.",
    )


class NothingBaked(NotUnderstood):
    """A whole PNG without a credential."""

    code = "badges.nothing_baked"
    says = T(
        "รูปนี้ไม่มีใบรับรองฝังอยู่ บางแอปลบข้อมูลในรูปเมื่อส่งต่อ ขอไฟล์ต้นฉบับจากเจ้าของ",
        "There is no credential within this picture. Some apps strip what a picture carries; ask its owner for the "
        "original file.",
    )


class BakedTwice(NotUnderstood):
    """A PNG with more than one credential, which the standard forbids."""

    code = "badges.baked_twice"
    says = T(
        "รูปนี้มีใบรับรองฝังอยู่มากกว่าหนึ่งใบ ขอรูปใหม่จากผู้ออก",
        "There is more than one credential within this picture. Ask the issuer for a new one.",
    )


def baked(picture: bytes, credential: str) -> bytes:
    """The picture with this credential (JSON or token) within; one that it had is replaced. PictureNotPng,
    PictureDamaged, BakedTwice.
    """
    chunks = list(_chunks(picture))
    if sum(_is_credential(*chunk) for chunk in chunks) > 1:
        raise BakedTwice
    data = KEYWORD + b"\0\0\0\0\0" + credential.encode()  # no compression, no language, no translated keyword
    kept = [chunk for chunk in chunks if not _is_credential(*chunk)]
    kept.insert(1, (b"iTXt", data))
    return _SIGNATURE + b"".join(_packed(*chunk) for chunk in kept)


def unbaked(picture: bytes) -> str:
    """The credential within a picture, JSON or token. PictureNotPng, PictureDamaged, NothingBaked, BakedTwice."""
    found = [data for kind, data in _chunks(picture) if _is_credential(kind, data)]
    if not found:
        raise NothingBaked
    if len(found) > 1:
        raise BakedTwice
    compressed, rest = found[0][len(KEYWORD) + 1], found[0][len(KEYWORD) + 3 :]
    parts = rest.split(b"\0", 2)
    if compressed or len(parts) != 3:
        raise PictureDamaged
    try:
        return parts[2].decode()
    except UnicodeDecodeError:
        raise PictureDamaged from None


def _is_credential(kind: bytes, data: bytes) -> bool:
    return kind == b"iTXt" and data.startswith(KEYWORD + b"\0") and len(data) >= len(KEYWORD) + 5


def _packed(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk up to the end, its check sum tried; what lies behind the end is not kept."""
    if not picture.startswith(_SIGNATURE):
        raise PictureNotPng
    at, kind = len(_SIGNATURE), b""
    while kind != b"IEND":
        if len(picture) < at + 12:
            raise PictureNotPng
        (length,) = struct.unpack_from(">I", picture, at)
        first, kind, end = not at - len(_SIGNATURE), picture[at + 4 : at + 8], at + 8 + length
        if length > _LARGEST or end + 4 > len(picture) or (first and kind != b"IHDR"):
            raise PictureNotPng
        if struct.unpack_from(">I", picture, end)[0] != crc32(picture[at + 4 : end]):
            raise PictureDamaged
        yield kind, picture[at + 8 : end]
        at = end + 4
