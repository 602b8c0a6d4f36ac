"""What is written is read back as it was, by us and by an independent reader."""



import pymarc
import pytest
from hypothesis import given
from hypothesis import strategies as some

from rianru.kernel.formats.marc import Field, Record, read
from rianru.kernel.formats.marc.write import LONGEST_FIELD, LONGEST_RECORD, NotWritable, RecordTooLong, write

LEADER = "00000nam a2200000 i 4500"
TITLE = Field("245", indicators="10", subfields=(("a", "พระอภัยมณี :"), ("b", "นิทานคำกลอน")))

signs = some.characters(exclude_categories=["Cs"], exclude_characters="\x1d\x1e\x1f")
texts = some.text(signs, max_size=30)
plain = some.characters(min_codepoint=0x20, max_codepoint=0x7E)
control_fields = some.builds(
    Field, tag=some.integers(1, 9).map("{:03}".format), data=texts
)
data_fields = some.builds(
    Field, tag=some.integers(10, 999).map("{:03}".format), indicators=some.text(plain, min_size=2, max_size=2),
    subfields=some.lists(some.tuples(plain, texts), max_size=5).map(tuple),
)
records = some.builds(
    Record, leader=some.text(plain, min_size=24, max_size=24),
    fields=some.lists(control_fields | data_fields, min_size=1, max_size=12).map(tuple),
)


@given(records)
def test_every_record_reads_back_with_the_fields_and_the_leader_it_had(record):
    raw = write(record)
    back = read(raw)
    counted = f"{len(raw):05}{record.leader[5:9]}a22{24 + 12 * len(record.fields) + 1:05}{record.leader[17:20]}4500"
    assert back == Record(counted, record.fields)


@given(records)
def test_a_record_that_was_read_is_written_to_the_same_bytes(record):
    raw = write(record)
    assert write(read(raw)) == raw


def test_an_independent_reader_finds_every_field_by_the_lengths_we_wrote():
    raw = write(Record(LEADER, (Field("001", data="น-1"), Field("008", data="x" * 40), TITLE)))
    found = pymarc.Record(data=raw)
    assert [field.tag for field in found] == ["001", "008", "245"]
    assert found["001"].data == "น-1"
    assert found["245"].get_subfields("a", "b") == ["พระอภัยมณี :", "นิทานคำกลอน"]
    assert (int(raw[:5]), found.leader.base_address) == (len(raw), "00061")


def test_a_field_of_9999_bytes_is_written_and_one_byte_more_is_refused():
    room = LONGEST_FIELD - len("  $a") - 1
    longest = Field("520", subfields=(("a", "x" * room),))
    assert read(write(Record(LEADER, (longest,)))).fields == (longest,)
    with pytest.raises(RecordTooLong) as refused:
        write(Record(LEADER, (Field("001", data="RN-7"), Field("520", subfields=(("a", "x" * (room + 1)),)))))
    assert refused.value.values == {"number": "RN-7", "length": 10_000, "limit": LONGEST_FIELD}


def test_a_record_of_99999_bytes_is_written_and_one_byte_more_is_refused():
    nine = tuple(Field("520", subfields=(("a", "x" * 9_900),)) for _ in range(10))
    used = len(write(Record(LEADER, (*nine, Field("500", subfields=(("a", ""),))))))

    def of(length: int) -> Record:
        return Record(LEADER, (*nine, Field("500", subfields=(("a", "x" * (length - used)),))))

    assert len(write(of(LONGEST_RECORD))) == LONGEST_RECORD
    assert read(write(of(LONGEST_RECORD))).fields == of(LONGEST_RECORD).fields
    with pytest.raises(RecordTooLong) as refused:
        write(of(LONGEST_RECORD + 1))
    assert refused.value.values == {"number": "–", "length": 100_000, "limit": LONGEST_RECORD}


@pytest.mark.parametrize(
    ("record", "part"),
    [
        (Record(LEADER, ()), "directory"),
        (Record(LEADER[:23], (TITLE,)), "leader"),
        (Record(LEADER[:23] + "๐", (TITLE,)), "leader"),
        (Record(LEADER, (Field("24", subfields=(("a", "x"),)),)), "tag '24'"),
        (Record(LEADER, (Field("๒๔๕", subfields=(("a", "x"),)),)), "tag '๒๔๕'"),
        (Record(LEADER, (Field("001", subfields=(("a", "x"),)),)), "001"),
        (Record(LEADER, (Field("001", data="1", indicators="10"),)), "001"),
        (Record(LEADER, (Field("245", data="x"),)), "245"),
        (Record(LEADER, (Field("245", indicators="1", subfields=(("a", "x"),)),)), "245 indicators"),
        (Record(LEADER, (Field("245", subfields=(("ab", "x"),)),)), "245 $ab"),
        (Record(LEADER, (Field("245", subfields=(("ก", "x"),)),)), "245 $ก"),
        (Record(LEADER, (Field("245", subfields=(("a", "x\x1fy"),)),)), "245"),
        (Record(LEADER, (Field("001", data="1\x1e"),)), "001"),
        (Record(LEADER, (Field("245", subfields=(("a", "\ud800"),)),)), "245"),
    ],
)
def test_what_would_not_come_back_as_it_was_is_refused_and_named(record, part):
    with pytest.raises(NotWritable) as refused:
        write(record)
    assert refused.value.values["part"] == part
