"""What is shown of a facet is counted exactly, however the index is cut into segments."""

from collections import Counter

import pytest
import tantivy

from rianru.core.search import counts, schema
from rianru.core.search.choices import Choices
from rianru.core.search.document import Document
from rianru.kernel.ids import new_id

ALL = tantivy.Query.all_query()
SEGMENTS = (["ก"] * 5 + ["ข"] * 4 + ["ค"] * 3 + ["ง"], ["ง"] * 6 + ["จ"] * 4 + ["ค"] * 3 + ["ก"])
TRUTH = dict(Counter(name for names in SEGMENTS for name in names).most_common())


@pytest.fixture
def searcher(tmp_path):
    """Two segments, each with its own favourites."""
    index = schema.prepare(tantivy.Index(schema.build(), path=str(tmp_path)))
    for names in SEGMENTS:
        writer = index.writer(heap_size=20_000_000, num_threads=1)
        for name in names:
            facets = {"author": [name], "space": [f"lib-{name}"]}
            writer.add_document(schema.row(Document(new_id(), "work", "หนังสือ", facets=facets)))
        writer.commit()
        writer.wait_merging_threads()
    index.reload()
    assert index.searcher().num_segments == 2
    return index.searcher()


def _counted(searcher, **more):
    return counts.counted(searcher, schema.build(), ALL, Choices(**more), ("author", "space"), 0)


@pytest.fixture
def two(monkeypatch):
    """Two values are shown of a facet, and each segment hands over two."""
    monkeypatch.setattr(counts, "MOST_VALUES", 2)
    monkeypatch.setattr(counts, "HANDED_OVER", 2)


@pytest.mark.usefixtures("two")
def test_values_that_only_some_segments_hand_over_are_counted_in_all(searcher):
    assert _counted(searcher)["author"] == {"ง": 7, "ก": 6}


@pytest.mark.usefixtures("two")
def test_control_without_the_second_count_they_come_out_too_low(searcher):
    told = searcher.aggregate(ALL, {"author": {"terms": counts._asked("author", 2)}})["author"]
    assert sorted(one["doc_count"] for one in told["buckets"]) == [5, 6]  # seven of ง, six of ก
    assert told["doc_count_error_upper_bound"] > 0


def test_names_and_places_are_counted_alike(searcher):
    found = _counted(searcher)
    assert found["author"] == TRUTH
    assert found["space"] == {f"lib-{name}": many for name, many in TRUTH.items()}


def test_a_facet_that_is_chosen_from_keeps_its_other_values(searcher):
    found = _counted(searcher, chosen={"author": ["ก"]})
    assert found == {"author": TRUTH, "space": {"lib-ก": TRUTH["ก"]}}


FORMATS: tuple[list[str], ...] = (["book"], ["audio", "book"], ["book", "audio", "ebook"], ["audio"], [])


def test_what_a_document_has_together_is_counted_value_by_value(tmp_path):
    searcher = _indexed(tmp_path, FORMATS[:2], FORMATS[2:])
    assert searcher.num_segments == 2
    names, shape = ("format", "author"), schema.build()
    assert counts.counted(searcher, shape, ALL, Choices(), names, 0)["format"] == {"audio": 3, "book": 3, "ebook": 1}
    chosen = Choices(chosen={"format": ["ebook"]})
    found = counts.counted(searcher, shape, ALL, chosen, names, 0)
    assert (found["format"], found["author"]) == ({"audio": 3, "book": 3, "ebook": 1}, {"ผู้แต่งที่ 2": 1})


def test_of_what_documents_have_together_only_the_most_frequent_values_are_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(counts, "MOST_VALUES", 2)
    searcher = _indexed(tmp_path, FORMATS[1:], ())
    assert counts.counted(searcher, schema.build(), ALL, Choices(), ("format",), 0)["format"] == {"audio": 3, "book": 2}


def _indexed(folder, *segments):
    """Works of these formats, each of an author of its own; a segment of each part."""
    index, n = schema.prepare(tantivy.Index(schema.build(), path=str(folder))), 0
    for part in filter(None, segments):
        writer = index.writer(heap_size=20_000_000, num_threads=1)
        for formats in part:
            facets = {"format": formats, "author": [f"ผู้แต่งที่ {n}"]}
            writer.add_document(schema.row(Document(new_id(), "work", "หนังสือ", facets=facets)))
            n += 1
        writer.commit()
        writer.wait_merging_threads()
    index.reload()
    return index.searcher()
