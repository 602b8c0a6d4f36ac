"""What outsiders rely on: import-marc with its last line, export-matches, rematch; exit codes and both languages."""

import json
import os

import pytest
from django.core.management import call_command

from rianru.catalogue import actions
from rianru.catalogue.management.commands.export_matches import FileNotWritable
from rianru.catalogue.management.commands.import_marc import CompleteInParts, FileMissing, FilesRefused
from rianru.catalogue.models import Import, Item, Record, Source
from rianru.kernel.formats.marc import NotMarc
from tests.catalogue.making import editions, groups, library, source, standing, take, titles
from tests.catalogue.test_forms import COLUMNS, TABLE
from tests.factories.marc import book, gone, marc

pytestmark = pytest.mark.django_db
THREE = [marc("a1", "พระอภัยมณี"), marc("a2", "สี่แผ่นดิน"), marc("a3", "ลิลิตพระลอ")]


def told(capsys):
    """The last line, and what was said beside it."""
    out, err = capsys.readouterr()
    line = json.loads(out.splitlines()[-1])
    assert list(line) == ["accepted", "repaired", "unchanged", "rejected", "seconds"]
    assert isinstance(line.pop("seconds"), float)
    return line, err


def counted(accepted=0, repaired=0, unchanged=0, rejected=0):
    return {"accepted": accepted, "repaired": repaired, "unchanged": unchanged, "rejected": rejected}


def test_the_command_takes_files_and_tells_what_became_of_them(tmp_path, capsys):
    library("phayao")
    path, damaged = tmp_path / "books.mrc", tmp_path / "damaged.mrc"
    path.write_bytes(b"".join(THREE))
    damaged.write_bytes(THREE[0] + marc("b1", None) + THREE[1])
    call_command("import_marc", path, damaged, source="cli", new="ห้องสมุดพะเยา", space="phayao", json=True)
    line, err = told(capsys)
    assert line == counted(accepted=3, unchanged=2, rejected=1)
    assert f"#2 @{len(THREE[0])}: " in err
    assert " · " in next(row for row in err.splitlines() if "#2 @" in row)
    assert Item.objects.count() == 3


def test_the_same_file_again_is_unchanged_and_a_source_that_is_there_is_used(tmp_path, capsys):
    path = tmp_path / "books.mrc"
    path.write_bytes(b"".join(THREE))
    for expected in (counted(accepted=3), counted(unchanged=3)):
        call_command("import_marc", path, source="cli", new="ห้องสมุดพะเยา", json=True)
        assert told(capsys)[0] == expected
    assert Source.objects.count() == 1


def test_without_json_the_last_line_says_it_in_both_languages(tmp_path, capsys):
    path = tmp_path / "books.mrc"
    path.write_bytes(b"".join(THREE))
    call_command("import_marc", path, source="cli", new="ห้องสมุด")
    last = capsys.readouterr().out.strip()
    assert "รับ 3" in last
    assert "accepted 3" in last


def test_the_command_refuses_a_missing_file_by_name(tmp_path):
    source("cli")
    with pytest.raises(FileMissing) as refused:
        call_command("import_marc", tmp_path / "none.mrc", source="cli")
    assert str(tmp_path / "none.mrc") in refused.value.text("en")


@pytest.mark.parametrize(("content", "code", "refusal"), [
    (b"", "cli", NotMarc), (b"PK\x03\x04" + bytes(60), "cli", NotMarc), (THREE[0], "nobody", actions.SourceNotFound),
])
def test_what_cannot_be_taken_is_a_refusal_with_a_sentence_in_both_languages(tmp_path, content, code, refusal):
    source("cli")
    path = tmp_path / "x.mrc"
    path.write_bytes(content)
    with pytest.raises(refusal) as refused:
        call_command("import_marc", path, source=code, json=True)
    assert refused.value.text("th") != refused.value.text("en")
    assert Import.objects.count() == 0


def test_of_several_files_one_that_is_refused_is_named_and_the_others_are_taken_and_counted(tmp_path, capsys):
    source("cli")
    for name, content in (("a.mrc", THREE[0]), ("photo.mrc", b"\xff\xd8\xff" + bytes(60)), ("b.mrc", THREE[1])):
        (tmp_path / name).write_bytes(content)
    paths = [tmp_path / name for name in ("a.mrc", "photo.mrc", "none.mrc", "b.mrc")]
    with pytest.raises(FilesRefused) as refused:
        call_command("import_marc", *paths, source="cli", json=True)
    line, err = told(capsys)
    assert line == counted(accepted=2)
    assert "photo.mrc: ไฟล์นี้ไม่ใช่รายการหนังสือแบบที่รับได้" in err
    assert "photo.mrc, none.mrc" in refused.value.text("th")


def test_the_last_line_is_json_also_where_the_only_file_is_refused(tmp_path, capsys):
    source("cli")
    with pytest.raises(FileMissing):
        call_command("import_marc", tmp_path / "none.mrc", source="cli", json=True)
    assert told(capsys)[0] == counted()


@pytest.mark.parametrize(("name", "content", "refusal"), [
    ("none.xml", b"<collection>" + b"<!-- -->" * 20_000 + b"</collection>", NotMarc),
    ("none.csv", "ผู้แต่ง,ISBN\nมานี,9789749906477\n".encode(), NotMarc),
])
def test_an_import_that_the_command_refuses_is_over_and_waits_for_nobody(tmp_path, name, content, refusal):
    source("cli")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(refusal) as refused:
        call_command("import_marc", tmp_path / name, source="cli")
    [run] = Import.objects.all()
    assert (run.state, run.refusal_th) == (Import.State.REFUSED, refused.value.text("th"))


def test_parts_of_a_catalogue_are_never_taken_each_for_the_whole_of_it(tmp_path):
    source("cli")
    for name, content in zip("ab", THREE, strict=False):
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CompleteInParts):
        call_command("import_marc", tmp_path / "a", tmp_path / "b", source="cli", complete=True)
    assert Import.objects.count() == 0


def test_a_pipe_is_refused_by_name_because_it_cannot_be_read_twice(tmp_path):
    source("cli")
    reading, writing = os.pipe()
    os.write(writing, THREE[0])
    os.close(writing)
    with pytest.raises(NotMarc) as refused:
        call_command("import_marc", f"/dev/fd/{reading}", source="cli")
    os.close(reading)
    assert "pipe" in refused.value.text("en")


def test_columns_told_for_what_is_no_spreadsheet_change_nothing(tmp_path, capsys):
    path = tmp_path / "books.mrc"
    path.write_bytes(b"".join(THREE))
    call_command("import_marc", path, source="cli", new="ห้องสมุด")
    capsys.readouterr()
    call_command("import_marc", path, source="cli", columns="title,author", json=True)
    assert told(capsys)[0] == counted(unchanged=3)


@pytest.mark.parametrize("columns", ["", ",".join(COLUMNS)])
def test_a_spreadsheet_is_taken_with_its_columns_told_or_guessed_aloud(tmp_path, capsys, columns):
    path = tmp_path / "books.csv"
    path.write_bytes(TABLE)
    call_command("import_marc", path, source="cli", new="โรงเรียน", columns=columns, json=True)
    line, err = told(capsys)
    assert (line["accepted"], line["rejected"]) == (3, 0)
    assert ("ชื่อเรื่อง → title" in err) == (columns == "")
    call_command("import_marc", path, source="cli", columns=columns, json=True)
    assert told(capsys)[0]["unchanged"] == 3


def test_columns_are_taken_as_last_time_only_under_the_same_headings(tmp_path, capsys):
    for name, content in (("a.csv", "ชื่อเรื่อง,ผู้แต่ง\nกามนิต,มานี ใจดี\n"), ("b.csv", "ผู้แต่ง,ชื่อเรื่อง\nมานี ใจดี,ปีศาจ\n")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        call_command("import_marc", tmp_path / name, source="cli", new="โรงเรียน")
    assert "ผู้แต่ง → author" in capsys.readouterr().err
    assert set(titles(Source.objects.get()).values()) == {"กามนิต", "ปีศาจ"}


def test_a_complete_file_by_command_withdraws_and_says_what_waits_for_a_person(tmp_path, capsys):
    whole, part = tmp_path / "whole.mrc", tmp_path / "part.mrc"
    records = [marc(f"m{n}", f"หนังสือ {n}") for n in range(60)]
    whole.write_bytes(b"".join(records))
    part.write_bytes(b"".join(records[30:]))
    call_command("import_marc", whole, source="cli", new="ห้องสมุด", json=True)
    capsys.readouterr()
    call_command("import_marc", part, source="cli", complete=True, json=True)
    _, err = told(capsys)
    assert "30 records are not in this file" in err
    assert "30 ระเบียนไม่มีในไฟล์นี้" in err
    assert Record.objects.filter(state="live").count() == 60


@pytest.mark.parametrize("many", [0, 1, 3])
def test_the_matches_are_one_line_a_live_record_source_number_edition_work(tmp_path, capsys, many):
    homes = [source(f"s{n}") for n in range(2)]
    for letter, home in zip("ab", homes, strict=True):
        for n in range(many):
            take([book(f"{letter}{n}", ["กามนิต", "ปีศาจ", "แม่เบี้ย"][n], author="มานี ใจดี", year=2540)], home)
    take([marc("x", "ไปแล้ว")], homes[0])
    take([gone("x")], homes[0])
    out = tmp_path / "matches.tsv"
    call_command("export_matches", out=out)
    lines = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]
    found = {number: (code, edition, work) for code, number, edition, work in lines}
    assert len(lines) == len(found) == 2 * many
    assert found == {
        number: ("s0" if number[0] == "a" else "s1", str(edition), str(work)) for number, (edition, work) in standing().items()
    }
    assert f"{2 * many} records exported" in capsys.readouterr().out
    assert len({work for *_, work in found.values()}) == many == len(editions())


def test_a_control_number_with_a_tab_does_not_break_a_line(tmp_path):
    take([marc("a\tb", "ก")], source("ss"))
    call_command("export_matches", out=tmp_path / "m.tsv")
    [line] = (tmp_path / "m.tsv").read_text(encoding="utf-8").splitlines()
    assert len(line.split("\t")) == 4


def test_an_export_that_cannot_be_written_says_where_and_leaves_the_old_one(tmp_path):
    with pytest.raises(FileNotWritable) as refused:
        call_command("export_matches", out=tmp_path / "none" / "m.tsv")
    assert str(tmp_path / "none" / "m.tsv") in refused.value.text("th")
    (tmp_path / "m.tsv").write_text("เดิม", encoding="utf-8")
    take([marc("a1", "ก")], source("ss"))
    call_command("export_matches", out=tmp_path / "m.tsv")
    assert (tmp_path / "m.tsv").read_text(encoding="utf-8").startswith("ss\ta1\t")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["m.tsv"]


def test_an_export_into_a_folder_is_refused_and_leaves_nothing_beside_it(tmp_path):
    (tmp_path / "m").mkdir()
    with pytest.raises(FileNotWritable):
        call_command("export_matches", out=tmp_path / "m")
    assert [path.name for path in tmp_path.iterdir()] == ["m"]


def test_an_export_into_a_pipe_is_written_to_it_and_never_put_in_its_place(tmp_path):
    take([marc("a1", "ก")], source("ss"))
    os.mkfifo(tmp_path / "m")
    reading = os.open(tmp_path / "m", os.O_RDONLY | os.O_NONBLOCK)
    call_command("export_matches", out=tmp_path / "m")
    assert os.read(reading, 100).startswith(b"ss\ta1\t")
    os.close(reading)
    assert (tmp_path / "m").is_fifo()


def test_the_rematch_command_says_how_many_and_refuses_an_unknown_source(capsys):
    home = source("cli")
    take(THREE, home)
    before = standing(), titles(home)
    call_command("rematch")
    assert "3 records matched anew" in capsys.readouterr().out
    call_command("rematch", source="cli")
    assert "3 ระเบียน" in capsys.readouterr().out
    assert (standing(), titles(home)) == before
    assert editions() == groups("a1", "a2", "a3")
    with pytest.raises(actions.SourceNotFound):
        call_command("rematch", source="nobody")
