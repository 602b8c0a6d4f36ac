"""Works that lead on, each with the reason in words."""

from collections.abc import Sequence
from typing import Any

from rianru.catalogue.queries import Related
from rianru.web.catalogue import present


def leading_on(found: Sequence[Related]) -> list[dict[str, Any]]:
    """Rows for web/work_related.html: the work, and why it is there."""
    return [{**present.row(one.work), "reasons": one.reasons} for one in found]
