"""Records into editions, editions into works: loaded by sets, decided in memory, written by sets.

The same way for an import's batch, a rollback, a librarian's word and `rianru rematch`. Whoever settles holds one lock
until the end of the transaction, so that two imports never make two editions of one book.
"""

from rianru.catalogue.actions.settling.load import Fresh
from rianru.catalogue.actions.settling.scene import id_list
from rianru.catalogue.actions.settling.settle import alone, find, settle, tell
from rianru.catalogue.actions.settling.write import Touched

__all__ = ["Fresh", "Touched", "alone", "find", "id_list", "settle", "tell"]
