from collections import Counter, defaultdict
from pathlib import Path

import pytest

from bench.libraries import CASES, build, read_truth
from bench.libraries import cases as bench_cases
from bench.libraries.isbn import check13, hyphened, numbered, ten
from bench.libraries.shelves import families
from rianru.kernel.formats.marc.iso2709 import read, split

WORKS = 3_000
DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return build(tmp_path_factory.mktemp("libraries"), works=WORKS)


@pytest.fixture(scope="module")
def rows(made):
    """Truth and record, side by side."""
    truth = {(one.source, one.number): one for one in read_truth(made.truth)}
    found = []
    for code, path in made.files.items():
        with path.open("rb") as stream:
            records = [read(chunk.raw) for chunk in split(stream)]
        found += [(truth.pop((code, record.control("001"))), record) for record in records]
    assert truth == {}
    return found


def _bytes(made):
    return {path.name: path.read_bytes() for path in (*made.files.values(), made.truth)}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_gives_others(tmp_path):
    one, again, other = (build(tmp_path / name, works=200, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    assert _bytes(one) == _bytes(again)
    assert _bytes(one) != _bytes(other)


def test_as_many_records_as_asked_in_as_many_sources_as_asked(tmp_path):
    made = build(tmp_path, records=1_234, sources=8)
    assert made.records == sum(1 for _ in read_truth(made.truth)) == 1_234
    assert len(made.files) == 8
    assert all(path.stat().st_size for path in made.files.values())


def test_every_record_is_read_back_and_has_its_truth(made, rows):
    assert len(rows) == made.records > WORKS * 2
    assert all(record.control("001") and list(record.get("245")) for _, record in rows)
    assert len({truth.work for truth, _ in rows}) <= made.works
    works = defaultdict(set)
    for truth, _ in rows:
        works[truth.edition].add(truth.work)
    assert all(len(held) == 1 for held in works.values())


def test_every_case_is_there_and_nothing_else(made):
    assert set(made.cases) == set(CASES)


def test_families_come_in_the_shares_that_are_promised():
    drawn = Counter()
    for family, _ in zip(families(), range(12_000), strict=False):
        drawn[family[0].cases[0]] += 1
    shares = {name: case.share for name, case in CASES.items() if case.of == "families"}
    assert sum(shares.values()) == pytest.approx(1)
    assert {name: count / 12_000 for name, count in drawn.items()} == pytest.approx(shares, abs=0.012)


def test_habits_come_in_the_shares_that_are_promised(made):
    shares = {name: case.share for name, case in CASES.items() if case.of == "records, by habit"}
    assert {name: made.cases[name] / made.records for name in shares} == pytest.approx(shares, abs=0.03)


def test_four_books_in_five_are_thai(rows):
    thai = sum(record.control("008")[35:38] == "tha" for _, record in rows)
    assert 0.75 < thai / len(rows) < 0.86


def _numbers(record):
    for field in record.get("020"):
        if written := field.first("a").split(" ")[0].replace("-", ""):
            yield written


def _valid(number):
    if len(number) == 13:
        return number[:12].isdigit() and check13(number[:12]) == number[12]
    return number == ten(numbered_like(number))


def numbered_like(number):
    nine = number[:9]
    return type(numbered(1, group="0"))("978" + nine + check13("978" + nine), 1)


def test_an_isbn_is_valid_unless_its_record_has_a_slip_in_it(rows):
    for truth, record in rows:
        assert all(_valid(number) for number in _numbers(record)) is ("isbn_slip" not in truth.cases), truth


def test_known_numbers_of_known_books_have_the_check_digits_they_are_printed_with():
    assert check13("978030640615") == "7"
    assert ten(numbered_like("0306406152")) == "0306406152"
    assert hyphened(numbered_like("0306406152"), "9780306406157") == "978-0-3064-0615-7"


def _alike(rows):
    """Records that say the same, word for word, and are of different editions: nobody could tell those apart."""
    said = defaultdict(set)
    for truth, record in rows:
        said[tuple(field for field in record.fields if field.tag not in ("001", "003"))].add(truth.edition)
    return [editions for editions in said.values() if len(editions) > 1]


def test_no_two_editions_are_described_in_the_same_words(rows):
    assert _alike(rows) == []


def test_a_second_truth_for_the_same_words_is_found(rows):
    truth, record = rows[0]
    assert _alike([*rows[:9], (truth._replace(edition="e0"), record)]) == [{truth.edition, "e0"}]


def _known_by(truth, record):
    """By what a cataloguer could know a record, besides its title."""
    if any(_valid(number) for number in _numbers(record)) and "placeholder_isbn" not in truth.cases:
        return "isbn"
    if list(record.get("100", "110", "700", "710")) or any(field.first("c") for field in record.get("245")):
        return "author"
    return "publisher" if any(field.first("b") for field in record.get("260", "264")) else ""


def test_every_record_says_enough_to_be_known_by_or_is_a_twin_of_title_and_year(rows):
    assert {truth.cases for truth, record in rows if not _known_by(truth, record) and "bare_twins" not in truth.cases} == set()
    assert {"", "isbn", "author", "publisher"} == {_known_by(truth, record) for truth, record in rows}


def test_one_source_has_an_edition_twice_only_with_the_same_isbn(rows):
    held = defaultdict(list)
    for truth, record in rows:
        held[truth.source, truth.edition].append((truth, {number[-10:-1] for number in _numbers(record)}))
    twice = [records for records in held.values() if len(records) > 1]
    assert len(twice) > 50
    assert all(set.intersection(*(numbers for _, numbers in records)) for records in twice)
    assert all("twice_in_source" in truth.cases for records in twice for truth, _ in records)


def test_placeholders_stand_on_many_titles(rows):
    titles = defaultdict(set)
    for truth, record in rows:
        if "placeholder_isbn" in truth.cases:
            titles[next(_numbers(record))[-10:-1]].add(truth.work)
    assert len(titles) <= 5
    assert max(map(len, titles.values())) > 5


def test_the_document_lists_every_case_with_its_share_and_its_truth():
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    told = {row[0].strip("`"): (row[1], row[2]) for row in cells if row[0].strip("`") in CASES}
    assert told == {name: (bench_cases.percent(case.share), case.truth) for name, case in CASES.items()}


def test_the_document_lists_no_case_that_is_gone():
    """Cases are never removed: this list only grows."""
    assert len(CASES) >= 48
