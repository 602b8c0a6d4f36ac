"""Share images of 1200 × 630: a cover or a woven field, the title, a few words. Drawn by Pillow, in PNG."""

import functools
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw

from rianru.web.covers import Cover
from rianru.web.shares.letters import TEXT, TITLE, Setting, largest, settable

SIZE = (1200, 630)
PAPER, INK, SOFT, ACCENT, EDGE = "#fbfbf8", "#1b212f", "#4f5563", "#2d498b", "#dbd9d2"
DEEP, DEEP_SOFT, DYE = "#162a5c", "#c4d4f7", "#f1b12b"
COVER = (84, 69, 308, 462)  # left, top, width, height
COLUMN = (452, 664)  # left, width
_CQI = {"s": 0.155, "m": 0.11, "l": 0.09, "xl": 0.078}  # of the width, as components.css has it
_DYE = re.compile(r'\.cover\[data-dye="(\w+)"\] \{ --c: (#\w+); --c-ink: (#\w+); --c-thread: (#\w+); \}')
_WEAVE = re.compile(r"--weave-(\w+): url\(\"[^\"]*viewBox='0 0 (\d+) (\d+)'[^\"]* d='([^']+)'")
_RUN = re.compile(r"M(\d+) (\d+)h(\d+)")
# The mark of templates/parts/mark.html: left, top, width and height, in parts of 24.
MARK = ((1.5, 10.5, 2, 3), (20.5, 10.5, 2, 3), (3.5, 8.5, 2, 7), (18.5, 8.5, 2, 7), (5.5, 6.5, 2, 11),
        (16.5, 6.5, 2, 11), (7.5, 4.5, 2, 15), (14.5, 4.5, 2, 15), (9.5, 2.5, 2, 19), (12.5, 2.5, 2, 19))
EYES = ((6.5, 11, 2, 2), (15.5, 11, 2, 2))


@dataclass(frozen=True)
class Card:
    """What a share image says. `photo` is a WebP; else the cover is drawn; without either it is a woven field."""

    title: str
    lines: tuple[str, ...]
    brand: str
    cover: Cover | None = None
    photo: bytes | None = None
    weave: str = "diamond"


@functools.cache
def _sheet(name: str) -> str:
    return (Path(settings.PACKAGE_DIR) / "web" / "static" / "css" / name).read_text()


@functools.cache
def dyes() -> dict[str, tuple[str, str, str]]:
    """Cloth, ink and thread of every dye, from the style sheet."""
    return {name: (cloth, ink, thread) for name, cloth, ink, thread in _DYE.findall(_sheet("components.css"))}


@functools.cache
def weaves() -> dict[str, tuple[int, int, tuple[tuple[int, int, int], ...]]]:
    """Width, height and runs (x, y, length) of every motif, from the style sheet."""
    return {
        name: (int(width), int(height), tuple((int(x), int(y), int(n)) for x, y, n in _RUN.findall(path)))
        for name, width, height, path in _WEAVE.findall(_sheet("tokens.css"))
    }


def draw(card: Card) -> bytes:
    """The image as PNG."""
    image = Image.new("RGB", SIZE, PAPER)
    canvas = ImageDraw.Draw(image)
    box = (COVER[0], COVER[1], COVER[0] + COVER[2], COVER[1] + COVER[3])
    if card.photo is not None:
        _place(image, card.photo)
    elif card.cover is not None:
        image.paste(_cover(card.cover, COVER[2], COVER[3]), box[:2])
    else:
        image.paste(_cloth(COVER[2], COVER[3], card.weave), box[:2])
    _words(canvas, card)
    band(image, (0, SIZE[1] - 30, SIZE[0], 30), card.cover.weave if card.cover else card.weave, DEEP_SOFT, 30)
    stream = BytesIO()
    small = image.quantize(256, method=Image.Quantize.FASTOCTREE) if card.photo is not None else image
    small.save(stream, "PNG", compress_level=6)
    return stream.getvalue()


def _words(canvas: ImageDraw.ImageDraw, card: Card) -> None:
    left, room = COLUMN
    title, lines = settable(card.title) or card.brand, [line for line in map(settable, card.lines) if line]
    setting, text = largest(TITLE, (60, 52, 45, 39, 34), title, room=room, most=4), Setting(TEXT, 30, 1.5)
    own = setting.lines(title, room, 4)
    said = [text.lines(line, room, 2 if place == 0 and len(own) < 4 else 1) for place, line in enumerate(lines[:2])]
    height = len(own) * setting.size * setting.lead + 18 + sum(map(len, said)) * text.size * text.lead
    top = setting.draw(canvas, (left, max(COVER[1] - 8, COVER[1] + (COVER[3] - 84 - height) / 2)), own, INK) + 18
    for place, each in enumerate(said):
        top = text.draw(canvas, (left, top), each, INK if place == 0 else SOFT)
    for shapes, colour in ((MARK, ACCENT), (EYES, DYE)):
        for x, y, width, high in shapes:
            at = (left - 2 + 2 * x, 483 + 2 * y)
            canvas.rectangle((*at, at[0] + 2 * width - 1, at[1] + 2 * high - 1), fill=colour)
    Setting(TITLE, 34).draw(canvas, (left + 58, 482), [card.brand], INK)


def _place(image: Image.Image, photo: bytes) -> None:
    """Whole, in the place of the cover, with an edge."""
    left, top, width, height = COVER
    with Image.open(BytesIO(photo), formats=["WEBP"]) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((width, height), Image.Resampling.LANCZOS)
    at = (left + (width - picture.width) // 2, top + (height - picture.height) // 2)
    ImageDraw.Draw(image).rectangle((at[0] - 1, at[1] - 1, at[0] + picture.width, at[1] + picture.height), outline=EDGE)
    image.paste(picture, at)


def _cloth(width: int, height: int, weave: str) -> Image.Image:
    cloth = Image.new("RGB", (width, height), DEEP)
    band(cloth, (0, 0, width, height), weave, DEEP_SOFT, width // 3)
    return cloth


def band(
    image: Image.Image, box: tuple[int, int, int, int], weave: str, thread: str, tile: int
) -> None:
    """Fills a box with a motif, `tile` pixels across."""
    left, top, width, height = box
    across, down, runs = weaves()[weave]
    mask = Image.new("L", (across, down), 0)
    canvas = ImageDraw.Draw(mask)
    for x, y, length in runs:
        canvas.line((x, y, x + length - 1, y), fill=255)
    drawn = mask.resize((tile, max(1, round(tile * down / across))), Image.Resampling.NEAREST)
    field = Image.new("L", (width, height), 0)
    for y in range(0, height, drawn.height):
        for x in range(0, width, drawn.width):
            field.paste(drawn, (x, y))
    image.paste(thread, (left, top, left + width, top + height), field)


def _cover(cover: Cover, width: int, height: int) -> Image.Image:
    """The typographic cover as components.css draws it."""
    cloth, ink, thread = dyes()[cover.dye]
    image = Image.new("RGB", (width, height), cloth)
    canvas = ImageDraw.Draw(image)
    part, top = {"head": (0.36, 0.0), "foot": (0.30, 0.70), "band": (0.17, 0.56)}[cover.setting]
    deep, at = round(height * part), round(height * top)
    across, down, _ = weaves()[cover.weave]
    tile = round(deep * across / down) if cover.setting == "band" else width // 3
    band(image, (0, at, width, deep), cover.weave, thread, tile)
    left, room = width * 0.11, width * 0.83
    title = settable("".join(cover.words))
    most = {"head": 5, "foot": 6, "band": 4}[cover.setting]
    size = round(width * _CQI[cover.length])
    setting = largest(TITLE, tuple(range(size, 17, -2)), title, room=room, most=most)
    begins = deep + width * 0.07 if cover.setting == "head" else width * 0.10
    setting.draw(canvas, (left, begins), setting.lines(title, room, most), ink)
    maker = Setting(TEXT, round(width * 0.074))
    names = maker.lines(settable(cover.creator), room, 2)
    bottom = at if cover.setting == "foot" else height
    maker.draw(canvas, (left, bottom - width * 0.06 - len(names) * maker.size * maker.lead), names, ink)
    return image
