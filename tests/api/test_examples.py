"""Every line that the page for developers or docs/api.md shows does what it says; every example of the description fits
its shape, and it is what the API answers."""

import re
import shlex
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import jsonschema_rs
import pytest
from django.test import Client

from rianru.api import openapi
from tests.api.making import fill
from tests.people import making

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


def asked(line):
    """Address and headers of a line with curl, as curl would send them."""
    words, headers, given, address = shlex.split(line)[1:], {}, [], ""
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word in ("-d", "--data-urlencode"):
            given.append(tuple(words.pop(0).split("=", 1)))
        elif word not in ("-G", "-I", "-s"):
            address = word
    parts = urlsplit(address)
    return f"{parts.path}?{'&'.join(filter(None, (parts.query, urlencode(given))))}", headers


def run(lines, key):
    """Runs lines one after the other; NEXT_CURSOR and ETAG are of the answer before, or of the same line without;
    WORK_ID is that of the first work that any answer showed.
    """
    found, before, work = [], None, ""
    for line in lines:
        filled = line.replace("WORK_ID", work)
        if "ETAG" in line:
            address, _ = asked(line.split(" -H ")[0])
            before = Client().get(address)
        if before is not None and before.status_code == 200:
            filled = filled.replace("NEXT_CURSOR", said(before).get("next_cursor") or "")
            filled = filled.replace("ETAG", before.headers.get("ETag", "").replace('"', '\\"'))
        address, headers = asked(filled.replace("KEY", key))
        before = Client().get(address, headers=headers)
        works = [one["id"] for one in said(before).get("results", ()) if one.get("kind") == "work"]
        work = work or next(iter(works), "")
        found.append(before.status_code)
    return found


def said(answer):
    """What an answer says where it is JSON."""
    return answer.json() if answer.get("Content-Type", "").startswith("application/json") else {}


@pytest.fixture
def house(reindex):
    fill(3)
    making.city("phayao", "56")
    reindex()


@pytest.mark.parametrize("page", ["/developers/", "/en/developers/"])
def test_the_lines_on_the_page_for_developers_do_what_they_say(house, partner, page):
    html = Client().get(page).content.decode()
    shown = [(int(status), unescape(line)) for status, line in re.findall(r'<code data-status="(\d+)">(.*?)</code>', html)]
    assert len(shown) >= 14
    assert run([line for _, line in shown], partner().secret) == [status for status, _ in shown]


def test_the_lines_in_the_document_do_what_they_say(house, partner):
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    shown = re.findall(r"^(curl .*?)\s+# (\d+)$", text, re.M)
    assert len(shown) >= 18
    assert run([line for line, _ in shown], partner().secret) == [int(status) for _, status in shown]


def test_control_a_line_that_says_something_else_is_caught(house, partner):
    assert run(['curl "http://localhost/api/v1/works?limit=500"'], partner().secret) == [422]


def _every_example():
    for path in openapi.document()["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                for media in answer.get("content", {}).values():
                    examples = [one["value"] for one in media.get("examples", {}).values()] + [
                        media[name] for name in ("example",) if name in media
                    ]
                    yield f"{operation['operationId']} {status}", media["schema"], examples


def _misfits(examples):
    parts = {"components": openapi.document()["components"]}
    return [
        f"{name}: {error.message}"
        for name, schema, values in examples for value in values
        for error in jsonschema_rs.validator_for(schema | parts).iter_errors(value)
    ]


def test_every_answer_has_examples_and_each_fits_its_shape():
    every = list(_every_example())
    assert [name for name, _, examples in every if not examples] == []
    assert len(every) > 90
    assert _misfits(every) == []


def test_control_an_example_that_lacks_something_is_caught():
    name, schema, (value, *_) = next(one for one in _every_example() if one[0] == "search 200")
    assert _misfits([(name, schema, [{key: one for key, one in value.items() if key != "total"}])]) != []


def test_the_description_names_every_answer_that_each_operation_gives(get):
    said = get("openapi.json").json()
    assert said["openapi"] == "3.1.0"
    everywhere = {"200", "304", "400", "401", "403", "404", "405", "413", "422", "429"}
    paged = {"search", "works", "spaces", "areas", "cities", "authors", "subjects", "series_list", "author_works",
             "subject_works", "series_works", "works_new", "works_loved", "shelves", "public_list",
             "achievements"}
    led_on = {"work", "work_related", "work_holdings", "work_citations", "work_citation", "area"}
    for path in said["paths"].values():
        for operation in path.values():
            name = operation["operationId"]
            more = ({"410"} if name in paged else set()) | ({"503"} if name in ("search", "suggestions") else set())
            more |= {"301"} if name in led_on else set()
            assert set(operation["responses"]) == everywhere | more, name
            assert operation["summary"]
            assert all(one["schema"].get("description") or one.get("description") or one["in"] == "path"
                       for one in operation.get("parameters", [])), name
