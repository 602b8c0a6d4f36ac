"""Copies as Koha, Sierra and MARC holdings write them."""

import pytest

from rianru.kernel.formats.marc import Holding, HoldingsMapping, MappingWrong, holdings
from rianru.kernel.formats.marc.holdings import price_in
from tests.factories.marc import field, record


def copies(mapping, *fields):
    return list(holdings(record("1", "ก", *fields), mapping))


def test_852_as_marc_has_it():
    assert copies(
        HoldingsMapping(),
        field("852", "b", "PYO", "c", "ชั้น 2", "k", "น", "h", "895.913", "i", "ส12", "t", "2", "p", "B1", "9", "P250.00",
              "x", "สันชำรุด", "z", "มีลายเซ็น"),
        field("852", "p", "ไม่มีสาขา"),
    ) == [Holding("PYO", "B1", "น 895.913 ส12", "2", "ชั้น 2", 25000, note="สันชำรุด มีลายเซ็น")]  # fmt: skip


def test_koha_952():
    koha = HoldingsMapping.parse({"preset": "koha", "branches": {"PYO": "phayao-library"}})
    assert copies(
        koha,
        field("952", "0", "0", "1", "0", "4", "0", "7", "0", "a", "MAIN", "b", "PYO", "o", "895.9 ส12", "p", "B1", "t", "1",
              "c", "GEN", "g", "200.00", "v", "250.00", "z", "ปกใหม่"),
        field("952", "0", "0", "1", "1", "4", "1", "7", "-1", "a", "MAIN", "p", "B2", "g", "200"),
    ) == [
        Holding("phayao-library", "B1", "895.9 ส12", "1", "GEN", 25000, "", "ปกใหม่"),
        Holding("MAIN", "B2", price=20000, status="lost, damaged, not for loan"),
    ]  # fmt: skip


def test_sierra_945():
    assert copies(
        HoldingsMapping.named("sierra"),
        field("945", "l", "pyaad", "i", "33001", "a", "895.9", "b", "ส12", "p", "$25.00", "s", "-", "n", "บริจาค", "g", "1"),
        field("945", "l", "pyach", "i", "33002", "p", "0.00", "s", "m"),
    ) == [
        Holding("pyaad", "33001", "895.9 ส12", "1", note="บริจาค"),
        Holding("pyach", "33002", status="m"),
    ]  # fmt: skip


def test_items_beside_852_are_its_copies():
    assert copies(
        HoldingsMapping(),
        field("852", "8", "1", "b", "PYO", "h", "895.9"),
        field("852", "8", "2", "b", "NAN", "h", "895.9"),
        field("876", "8", "2.1", "p", "N1", "j", "ซ่อม", "c", "250 บาท"),
        field("876", "8", "1.1", "p", "P1", "t", "1"),
        field("876", "8", "1.2", "p", "P2", "t", "2", "x", "สำรอง"),
    ) == [
        Holding("PYO", "P1", "895.9", "1"),
        Holding("PYO", "P2", "895.9", "2", note="สำรอง"),
        Holding("NAN", "N1", "895.9", price=25000, status="ซ่อม"),
    ]


def test_items_without_a_link_belong_to_the_852_before_them():
    assert copies(
        HoldingsMapping(),
        field("852", "b", "PYO"), field("876", "p", "P1"), field("852", "b", "NAN", "p", "N1"), field("853", "a", "v."),
        field("863", "a", "1"),
    ) == [Holding("PYO", "P1"), Holding("NAN", "N1")]  # fmt: skip


def test_enumeration_with_barcodes_gives_copies_too():
    pieces = [field("863", "8", f"1.{number}", "a", str(number), "p", f"P{number}") for number in (1, 2)]
    assert copies(HoldingsMapping(), field("852", "8", "1", "b", "PYO"), *pieces) == [
        Holding("PYO", "P1"), Holding("PYO", "P2")
    ]  # fmt: skip


def test_control_a_mapping_of_another_field_does_not_look_at_items():
    assert copies(HoldingsMapping.named("koha"), field("952", "b", "PYO", "p", "B1"), field("876", "p", "P1")) == [
        Holding("PYO", "B1")
    ]


@pytest.mark.parametrize(
    ("text", "satang"),
    [
        ("250", 25000), ("250.00 บาท", 25000), ("฿250", 25000), ("๒๕๐ บาท", 25000), ("1,250.50", 125050), ("ราคา 250 บาท", 25000),
        ("250.-", 25000), ("P19.95", 1995), ("THB 250", 25000), ("0.00", None), ("$25.00", None), ("25 USD", None), ("ฟรี", None), ("", None),
        ("อภินันทนาการ", None), ("-250", None),
    ],
)  # fmt: skip
def test_prices_are_satang_of_baht_alone(text, satang):
    assert price_in(text) == satang


@pytest.mark.parametrize(
    "value",
    [
        {"colour": "b"}, {"branch": 2}, {"tag": "95"}, {"tag": "๙๕๒"}, {"branches": {"PYO": 1}}, {"branches": "PYO"},
        {"preset": "alma"}, {"preset": ["koha"]}, {"flags": {"10": "x"}}, {"flags": "1"}, {"barcode": "p-"}, {"status": None},
    ],
)  # fmt: skip
def test_a_mapping_of_another_shape_is_refused(value):
    with pytest.raises(MappingWrong):
        HoldingsMapping.parse(value)


def test_a_stored_mapping_is_what_it_was():
    stored = {"tag": "952", "branch": "b", "barcode": "p", "call_number": "o", "copy": "t", "shelf": "c", "branches": {"PYO": "p"}}
    assert HoldingsMapping.parse(stored) == HoldingsMapping("952", "b", "p", "o", "t", "c", branches={"PYO": "p"})
