from rianru.kernel.numbers import counted, format_number, size_of


def test_numbers_are_grouped_by_thousands() -> None:
    assert [format_number(n) for n in (0, 999, 1000, -1234567)] == ["0", "999", "1,000", "-1,234,567"]


def test_a_count_never_parts_from_its_unit() -> None:
    assert counted(3, "เล่ม", "book").in_("th") == "3\u00a0เล่ม"
    assert [counted(n, "เล่ม", "book").in_("en") for n in (0, 1, 3)] == ["0\u00a0books", "1\u00a0book", "3\u00a0books"]
    assert counted(1200, "คน", "person", "people").in_("en") == "1,200\u00a0people"


def test_a_size_is_said_whole_and_never_larger_than_it_is() -> None:
    assert [size_of(n) for n in (64 << 10, (1 << 20) - 1, 1 << 20, 2_621_440)] == ["64 kB", "1,023 kB", "1 MB", "2 MB"]
