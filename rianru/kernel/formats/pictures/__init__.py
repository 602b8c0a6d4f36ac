"""Pictures that strangers send: judged by their first bytes, drawn anew in a process of its own, refused by name."""

from rianru.kernel.formats.pictures.apart import redraw
from rianru.kernel.formats.pictures.judging import (
    MOST_BYTES,
    MOST_PIXELS,
    WIDTHS,
    Drawn,
    PictureBroken,
    PictureBusy,
    PictureKindWrong,
    PictureShapeWrong,
    PictureTooHeavy,
    PictureTooManyPixels,
    PictureTooSmall,
    Redrawn,
    kind_of,
)

__all__ = [
    "MOST_BYTES", "MOST_PIXELS", "WIDTHS", "Drawn", "PictureBroken", "PictureBusy", "PictureKindWrong",
    "PictureShapeWrong", "PictureTooHeavy", "PictureTooManyPixels", "PictureTooSmall", "Redrawn", "kind_of", "redraw",
]
