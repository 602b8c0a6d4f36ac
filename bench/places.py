"""Learning near home: each part of it measured by a module of its own.

`.venv/bin/python -m bench.places PART [--…]`: `near` (bench/places_near.py) and what else stands beside it as
`bench/places_PART.py` with a `main`.
"""

import importlib
import sys
from pathlib import Path


def main() -> int:
    """Runs the part that is named first; says which there are where it is none."""
    parts = sorted(path.stem.removeprefix("places_") for path in Path(__file__).parent.glob("places_*.py"))
    if len(sys.argv) < 2 or sys.argv[1] not in parts:
        print(f"usage: python -m bench.places {{{'|'.join(parts)}}}", file=sys.stderr)
        return 2
    part = importlib.import_module(f"bench.places_{sys.argv.pop(1)}")
    return int(part.main() or 0)


if __name__ == "__main__":
    sys.exit(main())
