"""A transaction that the database ended for another's sake is run again; nothing else is."""

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected, DiskFull

from rianru.core.again import TRIES, again


def losing(times, cause):
    tried = []

    def do():
        tried.append(1)
        if len(tried) <= times:
            raise OperationalError("lost") from cause
        return len(tried)

    return do, tried


def test_it_is_run_again_until_it_goes_through():
    do, _ = losing(TRIES - 1, DeadlockDetected())
    assert again(do) == TRIES


def test_there_is_an_end_to_it():
    do, tried = losing(99, DeadlockDetected())
    with pytest.raises(OperationalError):
        again(do)
    assert len(tried) == TRIES


def test_what_went_wrong_otherwise_is_not_tried_again():
    do, tried = losing(1, DiskFull())
    with pytest.raises(OperationalError):
        again(do)
    assert len(tried) == 1
