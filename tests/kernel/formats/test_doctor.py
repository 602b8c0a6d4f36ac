"""One record through the doctor: each repair by itself, sound records left alone, and nothing that raises."""

import random
import time
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.formats.marc import NotMarc, Record, split
from rianru.kernel.formats.marc.doctor import treat, treat_record
from rianru.kernel.formats.marc.repairs import ERRORS, LOSSES, REPAIRS
from rianru.kernel.formats.marc.write import NotWritable, RecordTooLong, write
from tests.factories import broken
from tests.factories.marc import FIXED, LEADER, field, marc, record

TITLE = "ผ้าทอเมืองน่าน"


def raw(*bodies, tags=None, leader=LEADER):
    """001 `a1`, then 245 for each body, with lengths that are right."""
    named = [("001", b"a1"), *zip(tags or ["245"] * len(bodies), bodies, strict=True)]
    entries = [(tag, body + b"\x1e", len(body) + 1) for tag, body in named]
    return broken.assembled(entries, leader=leader)


def title(found):
    return found.record.fields[1].first("a")


def said(found):
    return found.repairs, found.losses, found.error


@pytest.mark.parametrize("text", [TITLE, "เธอ", "กล", "รถ", "เนย", "เน้นเนื้อหา", "Café déjà vu", "Öffentliche Büchereien",
                                  "informação", "What??", "[19--?]", "AT&T", "R&D; a & b", "พ.ศ. 2569", "A$ap", "100 % ไทย",
                                  "ประชากร", "ชอกโกแลต", "Who is who?", "5° 10′ N", "红楼梦", "Война и мир", "ʻArabī"])
def test_sound_text_is_left_as_it_is(text):
    found = treat(marc("a1", text))
    assert said(found) == ((), (), "")
    assert found.record.fields[2].subfields == (("a", text),)


signs = st.characters(categories=("L", "N", "P", "Zs", "Sm"), exclude_characters="?&$|‡ǂ\xa0", max_codepoint=0x24F)


@given(st.text(signs, min_size=1, max_size=40).filter(str.isascii))
@settings(max_examples=200)
def test_plain_ascii_is_never_changed(text):
    found = treat(marc("a1", text))
    assert said(found) == ((), (), "")
    assert found.record.fields[2].subfields == (("a", text),)


@pytest.mark.parametrize("page", ["cp874", "tis-620", "iso8859-11"])
@pytest.mark.parametrize("flag", " a")
def test_old_thai_bytes_are_read_whatever_the_flag_says(page, flag):
    found = treat(raw(b"00\x1fa" + TITLE.encode(page), leader=LEADER[:9] + flag + LEADER[10:]))
    assert (title(found), found.encoding, found.record.leader[9]) == (TITLE, "cp874", "a")
    assert said(found) == ((("flag", "thai_bytes") if flag == "a" else ("thai_bytes",)), (), "")


def test_the_flag_of_plain_ascii_is_set_without_a_word():
    found = treat(raw(b"00\x1faPlain", leader=LEADER[:9] + " " + LEADER[10:]))
    assert (found.encoding, found.record.leader[9], said(found)) == ("ascii", "a", ((), (), ""))


def test_sound_marc8_is_read_without_a_word_and_composed():
    found = treat(raw(b"00\x1faL'\xe2et\xe2e \xe0a Hanoi", leader=LEADER[:9] + " " + LEADER[10:]))
    assert (title(found), found.encoding, said(found)) == ("L'été ả Hanoi", "marc-8", ((), (), ""))


def test_the_word_of_the_source_decides_only_where_two_readings_fit():
    doubtful = raw(b"00\x1faL\xe4nes", leader=LEADER)
    assert treat(doubtful).losses == ("encoding_unsure",)
    assert title(treat(doubtful, encoding="latin-1")) == "Länes"
    assert title(treat(doubtful, encoding="marc-8")) == "Lñes"
    plainly_thai = raw(b"00\x1fa" + TITLE.encode("cp874"))
    assert title(treat(plainly_thai, encoding="latin-1")) == TITLE


def test_a_letter_that_could_be_thai_in_a_thai_record_is_doubted():
    alone = raw(b"00\x1fa" + "รถ".encode("cp874"), FIXED.encode(), tags=["245", "008"])
    assert (title(treat(alone)), treat(alone).losses) == ("ö", ("encoding_unsure",))
    among = raw(b"00\x1fa" + "รถ".encode("cp874"), b"  \x1fa" + TITLE.encode("cp874"), tags=["245", "500"])
    assert (title(treat(among)), treat(among).losses) == ("รถ", ())


def test_two_encodings_in_one_record_are_read_each_in_its_own():
    found = treat(raw(b"00\x1fa" + TITLE.encode(), b"00\x1fa" + TITLE.encode("cp874")))
    assert [one.first("a") for one in found.record.fields[1:]] == [TITLE, TITLE]
    assert (found.encoding, found.repairs) == ("mixed", ("flag", "thai_bytes", "mixed_encodings"))


def test_a_leader_of_23_or_25_bytes_has_its_landmarks_put_back():
    sound = marc("a1", TITLE)
    for broken_one in (sound[:7] + sound[8:], sound[:7] + b"x" + sound[7:]):
        found = treat(broken_one)
        assert (found.record.leader[10:12], found.record.leader[20:], found.repairs) == ("22", "4500", ("leader",))
        assert found.record.fields == treat(sound).record.fields


def test_fields_are_paired_by_position_where_the_directory_has_another_order():
    sound = marc("a1", TITLE, field("500", "a", "หมายเหตุ"))
    entries = [sound[at : at + 12] for at in range(24, sound.index(b"\x1e"), 12)]
    turned = sound[:24] + b"".join(reversed(entries)) + sound[sound.index(b"\x1e") :]
    assert treat(turned).record.fields == treat(sound).record.fields
    assert said(treat(turned)) == ((), (), "")


def test_a_record_cut_after_its_title_is_kept_and_said_so():
    sound = marc("a1", TITLE, field("500", "a", "หมายเหตุ"))
    found = treat(sound[:-12])
    assert [one.tag for one in found.record.fields] == ["001", "008", "245"]
    assert said(found) == (("cut",), ("fields_lost",), "")


def test_a_record_cut_before_its_title_is_an_error():
    sound = marc("a1", TITLE)
    assert said(treat(sound[: sound.index(b"\x1fa") + 4])) == ((), (), "cut")


def test_a_record_that_lacks_only_its_end_is_whole():
    found = treat(marc("a1", TITLE)[:-1])
    assert said(found) == (("record_end",), (), "")
    assert found.record == treat(marc("a1", TITLE)).record


@pytest.mark.parametrize(("text", "right"), [
    (TITLE.encode().decode("tis-620", "as-it-is"), TITLE),
    (TITLE.encode().decode("latin-1"), TITLE),
    (TITLE.encode().decode("cp1252", "as-it-is").encode().decode("cp1252", "as-it-is"), TITLE),
    (TITLE.encode("cp874").decode("latin-1"), TITLE),
    ("Ã‰ducation et sociÃ©tÃ©", "Éducation et société"),
    ("Bรผchereien fรผr Anfรคnger", "Büchereien für Anfänger"),
])  # fmt: skip
def test_mojibake_is_turned_back(text, right):
    found = treat(marc("a1", text))
    assert (found.record.fields[2].first("a"), found.repairs, found.losses) == (right, ("mojibake",), ())


def test_letters_that_mojibake_lost_are_said_and_the_others_come_back():
    found = treat(marc("a1", TITLE.encode().decode("cp874", "replace")))
    assert found.record.fields[2].first("a") == "��าทอเมือ���า�".replace("�", "\ufffd")
    assert (found.repairs, found.losses) == (("mojibake",), ("characters_lost",))


@pytest.mark.parametrize(("text", "right", "repairs", "losses"), [
    ("&#x0E01;&#3585;", "กก", ("references",), ()),
    ("&amp;#x0e01;", "ก", ("references",), ()),
    ("&#x0E01&#x0E32", "กา", ("references",), ()),
    ("& #3585; &#x 0E01;", "ก ก", ("references",), ()),
    ("a&#39;s", "a's", ("references",), ()),
    ("&#xD800;", "&#xD800;", (), ("references_broken",)),
    ("&#;ก", "&#;ก", (), ("references_broken",)),
    ("&#99999999;", "&#99999999;", (), ("references_broken",)),
    ("????? ??????", "????? ??????", (), ("characters_lost",)),
    ("Ko?czal", "Ko?czal", (), ("characters_lost",)),
    ("ก\ufffdข", "ก\ufffdข", (), ("characters_lost",)),
    ("ก\x00\x07ข", "กข", ("controls",), ()),
    ("\ufeffกา", "กา", ("bom",), ()),
    ("CO\x1bb2\x1bs", "CO₂", ("escapes",), ()),
    ("ผ้า\x1b(Bทอ", "ผ้าทอ", ("escapes",), ()),
])  # fmt: skip
def test_each_thing_in_a_text_is_mended_or_said(text, right, repairs, losses):
    found = treat(marc("a1", text))
    assert (found.record.fields[2].first("a"), found.repairs, found.losses) == (right, repairs, losses)


@pytest.mark.parametrize("body", ["00\x1faผ้า\x1fทอ", "00\x1faผ้าทอ\x1f เมือง", "00\x1faปี \x1f2569"])
def test_a_mark_that_tore_a_text_apart_is_taken_out(body):
    found = treat(raw(body.encode()))
    assert found.record.fields[1].subfields == (("a", body.replace("\x1f", "")[3:]),)
    assert found.repairs == ("subfield_mark",)


def test_control_a_number_as_code_with_its_own_values_stays():
    body = "10\x1f6880-01\x1faTitle\x1f0(DE-588)1\x1f2lcsh"
    assert treat(raw(body.encode())).repairs == ()
    assert treat(raw(b"04\x1fa823.914\x1f223", tags=["082"])).repairs == ()


@pytest.mark.parametrize("sign", "$|‡")
def test_written_delimiters_become_real_ones(sign):
    found = treat(raw(f"10{sign}aผ้าทอ :{sign}bลายน้ำไหล".encode()))
    assert found.record.fields[1].subfields == (("a", "ผ้าทอ :"), ("b", "ลายน้ำไหล"))
    assert found.repairs == ("delimiters",)


@pytest.mark.parametrize("fixed", [" " + FIXED, (" " + FIXED)[:40], FIXED[1:], FIXED[:20] + " " + FIXED[20:],
                                   (FIXED[:20] + " " + FIXED[20:])[:40]])
def test_a_fixed_field_that_slipped_is_put_back(fixed):
    found = treat(write(record("a1", TITLE, fixed=fixed)))
    told = found.record.control("008")
    assert (len(told), told[7:11], told[35:38], found.repairs) == (40, "2569", "tha", ("fixed_shifted",))


def test_vowels_taken_out_are_said_and_sound_titles_without_any_are_not():
    bare = str.maketrans("", "", broken.MARKS)
    words = field("650", "a", "ประวัติศาสตร์ท้องถิ่นเมืองพะเยา".translate(bare))
    assert treat(marc("a1", "การจัดการขยะในชุมชนอย่างยั่งยืน".translate(bare), words)).losses == ("vowels_lost",)
    assert treat(marc("a1", "ประชากรโลก")).losses == ()


def test_a_record_of_another_form_has_its_texts_mended_too():
    spoilt = TITLE.encode().decode("tis-620", "as-it-is")
    found = treat_record(record("a1", spoilt, fixed=" " + FIXED))
    assert found.record == record("a1", TITLE)
    assert found.repairs == ("mojibake", "fixed_shifted")
    whole = record("a1", TITLE, field("500", "a", "x"))
    assert treat_record(whole).record is whole


def test_what_is_treated_and_written_is_sound():
    for case in broken.cases(300, seed=11):
        try:
            chunk = next(split(BytesIO(case.raw)))
        except NotMarc:
            continue
        first = treat(chunk.raw)
        if first.record is None:
            continue
        try:
            again = treat(write(first.record))
        except (RecordTooLong, NotWritable):
            continue
        assert again.record.fields == first.record.fields
        assert set(again.repairs) == set()


def _mutated(choice, data):
    for _ in range(choice.randint(1, 8)):
        at = choice.randrange(len(data) + 1)
        match choice.randrange(5):
            case 0:
                data[at : at + 1] = bytes([choice.choice([0x1D, 0x1E, 0x1F, 0x1B, 0xE0, choice.randrange(256)])])
            case 1:
                del data[at : at + choice.randint(1, 40)]
            case 2:
                data[at:at] = bytes(choice.choices(range(256), k=choice.randint(1, 8)))
            case 3:
                data[at:at] = data[at : at + choice.randint(1, 300)]
            case _:
                del data[at + choice.randint(0, 2000) :]
    return bytes(data)


def test_two_thousand_damaged_files_raise_nothing_and_say_only_known_codes():
    sources = [case.raw for case in broken.cases(128, seed=12) if len(case.raw) < 5000]
    began, readable, codes = time.process_time(), 0, set()
    for seed in range(2000):
        choice = random.Random(seed)
        try:
            chunks = list(split(BytesIO(_mutated(choice, bytearray(b"".join(choice.choices(sources, k=2)))))))
        except NotMarc:
            continue
        for found in (treat(chunk.raw) for chunk in chunks):
            readable += found.record is not None
            codes |= {*found.repairs, *found.losses, found.error}
            assert isinstance(found.record, Record) != bool(found.error)
    assert codes <= {*REPAIRS, *LOSSES, *ERRORS, ""}
    assert readable > 1500
    assert time.process_time() - began < 60


@pytest.mark.parametrize("stretch", [
    b"x", b"\xff", b"\xe0\xb8", "ภาษาไทย ".encode(), "ภาษาไทย ".encode("cp874"), b"&amp;", b"&#3585;", b"?", b"a?", b"\x1f", b"\x1fa",
    b"\x1e", b"\x1b", b"\x1b$1!", b"\x1bp", b"\x00", b"$a", b"caf\xe9 ", b"caf\xe2e ", b"\xc2\x85", "\ufffd".encode(), b"0123456789",
    "ภาษา".encode().decode("latin-1").encode(), "ภาษา".encode().decode("tis-620", "replace").encode(),
])  # fmt: skip
def test_a_record_of_three_megabytes_takes_no_time_worth_speaking_of(stretch):
    treat(marc("a1", "ประวตศาสตร"))  # the dictionary is loaded once
    whole = raw(b"00\x1faTitle", b"  \x1fa" + stretch * (3_000_000 // len(stretch)), tags=["245", "520"])
    began = time.process_time()
    treat(whole)
    assert time.process_time() - began < 4
