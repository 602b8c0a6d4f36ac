"""Pictures for the demo, drawn from shapes in the dyes of the house: nobody's photographs, under no licence."""

from collections.abc import Callable, Sequence
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

WIDE, TALL, FINE = 1200, 800, 2  # pixels; drawn so many times as large, for smooth edges
PAPER, SAND, WOOD, BARK = "#fbfbf8", "#efe6d3", "#b98a5a", "#6e4a2c"
INDIGO, HAZE, DEEP, WATER = "#2d498b", "#b9c8ea", "#162a5c", "#8fc3cc"
LEAF, GRASS, TURMERIC, LAC, ANNATTO = "#2f7a48", "#a9cfa0", "#f1b12b", "#9c1730", "#c9622c"
SPINES = (INDIGO, LEAF, TURMERIC, LAC, ANNATTO, WATER, DEEP, SAND)


class Sheet:
    """Something to draw on, in pixels of the picture as it will be."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (WIDE * FINE, TALL * FINE), ground)
        self._draw = ImageDraw.Draw(self.image)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str, *, round_: float = 0) -> None:
        """A rectangle."""
        corners = [one * FINE for one in (left, top, right, bottom)]
        self._draw.rounded_rectangle(corners, round_ * FINE, fill=colour)

    def shape(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """What lies between points."""
        self._draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """A circle."""
        self._draw.ellipse([(one) * FINE for one in (x - radius, y - radius, x + radius, y + radius)], fill=colour)

    def png(self) -> bytes:
        """The picture."""
        out = BytesIO()
        self.image.resize((WIDE, TALL), Image.Resampling.LANCZOS).save(out, "PNG")
        return out.getvalue()


def _hills(sheet: Sheet, chance: Random, foot: float) -> None:
    for colour, height in ((HAZE, 190), ("#8ea6d6", 120)):
        tops = [(x, foot - chance.uniform(0.35, 1) * height) for x in range(-100, WIDE + 200, 150)]
        sheet.shape([(-100, foot), *tops, (WIDE + 100, foot)], colour)


def _tree(sheet: Sheet, x: float, foot: float, size: float) -> None:
    sheet.box(x - size / 12, foot - size, x + size / 12, foot, BARK)
    for across, up in ((-0.3, 1.0), (0.3, 1.05), (0, 1.35)):
        sheet.disc(x + across * size, foot - up * size, size * 0.42, LEAF)


def _books(sheet: Sheet, chance: Random, left: float, right: float, board: float, tallest: float) -> None:
    at = left
    while at < right - 30:
        thick, tall = chance.uniform(11, 26), chance.uniform(0.6, 1) * tallest
        sheet.box(at, board - tall, at + thick, board, chance.choice(SPINES))
        at += thick + (chance.uniform(20, 60) if chance.random() < 0.07 else 2)


def _case(sheet: Sheet, chance: Random, left: float, top: float, right: float, foot: float, boards: int) -> None:
    sheet.box(left, top, right, foot, BARK, round_=6)
    step = (foot - top - 14) / boards
    for number in range(boards):
        board = top + step * (number + 1)
        sheet.box(left + 12, board - step + 14, right - 12, board, SAND)
        _books(sheet, chance, left + 16, right - 12, board, (step - 24))


def _reader(sheet: Sheet, x: float, foot: float, size: float, shirt: str) -> None:
    """Somebody who sits and reads."""
    sheet.box(x - size * 0.5, foot - size * 0.3, x + size * 0.5, foot, DEEP, round_=size * 0.15)
    sheet.box(x - size * 0.34, foot - size, x + size * 0.34, foot - size * 0.2, shirt, round_=size * 0.2)
    sheet.disc(x, foot - size * 1.25, size * 0.3, "#2a1d18")
    sheet.disc(x, foot - size * 1.2, size * 0.25, "#c99873")
    page = ((-0.42, 0.72), (0, 0.6), (0.42, 0.72), (0.42, 0.3), (0, 0.2), (-0.42, 0.3))
    sheet.shape([(x + size * across, foot - size * up) for across, up in page], PAPER)


def front(dye: str, chance: Random) -> Sheet:
    """The house from the road, with steps and a ramp."""
    sheet = Sheet("#e8f0ff")
    sheet.disc(980, 150, 62, TURMERIC)
    _hills(sheet, chance, 560)
    sheet.box(0, 550, WIDE, TALL, GRASS)
    sheet.shape([(480, 640), (700, 640), (900, TALL), (330, TALL)], SAND)
    for x, size in ((110, 150), (1090, 190)):
        _tree(sheet, x, 620, size)
    sheet.box(270, 360, 930, 610, PAPER)
    sheet.shape([(200, 372), (600, 170), (1000, 372), (960, 392), (600, 210), (240, 392)], DEEP)
    sheet.shape([(240, 372), (600, 190), (960, 372)], dye)
    sheet.box(500, 268, 700, 330, PAPER, round_=8)
    for left in (310, 410, 720, 820):
        sheet.box(left, 420, left + 76, 540, HAZE, round_=4)
        _books(sheet, chance, left + 6, left + 92, 540, 60)
    sheet.box(528, 420, 672, 610, BARK, round_=4)
    sheet.box(540, 432, 660, 610, WOOD)
    for number in range(3):
        sheet.box(500 - number * 16, 606 + number * 14, 700 + number * 16, 622 + number * 14, "#d8cdb6")
    sheet.shape([(740, 612), (940, 612), (1010, 652), (740, 652)], "#cfc3aa")
    return sheet


def shelves(dye: str, chance: Random) -> Sheet:
    """Bookcases, a long table and those who read."""
    sheet = Sheet(PAPER)
    sheet.box(0, 600, WIDE, TALL, WOOD)
    for left in (40, 330, 620):
        _case(sheet, chance, left, 110, left + 270, 600, 5)
    sheet.box(930, 120, 1160, 430, DEEP, round_=6)
    sheet.box(942, 132, 1148, 418, "#dcebf5")
    sheet.disc(1100, 190, 30, TURMERIC)
    sheet.shape([(942, 418), (942, 350), (1010, 310), (1080, 355), (1148, 320), (1148, 418)], GRASS)
    for x, shirt in ((330, dye), (560, TURMERIC), (850, LEAF)):
        _reader(sheet, x, 660, 96, shirt)
    sheet.box(170, 640, 1030, 676, BARK, round_=8)
    for x in (210, 970):
        sheet.box(x, 676, x + 24, TALL, BARK)
    return sheet


def children(dye: str, chance: Random) -> Sheet:
    """A corner on the floor, with low shelves, a mat and cushions."""
    sheet = Sheet("#fff6df")
    sheet.box(0, 520, WIDE, TALL, WOOD)
    _case(sheet, chance, 60, 300, 560, 530, 2)
    _case(sheet, chance, 640, 300, 1140, 530, 2)
    for number in range(9):  # flags on a string
        left = 90 + number * 126 - 46
        sheet.shape([(left, 97), (left + 126, 97), (left + 126, 101), (left, 101)], BARK)
        x = 90 + number * 126
        colour = SPINES[number % 7]
        sheet.shape([(x, 99), (x + 80, 99), (x + 40, 172)], colour)
    sheet.shape([(150, 760), (300, 570), (900, 570), (1050, 760)], dye)
    for number in range(11):
        x = 240 + number * 72
        sheet.shape([(x, 664), (x + 30, 636), (x + 60, 664), (x + 30, 692)], TURMERIC)
    for x, foot, shirt in ((360, 690, LAC), (600, 650, LEAF), (850, 700, ANNATTO)):
        _reader(sheet, x, foot, 110, shirt)
    for x, colour in ((170, LEAF), (1040, INDIGO)):
        sheet.box(x - 60, 560, x + 60, 620, colour, round_=28)
    return sheet


def lakeside(dye: str, chance: Random) -> Sheet:
    """A desk before a wide window, with a lake and hills behind it."""
    sheet = Sheet(SAND)
    sheet.box(70, 60, 1130, 520, DEEP, round_=8)
    sheet.box(84, 74, 1116, 506, "#e8f0ff")
    sheet.disc(300, 170, 46, TURMERIC)
    tops = [(x, 330 - chance.uniform(0.3, 1) * 150) for x in range(84, 1117, 129)]
    sheet.shape([(84, 350), *tops, (1116, 350)], HAZE)
    sheet.box(84, 348, 1116, 506, WATER)
    for number in range(14):
        x, y = chance.uniform(100, 1000), 366 + number * 9
        sheet.box(x, y, x + chance.uniform(40, 110), y + 3, "#c9e4e8", round_=2)
    for x in (424, 768):
        sheet.box(x, 74, x + 12, 506, DEEP)
    for x, shirt in ((250, LAC), (600, dye), (930, LEAF)):
        _reader(sheet, x, 640, 112, shirt)
    sheet.box(0, 620, WIDE, 664, BARK)
    sheet.box(0, 664, WIDE, TALL, WOOD)
    for x in (400, 760):  # lamps
        sheet.box(x - 4, 540, x + 4, 620, DEEP)
        sheet.shape([(x - 44, 548), (x - 22, 500), (x + 22, 500), (x + 44, 548)], TURMERIC)
    return sheet


SCENES: dict[str, Callable[[str, Random], Sheet]] = {
    "front": front, "shelves": shelves, "children": children, "lakeside": lakeside,
}
SAYS = {
    "front": ("ภาพวาดตัวอย่าง: ด้านหน้าอาคาร มีบันไดและทางลาด", "Example drawing: the front, with steps and a ramp"),
    "shelves": ("ภาพวาดตัวอย่าง: ชั้นหนังสือและโต๊ะยาว", "Example drawing: bookcases and a long table"),
    "children": ("ภาพวาดตัวอย่าง: มุมเด็ก นั่งอ่านบนเสื่อ", "Example drawing: the children's corner, reading on a mat"),
    "lakeside": ("ภาพวาดตัวอย่าง: โต๊ะอ่านหนังสือริมหน้าต่าง", "Example drawing: desks at the window"),
}
"""What each shows, in Thai and English."""


def drawn(scene: str, dye: str, seed: str) -> bytes:
    """A picture as PNG; the same every time."""
    return SCENES[scene](dye, Random(f"{scene}{seed}")).png()
