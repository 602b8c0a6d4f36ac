"""Whether two bibliographic records tell of the same edition, or of the same work, and why."""

from rianru.kernel.matching.judge import WITH_SLACK, Verdict, same_edition, same_work, shared_number
from rianru.kernel.matching.keys import keys
from rianru.kernel.matching.reasons import APART, JOINED
from rianru.kernel.matching.traits import Traits, traits

__all__ = [
    "APART", "JOINED", "WITH_SLACK", "Traits", "Verdict", "keys", "same_edition", "same_work",
    "shared_number", "traits",
]
