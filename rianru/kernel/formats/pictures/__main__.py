"""The process that draws one picture: bytes in, sizes out. Its own limits come first."""

import resource
import sys

from rianru.kernel.formats.pictures.apart import MEMORY, REFUSED, SECONDS, packed, refusal_line
from rianru.kernel.refusals import Refused


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, int(SECONDS)), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> int:
    """3 and a line where it refuses; anything else but 0 is a picture that broke its decoder."""
    _limit()
    from rianru.kernel.formats.pictures.drawing import draw

    data = sys.stdin.buffer.read()
    try:
        answer, code = packed(draw(data)), 0
    except Refused as refusal:
        answer, code = refusal_line(refusal), REFUSED
    sys.stdout.buffer.write(answer)
    return code


if __name__ == "__main__":
    sys.exit(main())
