"""Pictures drawn for tests by Pillow: sound ones, and the ways in which strangers send them."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(width: int = 300, height: int = 450, kind: str = "PNG", mode: str = "RGB", **more: Any) -> bytes:
    """A gradient, darker at the top."""
    return written(Image.linear_gradient("L").resize((width, height)).convert(mode), kind, **more)


def written(image: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **more)
    return stream.getvalue()


def plain(width: int, height: int, colour: tuple[int, ...] | str, kind: str = "PNG", **more: Any) -> bytes:
    """All of one colour."""
    mode = "RGBA" if isinstance(colour, tuple) and len(colour) == 4 else "RGB"
    return written(Image.new(mode, (width, height), colour), kind, **more)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it is as large as this, and holds next to nothing."""
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    rows = zlib.compress(bytes(4 * 1024 * 1024), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))
