"""What is taken as a picture, and what is said of everything else. Nothing here decodes."""

from dataclasses import dataclass

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

MOST_BYTES = 10 << 20
MOST_PIXELS = 40_000_000
LEAST_SIDE = 120  # pixels
MOST_SLENDER = 3  # times as high as wide, or as wide as high
WIDTHS = (120, 240, 480, 960)  # pixels


@dataclass(frozen=True, slots=True)
class Drawn:
    """One size of a picture, as WebP; `width` in pixels."""

    width: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A picture drawn anew: upright, in sRGB, without anything but pixels. Sizes ascend; the last has this width."""

    width: int
    height: int
    sizes: tuple[Drawn, ...]


class PictureKindWrong(Refused):
    """The first bytes are not those of a kind of picture that we take. `found` is what they seem to be."""

    code = "picture.kind_wrong"
    status = 415
    says = T(
        "ไฟล์นี้เป็น {found} ซึ่งเราไม่รับเป็นรูป บันทึกเป็น JPEG หรือ PNG แล้วส่งใหม่ (WebP, GIF และ AVIF ก็ได้)",
        "This file is {found}, which we do not take as a picture. Save it as JPEG or PNG (WebP, GIF or AVIF do too) "
        "and send it again.",
    )


class PictureTooHeavy(Refused):
    """More bytes than a picture may have."""

    code = "picture.too_heavy"
    status = 413
    says = T(
        "รูปใหญ่เกิน {limit} MB ย่อรูปหรือถ่ายใหม่ให้เล็กลง แล้วส่งอีกครั้ง",
        "The picture is larger than {limit} MB. Make it smaller, or take another, and send it again.",
    )


class PictureTooManyPixels(Refused):
    """More pixels than are ever unpacked; known from the header, before anything is."""

    code = "picture.too_many_pixels"
    status = 422
    says = T(
        "รูปนี้ละเอียดเกิน {limit} ล้านพิกเซล ย่อให้กว้างสัก 2,000 พิกเซล แล้วส่งอีกครั้ง",
        "The picture has more than {limit} million pixels. Scale it down to some 2,000 across and send it again.",
    )


class PictureTooSmall(Refused):
    """Too few pixels to be worth looking at."""

    code = "picture.too_small"
    status = 422
    says = T(
        "รูปนี้มีแค่ {width} × {height} พิกเซล เล็กไปจนดูไม่ออก หารูปที่กว้างและสูงอย่างน้อย {least} พิกเซล",
        "The picture is only {width} × {height} pixels. Find one that is at least {least} pixels wide and high.",
    )


class PictureShapeWrong(Refused):
    """A strip, which is no cover."""

    code = "picture.shape_wrong"
    status = 422
    says = T(
        "รูปนี้ยาวเป็นแถบ {width} × {height} พิกเซล ตัดให้เหลือแต่ปกหน้า แล้วส่งอีกครั้ง",
        "The picture is a strip of {width} × {height} pixels. Cut it to the front cover and send it again.",
    )


class PictureBroken(Refused):
    """It begins as a picture does, and cannot be read to its end."""

    code = "picture.broken"
    status = 422
    says = T(
        "เปิดรูปนี้ไม่ได้ ไฟล์ขาดหรือเสีย เปิดในเครื่องแล้วบันทึกใหม่ หรือถ่ายอีกครั้ง",
        "This picture cannot be opened: it is cut or damaged. Open it and save it anew, or take it again.",
    )


class PictureBusy(Refused):
    """As many pictures as we draw at once are being drawn."""

    code = "picture.busy"
    status = 503
    says = T(
        "มีคนส่งรูปพร้อมกันหลายคน รอสักครู่แล้วส่งอีกครั้ง", "Many pictures are being sent. Try again in a moment."
    )


_WEB = T("หน้าเว็บ", "a web page")
_NOTHING = T("ไฟล์ว่าง", "empty")
_UNKNOWN = T("ไฟล์ชนิดอื่น", "something else")
_OTHERS: tuple[tuple[bytes, T], ...] = tuple((begins, T.verbatim(name, name)) for begins, name in (
    (b"%PDF", "PDF"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"BM", "BMP"), (b"PK\3\4", "ZIP"),
    (b"8BPS", "Photoshop"),
    (b"\0\0\1\0", "ICO"), (b"\xff\x0a", "JPEG XL"), (b"\0\0\0\x0cJXL ", "JPEG XL"), (b"\0\0\0\x0cjP  ", "JPEG 2000"),
))


def kind_of(data: bytes) -> str:
    """The kind by its first bytes, as Pillow names it: JPEG, PNG, WEBP, GIF or AVIF. Refuses with PictureKindWrong."""
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if brand in (b"avif", b"avis"):
        return "AVIF"
    raise PictureKindWrong(found=_seems(data, brand))


def _seems(data: bytes, brand: bytes) -> T:
    start = data[:1_024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data:
        return _NOTHING
    if b"<svg" in start:
        return T.verbatim("SVG", "SVG")
    if start.startswith((b"<!doctype html", b"<html")):
        return _WEB
    if brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"):
        return T.verbatim("HEIC", "HEIC")
    return next((name for begins, name in _OTHERS if data.startswith(begins)), _UNKNOWN)


def demand_weight(data: bytes) -> None:
    """Refuses with PictureTooHeavy."""
    if len(data) > MOST_BYTES:
        raise PictureTooHeavy(limit=MOST_BYTES >> 20)


def demand_size(width: int, height: int) -> None:
    """Refuses with PictureTooManyPixels, PictureTooSmall and PictureShapeWrong."""
    if width * height > MOST_PIXELS:
        raise PictureTooManyPixels(limit=MOST_PIXELS // 1_000_000)
    if min(width, height) < LEAST_SIDE:
        raise PictureTooSmall(width=width, height=height, least=LEAST_SIDE)
    if max(width, height) > MOST_SLENDER * min(width, height):
        raise PictureShapeWrong(width=width, height=height)
