"""Authors, subjects and series follow what editions say: a projection that reads the change log, in bounded batches.

Nobody acts here, so nothing is asked and no fact is recorded: the tables can be made anew at any time from editions.
"""

from rianru.catalogue.actions.headings.follow import JOB, advance, catch_up, waiting

__all__ = ["JOB", "advance", "catch_up", "waiting"]
