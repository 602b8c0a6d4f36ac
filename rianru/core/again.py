"""A transaction that lost against another one, through no fault of its own, is simply tried again."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError

Answer = TypeVar("Answer")
LOST = ("40001", "40P01")  # serialization_failure, deadlock_detected
TRIES = 4
PAUSE = 0.02  # seconds at most before the second try, then twice as long


def again(do: Callable[[], Answer]) -> Answer:
    """What `do` answers: a whole transaction, run anew where the database ended it for another's sake."""
    for tried in range(1, TRIES + 1):
        try:
            return do()
        except OperationalError as error:
            if tried == TRIES or getattr(error.__cause__, "sqlstate", "") not in LOST:
                raise
            time.sleep(random.uniform(0, PAUSE * 2**tried))  # noqa: S311 - only to part two that met
    raise AssertionError("unreachable")
