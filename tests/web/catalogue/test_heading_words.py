"""What a heading's page says in words of its own, where a record has only a figure or an abbreviation."""

import pytest

from rianru.kernel.words import T
from rianru.web.catalogue.heading_present import number


@pytest.mark.parametrize("written", ["3", "เล่ม 3", "เล่มที่ 3", "ล. 3", "v. 3", "Vol. 3", "[3]", "volume 3."])
def test_one_volume_is_said_in_the_language_of_the_reader(written):
    assert number(written) == T("เล่ม {n}", "Volume {n}", n=3)


@pytest.mark.parametrize("written", ["", "เล่ม 2-4", "ฉบับพิเศษ", "2539", "ปีที่ 3 เล่ม 2"])
def test_anything_else_stays_as_the_record_writes_it(written):
    assert number(written) == written
