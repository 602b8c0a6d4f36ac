"""Records into editions, editions into works: loaded by sets, decided in memory, written by sets.

The same way for an import's batch, a rollback, a librarian's word and `rianru rematch`. Whoever settles holds one lock
until the end of the transaction, so that two imports never make two editions of one book.
"""

from rianru.catalogue.actions.settling.load import Fresh
from rianru.catalogue.actions.settling.scene import id_list
from rianru.catalogue.actions.settling.settle import (
    Decided,
    Turn,
    alone,
    decide,
    find,
    keep,
    settle,
    tell,
    writing_alone,
)
from rianru.catalogue.actions.settling.unwritten import Unwritten
from rianru.catalogue.actions.settling.write import Touched

__all__ = [
    "Decided", "Fresh", "Touched", "Turn", "Unwritten", "alone", "decide", "find", "id_list", "keep", "settle", "tell",
    "writing_alone",
]
