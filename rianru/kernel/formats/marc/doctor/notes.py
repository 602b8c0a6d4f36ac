"""What is noted while a record is treated."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Notes:
    """Codes of repairs and losses, and the encodings met."""

    repairs: set[str] = field(default_factory=set)
    losses: set[str] = field(default_factory=set)

    def mended(self, code: str) -> None:
        """Notes a repair."""
        self.repairs.add(code)

    def lost(self, code: str) -> None:
        """Notes what cannot be mended."""
        self.losses.add(code)


class Hopeless(Exception):
    """The record cannot be used. `reason` is a key of `repairs.ERRORS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
