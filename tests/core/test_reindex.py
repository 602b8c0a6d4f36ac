"""`rianru reindex` tells how far it has come, and waits for the follower where it is asked to."""

import io
import threading

import pytest
from django.core.management import call_command
from django.db import connection

from rianru.core.search import ask, follow, store
from tests.catalogue import making

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"


def reindex(*options):
    out = io.StringIO()
    call_command("reindex", *options, stdout=out)
    return out.getvalue()


def test_it_tells_how_many_of_how_many(capsys):
    making.library("branch")  # with its province and district
    out = reindex()
    assert "3/3 (100%)" in capsys.readouterr().err
    assert "Indexed 3 documents" in out


def test_readers_keep_the_old_index_until_the_new_one_is_whole(monkeypatch):
    making.library("branch")  # with its province and district
    reindex()
    seen, everything = [], follow.everything

    def watched():
        for document in everything():
            seen.append(store.current())
            yield document

    before = store.current()
    monkeypatch.setattr(follow, "everything", watched)
    reindex()
    assert seen == [before] * 3
    assert store.current() not in (None, before)


def totals_during(monkeypatch, *, blind=False):
    """How many a reader finds before, at every step of a rebuild and behind it; `blind`: without the index of before."""
    def total():
        try:
            return ask.search("branch", kind="space").total
        except ask.IndexNotReady:
            return "no index"

    everything, current = follow.everything, store.current
    found = [total()]

    def watched():
        if blind:
            monkeypatch.setattr(store, "current", lambda: None)
        for document in everything():
            found.append(total())
            yield document
        found.append(total())
        monkeypatch.setattr(store, "current", current)

    monkeypatch.setattr(follow, "everything", watched)
    reindex()
    monkeypatch.setattr(follow, "everything", everything)
    return [*found, total()]


def test_searches_answer_at_every_moment_of_a_rebuild(monkeypatch):
    for number in range(3):
        making.library(f"branch-{number}")
    reindex()
    assert totals_during(monkeypatch) == [3] * 8


def test_control_a_rebuild_that_takes_the_old_index_away_is_seen(monkeypatch):
    making.library("branch-0")
    reindex()
    assert totals_during(monkeypatch, blind=True) == [1, *["no index"] * 4, 1]


def test_a_running_follower_is_asked_and_waited_for():
    making.library("branch")  # with its province and district
    reindex()
    before, started, stop = store.current(), threading.Event(), threading.Event()

    def stopped():
        started.set()  # it holds the right to write
        return stop.is_set()

    def running():
        follow.follow(stopped=stopped, pause=0.05)
        connection.close()

    following = threading.Thread(target=running)
    following.start()
    try:
        assert started.wait(20)
        out = reindex("--wait")
    finally:
        stop.set()
        following.join(20)
    assert "asked to rebuild" in out
    assert store.current() != before
