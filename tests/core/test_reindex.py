"""`rianru reindex` tells how far it has come, and waits for the follower where it is asked to."""

import io
import threading

import pytest
from django.core.management import call_command
from django.db import connection

from rianru.core.search import follow, store
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
    making.library("branch")
    out = reindex()
    assert "1/1 (100%)" in capsys.readouterr().err
    assert "Indexed 1 documents" in out


def test_readers_keep_the_old_index_until_the_new_one_is_whole(monkeypatch):
    making.library("branch")
    reindex()
    seen, everything = [], follow.everything

    def watched():
        for document in everything():
            seen.append(store.current())
            yield document

    before = store.current()
    monkeypatch.setattr(follow, "everything", watched)
    reindex()
    assert seen == [before]
    assert store.current() not in (None, before)


def test_a_running_follower_is_asked_and_waited_for():
    making.library("branch")
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
