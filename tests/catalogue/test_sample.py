"""The demo's library: what its records say, where its copies stand, and that it is built once."""

import io
import re
from collections import Counter

import pymarc
import pytest

from rianru.catalogue import sample
from rianru.catalogue.models import Edition, Import, Item, Outcome, Record, RecordVersion, Source, Work
from rianru.core.models import Fact
from rianru.kernel.formats import marc
from rianru.kernel.formats.marc import Field, Holding, HoldingsMapping
from rianru.kernel.thai import normalise
from rianru.places import actions as places
from rianru.places.actions import NewSpace

SPACES = [
    *(f"lib-{number}" for number in range(10, 87)), *(f"park-{number}" for number in range(50, 80)),
    *(f"school-{number}" for number in range(1, 77)), *(f"centre-56{number:04}" for number in range(68)),
    *(f"centre-{number}" for number in range(200_000, 200_232)), *(f"house-10{number:04}" for number in range(116)),
    *(f"corner-10{number:02}" for number in range(1, 51)),
]
WORKS = [*sample.works(), *sample.try_me_works()]


def read_back(raws):
    return [marc.describe(marc.read(raw)) for raw in raws]


@pytest.fixture(scope="module")
def raws():
    return list(sample.records(SPACES))


@pytest.fixture(scope="module")
def held(raws) -> list[list[Holding]]:
    mapping = HoldingsMapping.parse(sample.HOLDINGS)
    return [list(marc.holdings(marc.read(raw), mapping)) for raw in raws]


def test_the_library_has_more_than_420_works_in_every_format_and_many_languages():
    assert len(sample.works()) >= 420
    assert {work.format for work in sample.works()} == {"book", "ebook", "audio", "video", "kit"}
    assert {work.language for work in sample.works()} >= {"tha", "eng", "may", "mfa", "nod", "tts", "lao", "chi"}
    assert sum(work.language != "tha" for work in sample.works()) >= 50
    assert sum(bool(work.summary) for work in sample.works()) >= len(sample.works()) // 3


def test_every_title_is_there_once_and_no_work_to_try_is_in_the_demo():
    assert [title for title, times in Counter(work.full_title for work in WORKS).items() if times > 1] == []


def test_every_text_is_in_the_spelling_that_is_stored():
    texts = [
        text for work in WORKS
        for text in (work.title, work.subtitle, work.other_title, work.summary, *work.subjects, *(p.name for p in work.people))
    ]
    assert [text for text in texts if normalise(text) != text] == []


def test_every_isbn_has_its_check_digit_and_belongs_to_one_invented_work():
    isbns = [work.isbn for work in WORKS if work.isbn]
    for isbn in isbns:
        assert re.fullmatch(r"978-616-00-\d{4}-\d", isbn)
        digits = [int(digit) for digit in isbn if digit.isdigit()]
        assert sum(digits[0::2]) % 10 == -3 * sum(digits[1::2]) % 10, isbn
    assert len(set(isbns)) == len(isbns) > 250


def test_works_with_an_isbn_name_only_people_and_groups_that_say_they_are_examples():
    names = {person.name for work in WORKS if work.isbn for person in work.people}
    assert [name for name in names if not name.endswith(("(ตัวอย่าง)", "ตัวอย่าง", "(example)"))] == []
    assert {work.publisher for work in WORKS if not work.isbn and work.format == "book"} == {"ฉบับตัวอย่าง"}


def test_every_record_reads_back_with_what_its_line_says(raws):
    said = [
        (found.title, found.year, found.language, found.format, tuple(p.name for p in found.people), found.extent,
         found.summary, found.publisher, found.isbns)
        for found in read_back(raws)
    ]
    assert said == [
        (work.full_title, work.year, work.language, work.format, tuple(person.name for person in work.people), work.extent,
         work.summary.removesuffix("."), work.publisher, (work.isbn.replace("-", ""),) if work.isbn else ())
        for work in sample.works()
    ]


def test_years_are_told_in_the_buddhist_era_in_several_ways_and_understood_as_ce(raws):
    found = read_back(raws)
    assert (found[-1].year_text, found[-1].year) == ("พ.ศ. 2552", 2009)
    assert {re.sub(r"\d|[๐-๙]", "9", description.year_text) for description in found} == {"9999", "พ.ศ. 9999", "[9999]"}
    assert all(work.year == int(raw_year) for work, raw_year in zip(
        sample.works(), (marc.read(raw).control("008")[7:11] for raw in raws), strict=True
    ))


def test_the_fixed_field_has_forty_signs_with_the_audience_in_its_place(raws):
    fixed = [marc.read(raw).control("008") for raw in raws]
    assert {len(text) for text in fixed} == {40}
    codes = {"preschool": "a", "child": "j", "teen": "d", "adult": "e", "general": "g"}
    assert [text[22] for text in fixed] == [codes[work.audience] for work in sample.works()]


def test_a_thai_name_is_never_inverted_and_its_field_says_so(raws):
    people = [field for raw in raws for field in marc.read(raw).get("100", "700")]
    thai = [field for field in people if re.match("[ก-๙]", field.first("a"))]
    assert {field.indicators for field in thai} == {"0 "}
    assert [field for field in thai if "," in field.first("a").removesuffix(",")] == []
    assert Field("100", indicators="1 ", subfields=(("a", "Austen, Jane,"), ("e", "author"))) in people


def test_a_place_as_subject_is_a_place_and_its_divisions_have_their_kinds(raws):
    subjects = {field for raw in raws for field in marc.read(raw).get("650", "651")}
    assert Field("651", indicators=" 4", subfields=(("a", "พะเยา"), ("x", "ประวัติศาสตร์"))) in subjects
    assert Field("650", indicators=" 4", subfields=(("a", "วรรณคดีไทย"), ("y", "สมัยอยุธยา"))) in subjects
    assert Field("650", indicators=" 4", subfields=(("a", "ผ้าทอ"), ("z", "ไทย"), ("z", "พะเยา"))) in subjects


def test_a_language_that_marc_has_no_code_for_is_named_by_iso_639_3(raws):
    record = marc.read(next(raw for raw, work in zip(raws, sample.works(), strict=True) if work.title == "ค่าวหงส์หิน"))
    assert record.control("008")[35:38] == "|||"
    assert list(record.get("041")) == [Field("041", indicators=" 7", subfields=(("a", "nod"), ("2", "iso639-3")))]


def test_an_independent_reader_finds_the_same_titles_and_copies(raws, held):
    found = list(pymarc.MARCReader(io.BytesIO(b"".join(raws))))
    titles = [" ".join(record["245"].get_subfields("a", "b")).replace(" :", ":").removesuffix(" /") for record in found]
    assert titles == [work.full_title for work in sample.works()]
    assert [len(record.get_fields("852")) for record in found] == [len(copies) for copies in held]


def test_about_6000_copies_stand_in_nearly_every_space_with_barcodes_of_their_own(held):
    copies = [copy for of_work in held for copy in of_work]
    assert 5_500 < len(copies) < 6_500
    assert len({copy.space_code for copy in copies}) > len(SPACES) * 0.95
    assert len({copy.barcode for copy in copies}) == len(copies)
    assert all(copy.call_number and copy.shelf and copy.copy for copy in copies)


def test_barcodes_carry_the_check_digit_of_luhn(held):
    for copy in held[0]:
        total = 0
        for place, digit in enumerate(reversed(copy.barcode)):
            value = int(digit) * (1 + place % 2)
            total += value - 9 if value > 9 else value
        assert total % 10 == 0, copy.barcode


def test_known_works_are_in_many_spaces_rare_ones_in_one_and_ebooks_in_none(held):
    spaces = {
        work.title: len({copy.space_code for copy in copies})
        for work, copies in zip(sample.works(), held, strict=True)
    }
    assert all(spaces[title] >= 30 for title in ("พระอภัยมณี", "สามก๊ก", "ย้อมครามทีละหม้อ"))
    assert spaces["เคลือบขี้เถ้า"] == 1
    assert {spaces[work.title] for work in sample.works() if work.format == "ebook"} == {0}


def test_a_work_about_a_place_is_held_mostly_there(held):
    number = next(n for n, work in enumerate(sample.works()) if work.title == "พะเยาเล่าเรื่อง")
    near = [copy for copy in held[number] if re.match("(lib|park|centre)-56", copy.space_code)]
    assert len(near) > len(held[number]) / 2


def test_the_same_codes_in_any_order_give_the_same_bytes_and_another_seed_other_copies(raws):
    assert list(sample.records([*reversed(SPACES), SPACES[0]])) == raws
    other = list(sample.records(SPACES, seed=1))
    assert other != raws
    assert read_back(other) == read_back(raws)


def test_a_library_of_one_space_and_of_none_can_be_built_too():
    mapping = HoldingsMapping.parse(sample.HOLDINGS)
    one = [list(marc.holdings(marc.read(raw), mapping)) for raw in sample.records(["lib-56"])]
    assert {copy.space_code for copies in one for copy in copies} == {"lib-56"}
    assert [copies for raw in sample.records([]) for copies in marc.holdings(marc.read(raw), mapping)] == []


def test_the_file_to_try_an_upload_with_is_what_the_function_writes():
    assert (sample.FOLDER / "try-me.mrc").read_bytes() == sample.try_me()


def test_the_file_to_try_holds_forty_works_with_copies_in_two_demo_libraries():
    chunks = [marc.read(chunk.raw) for chunk in marc.split(io.BytesIO(sample.try_me()))]
    assert [marc.describe(record).title for record in chunks] == [work.full_title for work in sample.try_me_works()]
    copies = [copy for record in chunks for copy in marc.holdings(record, HoldingsMapping.parse(sample.HOLDINGS))]
    assert len(chunks) == len(copies) == 40
    assert {copy.space_code for copy in copies} == set(sample.TRY_ME_SPACES)
    assert {marc.describe(record).control_number[:3] for record in chunks} == {"RNT"}


@pytest.fixture
def two_spaces(at) -> list[str]:
    """A library and a park in Phayao."""
    places.load_areas(actor=sample.ACTOR, at=at)
    network = places.add_network(
        actor=sample.ACTOR, at=at, code="demo", name_th="เครือข่าย", name_en="Network", organisation_th="สมาคม",
        organisation_en="Association", organisation_kind="association",
    )
    codes = list(sample.TRY_ME_SPACES)
    places.add_spaces(actor=sample.ACTOR, at=at, network_id=network, spaces=[
        NewSpace(code=code, kind="provincial_library", name_th=code, name_en=code, area="5601") for code in codes
    ])
    return codes


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Source, Import, Record, RecordVersion, Work, Edition, Item, Fact)}


@pytest.mark.django_db
def test_build_takes_every_work_and_copy_in_and_building_again_changes_nothing(at, two_spaces):
    sample.build(at=at, space_codes=two_spaces)
    built = rows()
    mapping = HoldingsMapping.parse(sample.HOLDINGS)
    copies = [copy for raw in sample.records(two_spaces) for copy in marc.holdings(marc.read(raw), mapping)]
    works = len(sample.works())
    assert (built["Source"], built["Import"], built["Record"], built["Work"]) == (1, 1, works, works)
    assert built["Item"] == len(copies) == Item.objects.filter(space__code__in=two_spaces).count()
    assert Outcome.objects.filter(kind="rejected").count() == built["RecordVersion"] == 0
    assert set(Work.objects.values_list("title", flat=True)) == {work.full_title for work in sample.works()}
    sample.build(at=at, space_codes=two_spaces)
    sample.build(at=at, space_codes=[*two_spaces, "a-space-that-came-later"])
    assert rows() == built


@pytest.mark.django_db
def test_build_goes_on_with_an_import_that_was_begun_and_not_ended(at, two_spaces, monkeypatch):
    with monkeypatch.context() as cut:
        cut.setattr(sample.actions, "run_import", lambda **_: None)
        sample.build(at=at, space_codes=two_spaces)
    assert (Import.objects.get().state, Record.objects.count()) == (Import.State.QUEUED, 0)
    sample.build(at=at, space_codes=two_spaces)
    assert (Import.objects.get().state, Record.objects.count()) == (Import.State.DONE, len(sample.works()))
