"""Drawing a picture anew with Pillow: only pixels come through. Run it in a process of its own: see `apart`."""

import warnings
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from rianru.kernel.formats.pictures.judging import (
    MOST_PIXELS,
    WIDTHS,
    Drawn,
    PictureBroken,
    PictureTooManyPixels,
    Redrawn,
    demand_size,
    demand_weight,
    kind_of,
)

QUALITY = 80  # of WebP, of 100
_ORIENTATION = 0x0112  # the tag of EXIF
_WHITE = (255, 255, 255)


def draw(data: bytes) -> Redrawn:
    """All sizes of a picture, of moving ones the first frame. Refuses as `judging` does, before it is unpacked."""
    demand_weight(data)
    with _opened(data, kind_of(data)) as picture:
        demand_size(*picture.size)
        turned = picture.getexif().get(_ORIENTATION, 1) in (5, 6, 7, 8)
        picture.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))  # JPEG: unpacked no larger than is needed
        picture.load()
        flat = _flat(picture)
        profile = picture.info.get("icc_profile")
        orientation = picture.getexif()
    small = flat.resize(_within(flat.size, turned), Image.Resampling.LANCZOS, reducing_gap=3.0)
    small.getexif()[_ORIENTATION] = orientation.get(_ORIENTATION, 1)
    upright = ImageOps.exif_transpose(_in_srgb(small, profile))
    assert upright is not None
    return _in_sizes(upright)


def _opened(data: bytes, kind: str) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return Image.open(BytesIO(data), formats=[kind])
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise PictureTooManyPixels(limit=MOST_PIXELS // 1_000_000) from error
        except UnidentifiedImageError as error:
            raise PictureBroken() from error


def _flat(picture: Image.Image) -> Image.Image:
    """Without see-through parts (they become white), palettes or sixteen bits: L, RGB or CMYK."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGB", clear.size, _WHITE)
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    return picture if picture.mode in ("RGB", "L", "CMYK") else picture.convert("RGB")


def _within(size: tuple[int, int], turned: bool) -> tuple[int, int]:
    """The same shape, at most WIDTHS[-1] across once it is upright; never larger than it is."""
    width, height = size
    scale = min(1.0, WIDTHS[-1] / (height if turned else width))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as a screen shows them; a profile that cannot be read, or is of other colours, is left out."""
    if profile:
        try:
            there = ImageCms.createProfile("sRGB")
            seen = ImageCms.profileToProfile(picture, BytesIO(profile), there, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            seen = None
        if seen is not None:
            seen.getexif()[_ORIENTATION] = picture.getexif().get(_ORIENTATION, 1)
            return seen
    if picture.mode == "RGB":
        return picture
    plain = picture.convert("RGB")
    plain.getexif()[_ORIENTATION] = picture.getexif().get(_ORIENTATION, 1)
    return plain


def _in_sizes(picture: Image.Image) -> Redrawn:
    width, height = picture.size
    wanted = [size for size in WIDTHS if size < width] + [width]
    sizes = []
    for size in wanted:
        scaled = picture if size == width else picture.resize(
            (size, max(1, round(height * size / width))), Image.Resampling.LANCZOS, reducing_gap=3.0
        )
        stream = BytesIO()
        Image.frombytes("RGB", scaled.size, scaled.tobytes()).save(stream, "WEBP", quality=QUALITY, method=4)
        sizes.append(Drawn(size, stream.getvalue()))
    return Redrawn(width, height, tuple(sizes))
