"""How often Python looks for rubbish that counting references cannot find (gc)."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def looked_for_rarely(young: int = 200_000) -> Iterator[None]:
    """Only when so many more objects were made than thrown away; as usual afterwards.

    For bulk work, whose thousands of objects live until their batch is done: looking through them over and over, as
    Python does for every 700, takes as long as the work itself. What holds itself in circles waits a little longer.
    """
    usual = gc.get_threshold()
    gc.set_threshold(young, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
