import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from rianru.core import idempotency
from rianru.kernel.refusals import NotFound

AT = datetime(2026, 11, 21, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def _once(key, body, done, **more):
    return idempotency.once(owner="test", key=key, body=body, at=AT, do=lambda: done.append(1) or {"n": len(done)}, **more)


def test_the_same_key_twice_gives_the_same_answer_and_acts_once():
    done = []
    assert [_once("k", {"a": 1}, done) for _ in range(3)] == [{"n": 1}] * 3
    assert done == [1]


def test_the_same_key_with_another_body_is_refused():
    done = []
    _once("k", {"a": 1}, done)
    with pytest.raises(idempotency.KeyReused):
        _once("k", {"a": 2}, done)
    assert done == [1]


def test_a_refusal_keeps_nothing_so_that_the_key_may_be_used_again():
    def refuse():
        raise NotFound()

    with pytest.raises(NotFound):
        idempotency.once(owner="test", key="k", body=1, at=AT, do=refuse)
    assert _once("k", 1, []) == {"n": 1}


def test_ten_at_once_act_once():
    done, answers, start = [], [], threading.Barrier(10)

    def ask():
        start.wait()
        try:
            answers.append(_once("k", 1, done))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (done, answers) == ([1], [{"n": 1}] * 10)


def test_control_without_the_key_all_ten_act():
    done = []
    for n in range(10):
        _once(f"k{n}", 1, done)
    assert len(done) == 10
