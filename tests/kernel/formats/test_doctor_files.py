"""Whole files through the doctor: a verdict a record in the file's order, a clean file, and the way back."""

import gzip
import json
import os
from io import StringIO

import pymarc
import pytest
from django.core.management import CommandError, call_command

from rianru.catalogue.management.commands import marc_doctor
from rianru.catalogue.management.commands.marc_doctor import OutThere, PathUnreadable
from rianru.kernel.formats.marc import NotMarc, clinic
from rianru.kernel.formats.marc.forms import open_form
from rianru.kernel.formats.marc.iso2709 import split
from rianru.kernel.refusals import Refused
from tests.factories import broken
from tests.factories.marc import NO_MARC, field, marc

KEYS = ["n", "offset", "encoding", "repairs", "title", "year", "language", "error"]


@pytest.fixture
def spoilt(tmp_path):
    """A file of every defect that leaves records apart, with blanks, junk and a record too long between them."""
    names = [name for name in broken.defects() if name not in (
        "a file that ends in a record", "no record end at the end of the file", "a byte order mark before the record",
        "two records with no end between them", "leader of nonsense", "a hole in the middle of the file",
    )]  # fmt: skip
    long = marc("long", "ยาว", *[field("500", "a", "ก" * 3000)] * 4)
    cases = list(broken.cases(2 * len(names), seed=21, only=tuple(names)))
    path = tmp_path / "spoilt.mrc"
    path.write_bytes(b"\r\n".join([long.replace(b"  \x1fa", b"  \x1fa" + b"x" * 90_000, 1), *(c.raw for c in cases)]))
    return path


def run(*args):
    out, errors = StringIO(), StringIO()
    call_command("marc_doctor", *map(str, args), stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def verdicts(path):
    return [json.loads(line) for line in run(path, "--json")[0].splitlines()]


def test_each_record_is_one_line_with_exactly_the_keys_that_are_promised(spoilt):
    lines = verdicts(spoilt)
    with spoilt.open("rb") as stream:
        chunks = list(split(stream))
    assert [(line["n"], line["offset"]) for line in lines] == [(chunk.number, chunk.offset) for chunk in chunks]
    assert all(list(line) == KEYS for line in lines)
    assert {type(line["year"]) for line in lines} <= {int, type(None)}
    assert any(line["error"] for line in lines)
    assert any(line["repairs"] for line in lines)


def test_two_processes_say_what_one_says_in_the_same_order(tmp_path):
    path = tmp_path / "many.mrc"
    path.write_bytes(b"".join(case.raw for case in broken.cases(2500, seed=22, only=("clean", "UTF-8, flag blank"))))

    def told(processes):
        with path.open("rb") as stream:
            form = open_form(stream, name=path.name)
            return list(clinic.verdicts(stream, form, clean=True, processes=processes))

    assert told(2) == told(1)


def test_the_clean_file_is_read_by_others_and_needs_no_repair(spoilt, tmp_path):
    clean = tmp_path / "clean.mrc"
    _, errors = run(spoilt, "--out", clean)
    usable = [line for line in verdicts(spoilt) if line["title"] or line["year"] or line["error"] is None]
    lines = verdicts(clean)
    assert [line["repairs"] for line in lines if line["repairs"]] == []
    left_out = errors.count("left out")
    assert left_out >= 1
    assert len(lines) == len(usable) - left_out
    with clean.open("rb") as stream:
        read = list(pymarc.MARCReader(stream))
    assert None not in read
    assert len(read) == len(lines)


def test_the_original_comes_back_byte_for_byte(spoilt, tmp_path):
    clean, back = tmp_path / "clean.mrc", tmp_path / "back.mrc"
    run(spoilt, "--out", clean)
    run(clean, "--undo", back)
    assert back.read_bytes() == spoilt.read_bytes()
    assert clinic.note_of(clean).stat().st_size < spoilt.stat().st_size


def test_control_a_clean_file_that_was_changed_gives_nothing_back(spoilt, tmp_path):
    clean, back = tmp_path / "clean.mrc", tmp_path / "back.mrc"
    run(spoilt, "--out", clean)
    clean.write_bytes(clean.read_bytes()[:-1] + b"\x1e")
    with pytest.raises(clinic.UndoMissing):
        run(clean, "--undo", back)
    assert not back.exists()


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_the_file_that_is_read_is_never_written_over(spoilt, tmp_path, force):
    before = spoilt.read_bytes()
    with pytest.raises(OutThere):
        run(spoilt, "--out", spoilt, *force)
    assert spoilt.read_bytes() == before
    assert not clinic.note_of(spoilt).exists()


def test_a_file_that_is_there_is_written_over_only_when_told_so(spoilt, tmp_path):
    clean = tmp_path / "clean.mrc"
    clean.write_bytes(b"mine")
    with pytest.raises(OutThere):
        run(spoilt, "--out", clean)
    assert clean.read_bytes() == b"mine"
    run(spoilt, "--out", clean, "--force")
    assert clean.read_bytes() != b"mine"


def test_the_note_of_an_earlier_clean_file_is_not_written_over_either(spoilt, tmp_path):
    clean = tmp_path / "clean.mrc"
    clinic.note_of(clean).write_bytes(b"the only way back to something")
    with pytest.raises(OutThere):
        run(spoilt, "--out", clean)
    assert clinic.note_of(clean).read_bytes() == b"the only way back to something"
    assert not clean.exists()


def test_a_packed_file_is_read_as_it_is(spoilt, tmp_path):
    packed = tmp_path / "spoilt.mrc.gz"
    packed.write_bytes(gzip.compress(spoilt.read_bytes()))
    assert run(packed, "--json")[0] == run(spoilt, "--json")[0]


@pytest.mark.parametrize("name", sorted(set(NO_MARC) - {"a table of numbers", "json", "json list"}))
def test_what_is_no_file_of_records_is_refused_and_leaves_nothing_behind(name, tmp_path):
    path, clean = tmp_path / "junk", tmp_path / "clean.mrc"
    path.write_bytes(NO_MARC[name])
    with pytest.raises(Refused) as refused:
        run(path, "--out", clean)
    assert isinstance(refused.value, NotMarc | PathUnreadable)
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_packed_file_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(marc_doctor, "UNPACKED_AT_LEAST", 1 << 20)
    bomb = tmp_path / "bomb.mrc.gz"
    bomb.write_bytes(gzip.compress(marc("a1", "ผ้าทอ") + b" " * (20 << 20)))
    with pytest.raises(marc_doctor.PackedTooTight):
        run(bomb)


@pytest.mark.parametrize("cut", [40, -1])
def test_a_packed_file_that_is_broken_is_named(cut, tmp_path):
    torn = tmp_path / "torn.mrc.gz"
    torn.write_bytes(gzip.compress(marc("a1", "ผ้าทอ") * 50)[:cut])
    with pytest.raises(PathUnreadable):
        run(torn)


def test_a_pipe_is_refused_by_what_it_is(spoilt):
    reading, writing = os.pipe()
    os.write(writing, spoilt.read_bytes()[:1000])
    os.close(writing)
    with pytest.raises(NotMarc, match="pipe"):
        run(f"/dev/fd/{reading}", "--json")
    os.close(reading)


def test_an_encoding_that_nobody_knows_is_not_passed_over_in_silence(spoilt):
    with pytest.raises(CommandError, match="latin-1"):
        run(spoilt, "--encoding", "cp875")
    assert run(spoilt, "--encoding", "TIS-620", "--json")[0]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(PathUnreadable) as refused:
        run(tmp_path / "nowhere.mrc")
    assert "nowhere.mrc" in refused.value.text("en")


def test_the_summary_speaks_both_languages_and_names_one_record_for_each_repair(spoilt):
    said, _ = run(spoilt)
    assert "ระเบียน" in said
    assert "records" in said
    assert "thai_bytes (#" in said
