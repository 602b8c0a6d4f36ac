"""The demo's evidence: a standard, book houses that are held against it, trained caretakers, and one phase."""

from datetime import datetime
from uuid import UUID

from rianru.evidence.sample import houses, phases


def build(*, at: datetime, network_id: UUID) -> None:
    """A network of three book houses, two rounds of one of them, and a phase. Running it again changes nothing."""
    houses.build(at=at, home_id=network_id)
    phases.build(at=at, network_id=network_id)
