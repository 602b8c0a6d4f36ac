"""Letters leave with the action that wrote them: not before it commits, not twice, never lost, never in a log."""

import logging
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from rianru.core import notices
from rianru.core.models import Notice
from rianru.kernel.ids import new_id
from rianru.kernel.words import T
from tests.core.working import make_due, rows, work
from tests.factories import AT

own_database = pytest.mark.django_db(transaction=True)
ADDRESS = "mani.jaidee@example.org"


class Refusing(BaseEmailBackend):
    """A mail server that refuses the recipient, and names it in its answer, as real ones do."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})


class Away(BaseEmailBackend):
    """A mail server that nobody reaches."""

    def send_messages(self, messages):
        raise ConnectionRefusedError(111, "Connection refused")


def _send(subject="สวัสดี", lang="th"):
    return notices.send(
        "tests.hello", to_email=ADDRESS, subject=T(subject, "Hello"), body=T("ข่าวดี", "Good news"), lang=lang, at=AT
    )


def _away(settings, backend=Away):
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"


def _state():
    return list(Notice.objects.values_list("state", "attempts"))


@pytest.mark.django_db
def test_nothing_is_left_of_a_letter_whose_action_rolls_back(mailoutbox):
    with transaction.atomic():
        _send()
        assert _state() == [("queued", 0)]
        transaction.set_rollback(True)
    assert (_state(), rows(), mailoutbox) == ([], [], [])


@own_database
def test_control_a_letter_whose_action_commits_is_sent_once_in_the_language_asked_for(mailoutbox):
    with transaction.atomic():
        id = _send(lang="en")
        assert mailoutbox == []
    work()
    work()
    assert [(letter.subject, letter.body, letter.to) for letter in mailoutbox] == [("Hello", "Good news", [ADDRESS])]
    assert (_state(), rows("status::text")) == ([("sent", 1)], [("succeeded",)])
    assert notices.deliver(id, at=AT) is False
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_the_two_languages_are_spoken():
    for lang in ("th", "en"):
        notices.deliver(_send(lang=lang), at=AT)
    assert [(letter.subject, letter.body) for letter in mail.outbox] == [("สวัสดี", "ข่าวดี"), ("Hello", "Good news")]


@own_database
def test_ten_workers_with_the_same_letter_send_it_once(mailoutbox):
    import threading

    id, sent, start = _send(), [], threading.Barrier(10)

    def go():
        start.wait()
        try:
            sent.append(notices.deliver(id, at=AT))
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(sent), len(mailoutbox), _state()) == ([False] * 9 + [True], 1, [("sent", 1)])


@own_database
@pytest.mark.parametrize("backend", [Away, Refusing])
def test_a_letter_that_cannot_be_sent_is_tried_again_and_at_last_marked_failed(settings, backend):
    _away(settings, backend)
    _send()
    for tried in range(1, notices.TRIES):
        work()
        assert _state() == [("queued", tried)]
        assert rows("status::text") == [("todo",)]
        make_due()
    work()
    assert _state() == [("failed", notices.TRIES)]
    make_due()
    work()
    assert _state() == [("failed", notices.TRIES)]


@own_database
def test_pauses_between_tries_grow(settings):
    _away(settings)
    _send()
    pauses = []
    for _ in range(3):
        work()
        pauses.append(rows("extract(epoch FROM scheduled_at - now())")[0][0])
        make_due()
    assert pauses == sorted(pauses)
    assert pauses[0] * 3 < pauses[1]


@own_database
def test_a_server_that_comes_back_gets_the_letter(settings, mailoutbox):
    _away(settings)
    _send()
    work()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_due()
    work()
    assert (_state(), len(mail.outbox)) == ([("sent", 2)], 1)


@own_database
def test_a_letter_that_no_server_could_take_is_marked_failed_too():
    _send(subject="บรรทัด\nสอง")  # headers hold one line
    for _ in range(notices.TRIES + 1):
        work()
        make_due()
    assert _state()[0][0] in ("sent", "failed")


@own_database
@pytest.mark.parametrize("backend", [Refusing, Away, None])
def test_the_address_is_in_no_log_and_in_no_job(settings, caplog, backend):
    if backend:
        _away(settings, backend)
    _send()
    for _ in range(notices.TRIES):
        work()
        make_due()
    said = [caplog.text, *map(str, rows("args"))]
    assert ADDRESS not in "\n".join(said)


def test_control_a_line_with_the_address_is_seen(caplog):
    logging.getLogger("rianru.notices").warning("sent to %s", ADDRESS)
    assert ADDRESS in caplog.text


@pytest.mark.django_db
def test_an_unknown_letter_is_not_sent():
    assert notices.deliver(new_id(), at=AT) is False
