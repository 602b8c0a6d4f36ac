"""What files of many hands have shown: text that stands where it may not, drawn-together blanks, torn fields."""

import pytest

from rianru.kernel.formats.marc import Field, Record, describe
from rianru.kernel.formats.marc.doctor import treat, treat_record
from rianru.kernel.formats.marc.marcxml import read_xml
from tests.factories import broken
from tests.factories.marc import FIXED, LEADER, field, marc

OF_DANISH = LEADER[:10] + "3" + LEADER[11:]  # three indicators


def raw(*named, leader=LEADER):
    return broken.assembled([(tag, body + b"\x1e", len(body) + 1) for tag, body in named], leader=leader)


def only(found):
    return found.record.fields[-1]


def said(found):
    return found.repairs, found.losses, found.error


@pytest.mark.parametrize(
    ("body", "indicators", "subfields"),
    [
        (b"  2nd edition", "  ", (("a", "2nd edition"),)),
        (b"1 Saichon, A.\x1fewriter", "1 ", (("a", "Saichon, A."), ("e", "writer"))),
        ("การเกษตร".encode(), "  ", (("a", "การเกษตร"),)),
        ("การเกษตร\x1fbเล่ม 2".encode(), "  ", (("a", "การเกษตร"), ("b", "เล่ม 2"))),
        (b"10The long way home /\x1fcA. B.", "10", (("a", "The long way home /"), ("c", "A. B."))),
        (b"  A", "  ", (("a", "A"),)),
    ],
)
def test_text_without_a_subfield_mark_is_taken_in(body, indicators, subfields):
    found = treat(raw(("001", b"a1"), ("250", body)))
    assert (only(found).indicators, only(found).subfields) == (indicators, subfields)
    assert said(found) == (("text_outside",), (), "")


@pytest.mark.parametrize("body", [b"000\x1faA title", b"1\x1faA title", b"\x1faA title", b"00 \x1faA title"])
def test_control_an_indicator_too_many_or_too_few_is_no_text(body):
    found = treat(raw(("001", b"a1"), ("245", body), leader=OF_DANISH))
    assert only(found).subfields == (("a", "A title"),)
    assert "text_outside" not in found.repairs


@pytest.mark.parametrize(
    ("body", "subfields", "repairs"),
    [
        (b"10\x1f\x01The long way", (("a", "The long way"),), ("controls", "subfield_code")),
        ("10\x1fการเกษตร\x1fbเล่ม 2".encode(), (("a", "การเกษตร"), ("b", "เล่ม 2")), ("subfield_code",)),
        ("10\x1f ดอกไม้ในสวน".encode(), (("a", "ดอกไม้ในสวน"),), ("subfield_code",)),
        (b"10\x1f\x00aThe long way", (("a", "The long way"),), ("controls",)),
        (b"10\x1faThe long\x1f\x01Way", (("a", "The long Way"),), ("controls", "subfield_mark")),
    ],
)
def test_a_mark_without_a_code_costs_no_letter(body, subfields, repairs):
    found = treat(raw(("001", b"a1"), ("245", body)))
    assert only(found).subfields == subfields
    assert said(found) == (repairs, (), "")


@pytest.mark.parametrize(("body", "number"), [(b"  \x1fa77 12\x1fb710100", "77 12 710100"), (b"000\x1fa77\x1ffx", "77 x")])
def test_a_control_field_with_subfields_holds_their_text_and_no_mark(body, number):
    found = treat(raw(("001", body), ("245", b"00\x1faA title")))
    assert (found.record.control("001"), "field_kind" in found.repairs) == (number, True)


def test_pieces_that_look_like_fields_of_their_own_are_doubted():
    title = ("245", b"00\x1faThe long way\x1fcA. B.")
    found = treat(raw(("001", b"a1"), title, ("260", b"  \x1faNan :\x1fbH\x1e  \x1fc2001.")))  # cut, and gone on in a new one
    assert (found.repairs, found.losses) == (("directory",), ("fields_unsure",))
    inside = treat(raw(("001", b"a1"), title, ("260", b"  \x1faNan :\x1fbH\x1eouse,\x1fc2001.")))  # control
    assert (inside.repairs, inside.losses) == (("directory",), ())


@pytest.mark.parametrize(
    ("drawn", "spread"),
    [
        ("950711s1995 th a 000 0 tha d", "950711s1995    th |||||||||||||||||tha d"),
        ("950711t20122012th ao ob 001 0 tha d", "950711t20122012th |||||||||||||||||tha d"),
        ("950711c19949999th ar o 0 0tha", "950711c19949999th |||||||||||||||||tha  "),
        ("950711s1995 nju b 000 0beng|c         ", "950711s1995    nju|||||||||||||||||eng|c"),
    ],
)
def test_a_fixed_field_whose_blanks_were_drawn_together_keeps_its_two_ends(drawn, spread):
    found = treat_record(Record(LEADER, (Field("001", "1"), Field("008", drawn), field("245", "a", "สวนดอกไม้"))))
    assert (found.record.control("008"), said(found)) == (spread, (("fixed_length",), ("fixed_unsure",), ""))
    assert describe(found.record).audience == ""


def test_a_fixed_field_that_ends_before_its_language_is_doubted():
    short = treat_record(Record(LEADER, (Field("008", FIXED[:20]), field("245", "a", "A title"))))
    assert said(short) == (("fixed_length",), ("fixed_unsure",), "")
    trimmed = treat_record(Record(LEADER, (Field("008", FIXED.rstrip()[:38]), field("245", "a", "A title"))))
    assert said(trimmed) == (("fixed_length",), (), "")


def test_the_rest_of_an_address_has_lost_no_letters():
    assert said(treat(marc("a1", "A title", field("500", "a", "e?u.ignore=true&rft.id=1")))) == ((), (), "")
    assert said(treat(marc("a1", "A title", field("500", "a", "Ko?ak")))) == ((), ("characters_lost",), "")


def test_a_small_accented_letter_before_a_capital_is_no_latin_1():
    fixed = f"{FIXED[:35]}fre{FIXED[38:]}".encode()
    found = treat(raw(("001", b"a1"), ("008", fixed), ("245", b"10\x1faLe centre /\x1fcIvan \xe9Zani\xe2c ; pr\xe2eface de R. P."),
                      leader=LEADER[:9] + " " + LEADER[10:]))
    assert (only(found).first("c"), found.encoding) == ("Ivan Žanić ; préface de R. P.", "marc-8")
    latin = treat(raw(("001", b"a1"), ("008", fixed), ("245", b"10\x1faLe caf\xe9 de Ren\xe9e, d\xe9j\xe0 \xc9COLE")))
    assert (only(latin).first("a"), latin.encoding) == ("Le café de Renée, déjà ÉCOLE", "latin-1")


@pytest.mark.parametrize("written", [9_999, 12_007, 2_007])
def test_a_field_beyond_four_digits_may_say_any_of_three_lengths(written):
    entries = [("001", b"a1\x1e", 3), ("245", b"00\x1faA title\x1e", 12), ("520", b"  \x1fa" + b"x" * 12_002 + b"\x1e", written)]
    found = treat(broken.assembled(entries, leader=LEADER))
    assert (found.losses, found.error, len(only(found).first("a"))) == ((), "", 12_002)


@pytest.mark.parametrize("leader", ["cam a2200433 i 4500", " cam a2200433 i 4500 ", "     cam a2200433 i 4500 "])
def test_a_leader_without_its_blanks_is_put_back_where_it_belongs(leader):
    xml = f'<record><leader>{leader}</leader><controlfield tag="001">1</controlfield></record>'
    found = read_xml(xml.encode())
    assert (found.record.leader[5:], found.repairs) == ("cam a2200433 i 4500", ("leader",))


def test_an_address_that_was_wrapped_has_no_blank_in_it():
    xml = '<record><datafield tag="856" ind1="4" ind2="0"><subfield code="u">http://a.example/x?b;21\n97</subfield></datafield></record>'
    assert read_xml(xml.encode()).record.fields[0].first("u") == "http://a.example/x?b;2197"
    text = xml.replace("http://a.example/x?b;21\n97", "See http://a.example/\nfor more")
    assert read_xml(text.encode()).record.fields[0].first("u") == "See http://a.example/ for more"
