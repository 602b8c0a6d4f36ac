"""A small web application that stands in for ours: /readyz as promised, /slow for a request in flight."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """200 everywhere, except /readyz while `<RIANRU_VAR>/run/draining` exists."""
    path = environ["PATH_INFO"]
    draining = path == "/readyz" and (Path(os.environ["RIANRU_VAR"]) / "run" / "draining").exists()
    if path == "/slow":
        time.sleep(2)
    start("503 Service Unavailable" if draining else "200 OK", [("Content-Type", "text/plain")])
    return [b"draining" if draining else b"ok"]
