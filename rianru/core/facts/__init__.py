"""Facts: the spine. `record` is the door for one fact, `record_many` for many; both inside a transaction."""

from rianru.core.facts.door import NewFact, record, record_many
from rianru.core.facts.people import destroy_one_off, end_one_off, first_in_period, forget_counts, new_one_off, one_off
from rianru.core.facts.verbs import verb, verbs

__all__ = [
    "NewFact", "destroy_one_off", "end_one_off", "first_in_period", "forget_counts", "new_one_off", "one_off",
    "record", "record_many", "verb", "verbs",
]
