"""Nothing of what people type or hold reaches the log: asked of the whole house, through its own handler."""

import io
import json
import logging

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client

from rianru.config import logs

SECRETS = {
    "query": "พระอภัยมณี", "e-mail": "somying.k@example.org", "token": "Zk3n8xQpL0aVb7tRm2yWc4dE",
    "barcode": "31234000456789", "citizen": "1-1037-02071-81-1", "password": "correct-horse-battery",
}


@pytest.fixture
def written():
    """What the handler that settings.LOGGING makes has written, line by line."""
    [handler] = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    before, stream = handler.stream, io.StringIO()
    handler.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    handler.setStream(before)


@pytest.fixture(autouse=True)
def _configured():
    logs.configure(settings.LOGGING)


def told(lines):
    """Which of the secrets stand in the lines."""
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return [name for name, value in SECRETS.items() if value in text]


@pytest.mark.django_db
def test_requests_with_what_people_type_leave_none_of_it_in_the_log(written):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.get("/search/", {"q": SECRETS["query"]})
    client.get("/search/", {"q": SECRETS["barcode"], "email": SECRETS["e-mail"]})
    client.get(f"/nowhere/{SECRETS['token']}/", {"token": SECRETS["token"]})
    client.get(f"/sign-in-link/{SECRETS['token']}/")
    client.post(f"/accounts/login/?next=/search/?q={SECRETS['barcode']}",
                {"login": SECRETS["e-mail"], "password": SECRETS["password"]})
    client.get("/about/", headers={"authorization": f"Bearer {SECRETS['token']}", "cookie": f"sessionid={SECRETS['token']}"})
    lines = written()
    assert sum(line["event"] == "request" for line in lines) == 6
    assert told(lines) == []


@pytest.mark.parametrize("said", [
    "no account of {e-mail}", "asked for /search/?q={barcode}&x=1", "copy {barcode} is out", "Authorization: Bearer {token}",
    "password={password}", "'password': '{password}'", "{citizen}", "GET /sign-in-link/{token}/",
    "Key (email)=({e-mail}) already exists.", "Failing row contains (1, {query}, {barcode}).",
])
def test_what_a_message_quotes_is_cut_out_and_the_message_stays(written, said):
    logging.getLogger("rianru.tests").warning(said.format(**SECRETS))
    [line] = written()
    assert told([line]) == []
    assert "…" in line["event"]


@pytest.mark.django_db
def test_a_traceback_names_nobody(written):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE people_of_tests (email text PRIMARY KEY)")
        cursor.execute("INSERT INTO people_of_tests VALUES (%s)", [SECRETS["e-mail"]])
        try:
            with transaction.atomic():
                cursor.execute("INSERT INTO people_of_tests VALUES (%s)", [SECRETS["e-mail"]])
        except IntegrityError:
            logging.getLogger("rianru.tests").exception("not stored")
    [line] = written()
    assert told([line]) == []
    assert "UniqueViolation" in line["exception"]
    assert "Key (email)=(…)" in line["exception"]


def test_what_is_harmless_stays_as_it_is(written):
    said = "3 of 1,200 records in 45.25 s at 2026-11-21 02:00, port 8000, xid 1234567"
    logging.getLogger("rianru.tests").warning(said)
    [line] = written()
    assert line["event"] == said


def test_control_without_the_cutting_every_one_of_them_is_found(written, monkeypatch):
    monkeypatch.setattr(logs, "without_quotations", lambda logger, method, event: event)
    monkeypatch.setattr(logs, "without_secrets", lambda logger, method, event: event)
    logs.configure(settings.LOGGING)
    [handler] = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    stream = io.StringIO()
    before = handler.setStream(stream)
    logging.getLogger("rianru.tests").warning(" ".join(SECRETS.values()))
    handler.setStream(before)
    assert told([json.loads(stream.getvalue())]) == list(SECRETS)
