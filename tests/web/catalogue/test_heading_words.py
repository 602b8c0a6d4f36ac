"""What a heading's page says in words of its own, where a record has only a figure or an abbreviation."""

import pytest
from django.utils.translation import override

from rianru.catalogue.words import role
from rianru.kernel.words import T
from rianru.web.catalogue.heading_present import number
from rianru.web.catalogue.present import starters


@pytest.mark.parametrize("written", ["3", "เล่ม 3", "เล่มที่ 3", "ล. 3", "v. 3", "Vol. 3", "[3]", "volume 3."])
def test_one_volume_is_said_in_the_language_of_the_reader(written):
    assert number(written) == T("เล่ม {n}", "Volume {n}", n=3)


@pytest.mark.parametrize("written", ["", "เล่ม 2-4", "ฉบับพิเศษ", "2539", "ปีที่ 3 เล่ม 2"])
def test_anything_else_stays_as_the_record_writes_it(written):
    assert number(written) == written


@pytest.mark.parametrize(("written", "said"), [
    ("ผู้แปล", T("ผู้แปล", "translator")), ("translator.", T("ผู้แปล", "translator")), ("trl", T("ผู้แปล", "translator")),
    ("บ.ก.", T("บรรณาธิการ", "editor")), (" author,", T("ผู้แต่ง", "author")), ("ผู้ให้จังหวะ", "ผู้ให้จังหวะ"), ("", ""),
])
def test_what_someone_did_is_said_in_the_language_of_the_reader_where_the_word_is_known(written, said):
    assert role(written) == said


def test_the_searches_to_begin_with_are_the_same_in_both_languages():
    with override("en"):
        addresses = [chip["url"] for chip in starters()]
    with override("th"):
        assert [chip["url"].removeprefix("/en") for chip in starters()] == [one.removeprefix("/en") for one in addresses]
