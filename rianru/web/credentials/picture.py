"""The picture of an achievement: a woven medallion with its name, or around a picture that was sent, as PNG. Drawn once
a version, and kept.
"""

from io import BytesIO

from django.core.cache import caches
from PIL import Image, ImageDraw, ImageOps

from rianru.credentials.queries import DefinitionRow, picture_file
from rianru.web.shares.drawing import band
from rianru.web.shares.letters import TEXT, TITLE, Setting, largest, settable

SIZE, SMALL = 640, 224
RING = 80  # pixels of the woven ring around the middle
VERSION = "1"  # of the drawing: another one draws everything anew
DYES = {  # cloth, ink, thread: the dyes of the style sheet
    "indigo": ("#1c336d", "#f7f5ee", "#8fb4e6"), "leaf": ("#1c4a2f", "#f6f7e7", "#9cc78f"),
    "lac": ("#7f1e30", "#fdf3eb", "#eda091"), "annatto": ("#963a14", "#ffffff", "#f6c27f"),
    "plum": ("#542750", "#f9f3f8", "#d9a5c2"), "water": ("#12505c", "#f0fafa", "#86c5cf"),
}  # fmt: skip


def picture_of(definition: DefinitionRow, *, small: bool = False) -> bytes:
    """The PNG, from the shelf where it was drawn before; `small` for lists."""
    key = f"badge-{VERSION}-{definition.id}-{definition.version}{'-small' * small}"
    found = caches["shares"].get(key)
    if found is None:
        image = _medallion(definition)
        found = _written(image.resize((SMALL, SMALL), Image.Resampling.LANCZOS) if small else image, definition)
        caches["shares"].set(key, found)
    return bytes(found)


def _written(image: Image.Image, definition: DefinitionRow) -> bytes:
    """As PNG: what is drawn in few colours, a picture that was sent in all of them."""
    stream = BytesIO()
    few = image if definition.picture else image.quantize(128, method=Image.Quantize.FASTOCTREE)
    few.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _medallion(definition: DefinitionRow) -> Image.Image:
    """A medallion on nothing: cloth, a woven ring, the name, who gives it."""
    cloth, ink, thread = DYES[definition.dye]
    whole = Image.new("RGB", (SIZE, SIZE), cloth)
    band(whole, (0, 0, SIZE, SIZE), definition.weave, thread, 96)
    canvas = ImageDraw.Draw(whole)
    canvas.ellipse(_ring(72), fill=thread)
    canvas.ellipse(_ring(RING), fill=cloth)
    own = picture_file(definition.picture) if definition.picture else None
    if own is None:
        _words(canvas, definition, ink, thread)
    else:
        _own(whole, own)
    image = Image.new("RGBA", (SIZE, SIZE), (0, 0, 0, 0))
    image.paste(whole, (0, 0), _disc())
    return image


def _own(whole: Image.Image, data: bytes) -> None:
    """A picture that was sent, cut to a square about its middle, in the ring."""
    side = SIZE - 2 * RING
    with Image.open(BytesIO(data), formats=["WEBP"]) as sent:
        fitted = ImageOps.fit(sent.convert("RGB"), (side, side), Image.Resampling.LANCZOS)
    whole.paste(fitted, (RING, RING), _disc().resize((side, side), Image.Resampling.LANCZOS))


def _ring(edge: int) -> tuple[int, int, int, int]:
    return (edge, edge, SIZE - edge, SIZE - edge)


def _disc() -> Image.Image:
    """Its edge in four times as many pixels, so that it is smooth."""
    large = Image.new("L", (SIZE * 4, SIZE * 4), 0)
    ImageDraw.Draw(large).ellipse((8, 8, SIZE * 4 - 8, SIZE * 4 - 8), fill=255)
    return large.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def _words(canvas: ImageDraw.ImageDraw, definition: DefinitionRow, ink: str, thread: str) -> None:
    room, name = SIZE - 250, settable(definition.name_th)
    title, maker = largest(TITLE, (64, 56, 48, 42, 36, 30), name, room=room, most=4), Setting(TEXT, 24, 1.5)
    lines, by = title.lines(name, room, 4), maker.lines(settable(definition.issuer.name.in_("th")), room - 60, 2)
    high = len(lines) * title.size * title.lead + 22 + len(by) * maker.size * maker.lead
    top = (SIZE - high) / 2
    for line in lines:
        title.draw(canvas, (_middle(title.width(line)), top), [line], ink)
        top += title.size * title.lead
    top += 22
    for line in by:
        maker.draw(canvas, (_middle(maker.width(line)), top), [line], thread)
        top += maker.size * maker.lead


def _middle(width: float) -> float:
    return (SIZE - width) / 2
