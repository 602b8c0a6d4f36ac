import pytest

from bench import zebra
from bench.libraries import build

pytestmark = pytest.mark.skipif(not zebra.installed(), reason="zebraidx (Debian idzebra-2.0) is not installed")


def test_zebra_indexes_every_record_and_finds_thai_words_in_titles(tmp_path):
    made = build(tmp_path / "libraries", records=400)
    done = zebra.index(made.files.values(), tmp_path / "zebra")
    assert done.records == 400
    assert zebra.found(tmp_path / "zebra", "@attr 1=title คู่มือ") > 0
    assert zebra.found(tmp_path / "zebra", "@attr 1=title ไม่มีคำนี้เลยสักเล่ม") == 0
