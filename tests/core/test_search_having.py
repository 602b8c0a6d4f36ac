"""What is counted is what was found: the quick way to ask for the same documents names the same ones."""

import pytest
import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.core.search import follow, schema, wording
from rianru.core.search.document import Document
from rianru.kernel.ids import new_id

TEXTS = [
    "ผ้าทอเมืองน่าน", "ทอผ้าสีแดง", "สีแดงของดอกชบา", "แดง", "ห้องสมุดประชาชน", "ห้องสมุดเพื่อประชาชน", "พระอภัยมณี เล่ม 2",
    "Weaving of Nan 2562", "9786161234567", "978-616-123-456-7", "ดอกชบา", "ประชาชน ห้องสมุด", "สมุดบันทึก", "ก",
]
WORDS = st.lists(st.sampled_from([*TEXTS, *(word for text in TEXTS for word in text.split()), "ชบา", "สมุด", "แดง 2"]),
                 min_size=1, max_size=3).map(" ".join)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    """Each text as the title, the person, the subject, the series or the summary of some document."""
    index = schema.prepare(tantivy.Index(schema.build(), path=str(tmp_path_factory.mktemp("having"))))
    writer = index.writer(heap_size=20_000_000, num_threads=1)
    for n, text in enumerate(TEXTS):
        for m, name in enumerate(schema.FIELDS):
            fields = {"title": "อื่น", name: text}
            number = (TEXTS[8],) if (n + m) % 5 == 0 else ()
            writer.add_document(schema.row(Document(new_id(), "work", numbers=number, **fields)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index.searcher()


def _those(searcher, query):
    return {address.doc for _, address in searcher.search(query, limit=1_000).hits}


@settings(max_examples=150, deadline=None)
@given(WORDS)
def test_the_quick_way_finds_the_same_documents(searcher, text):
    shape, asked = schema.build(), wording.asked(text)
    having = wording.having(shape, asked, text)
    assert having is not None
    by_field = wording.by_field(shape, asked, text, tantivy.Occur.Must)
    assert _those(searcher, having) == _those(searcher, by_field)
    assert _those(searcher, wording.query(shape, asked, text, tantivy.Occur.Must)) == _those(searcher, by_field)


@pytest.mark.parametrize("text", ['"ทอผ้า"', "title:แดง", "แดง -ชบา"])
def test_where_more_than_words_is_asked_there_is_no_quick_way(text):
    assert wording.having(schema.build(), wording.asked(text), text) is None


@pytest.mark.parametrize(("documents", "part"), [(0, 1), (1, 1), (25_000, 25_000), (25_001, 3_126), (1_010_418, 15_788)])
def test_an_index_is_cut_so_that_its_parts_become_one(documents, part):
    assert follow.parts_of(documents) == part
    pieces = -(-documents // part)
    assert pieces in (0, 1) or pieces in (8, 64, 512)
