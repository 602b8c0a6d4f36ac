"""`python -m bench.libraries FOLDER [--works N | --records N] [--sources N] [--seed N]`: writes and says how much."""

import argparse
import json
import time
from pathlib import Path

from bench.libraries import SEED, build


def main() -> None:
    """Builds once and prints a JSON line."""
    asked = argparse.ArgumentParser(prog="python -m bench.libraries", description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--works", type=int, default=0)
    asked.add_argument("--records", type=int, default=0)
    asked.add_argument("--sources", type=int, default=6)
    asked.add_argument("--seed", type=int, default=SEED)
    args = asked.parse_args()
    began = time.perf_counter()
    made = build(args.folder, works=args.works or (0 if args.records else 1000), records=args.records,
                 sources=args.sources, seed=args.seed)
    seconds = time.perf_counter() - began
    print(json.dumps({
        "works": made.works, "editions": made.editions, "records": made.records, "seconds": round(seconds, 1),
        "bytes": sum(path.stat().st_size for path in made.files.values()), "cases": made.cases,
    }, ensure_ascii=False))


if __name__ == "__main__":
    main()
