"""The note of a restore that has begun and not ended: until it is gone, nothing else may use this var folder."""

from __future__ import annotations

import json
from pathlib import Path

from rianru.config.backup.refusals import RestoreUnfinished


def note_path(var: Path) -> Path:
    return var / "restoring.json"


def demand_finished(var: Path) -> None:
    """Refuses with RestoreUnfinished where a restore was cut off."""
    try:
        noted = json.loads(note_path(var).read_text())
    except FileNotFoundError:
        return
    raise RestoreUnfinished(path=noted["folder"])
