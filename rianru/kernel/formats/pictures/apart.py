"""Drawing in a process of its own, with little memory and time: what a picture does to its decoder ends there."""

import subprocess
import sys
import threading

from rianru.kernel.formats.pictures.judging import (
    Drawn,
    PictureBroken,
    PictureBusy,
    Redrawn,
    demand_weight,
    kind_of,
)
from rianru.kernel.refusals import Refused

SECONDS = 20.0  # from beginning to end
MEMORY = 1 << 30  # bytes of addresses that the process may have
AT_ONCE = 2  # pictures that one process of the web, or one worker, draws at a time
REFUSED = 3  # how the process ends where it refuses
_turns = threading.BoundedSemaphore(AT_ONCE)


def redraw(data: bytes) -> Redrawn:
    """A picture drawn anew in all its sizes.

    Refuses with PictureTooHeavy, PictureKindWrong, PictureTooManyPixels, PictureTooSmall, PictureShapeWrong,
    PictureBroken (also where the decoder dies, or takes too much memory or time) and PictureBusy.
    """
    demand_weight(data)
    kind_of(data)
    if not _turns.acquire(timeout=SECONDS):
        raise PictureBusy()
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "rianru.kernel.formats.pictures"], input=data, capture_output=True, timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PictureBroken() from error
    finally:
        _turns.release()
    if ended.returncode == REFUSED:
        raise _refusal(ended.stdout)
    if ended.returncode:
        raise PictureBroken()
    return unpacked(ended.stdout)


def packed(redrawn: Redrawn) -> bytes:
    """A line of numbers (width, height, then width and bytes of each size), and the sizes behind it."""
    numbers = [redrawn.width, redrawn.height]
    for one in redrawn.sizes:
        numbers += [one.width, len(one.data)]
    return b" ".join(str(number).encode() for number in numbers) + b"\n" + b"".join(one.data for one in redrawn.sizes)


def unpacked(answer: bytes) -> Redrawn:
    """What `packed` wrote."""
    line, _, rest = answer.partition(b"\n")
    width, height, *numbers = map(int, line.split())
    sizes, at = [], 0
    for size, length in zip(numbers[::2], numbers[1::2], strict=True):
        sizes.append(Drawn(size, rest[at : at + length]))
        at += length
    return Redrawn(width, height, tuple(sizes))


def refusal_line(refusal: Refused) -> bytes:
    """A refusal of numbers, as a line: its code, then name and value of each."""
    return " ".join([refusal.code, *(f"{name}={value}" for name, value in refusal.values.items())]).encode()


def _refusal(line: bytes) -> Refused:
    code, *pairs = line.decode().split()
    values = {name: int(value) for name, _, value in (pair.partition("=") for pair in pairs)}
    return Refused.registry()[code](**values)
