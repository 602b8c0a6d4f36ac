"""What the doctor says of one record: how its bytes were read, what was mended, what is lost."""

from dataclasses import dataclass

from rianru.kernel.formats.marc.record import Record


@dataclass(slots=True)
class Treatment:
    """One record as read.

    `encoding`: ascii, utf-8, cp874, marc-8, latin-1, cp866, or mixed. `repairs`: codes of what was mended, each once,
    in the order of repairs.REPAIRS. `losses`: codes of what nobody can mend in a record that can still be used.
    `error`: the code of why the record cannot be used at all; then `record` is None.
    """

    record: Record | None
    encoding: str = "utf-8"
    repairs: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    error: str = ""

    @property
    def trouble(self) -> str:
        """The error, else the first loss; empty where everything is right."""
        return self.error or (self.losses[0] if self.losses else "")
