"""What a query asks for, as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.core.search.query import MOST_WORDS, Term, number_in, parse


@pytest.mark.parametrize(("text", "terms"), [
    ("แม่น้ำ เจ้าพระยา", (Term("แม่น้ำ"), Term("เจ้าพระยา"))),
    ("title:แม่น้ำ", (Term("แม่น้ำ", "title"),)),
    ("TITLE: แม่น้ำ", (Term("แม่น้ำ", "title"),)),
    ("ผู้แต่ง:“มานี ใจดี” น้ำ", (Term("มานี ใจดี", "people", phrase=True), Term("น้ำ"))),
    ("น้ำ -ฝน -title:ตก", (Term("น้ำ"), Term("ฝน", unwanted=True), Term("ตก", "title", unwanted=True))),
    ("-ฝน", (Term("ฝน"),)),
    ('"เปิดค้าง', (Term("เปิดค้าง"),)),
    ("ราคา:แพง", (Term("ราคา แพง"),)),
    ("978-616-123-456-7", (Term("978-616-123-456-7"),)),
    ("isbn:978-616-123-456-7", (Term("978-616-123-456-7", "numbers"),)),
    ('""', ()), ("", ()), ("   ", ()), ('"', ()),
])
def test_a_query_is_read_as_it_is_meant(text, terms):
    assert parse(text) == terms


@pytest.mark.parametrize(("text", "number"), [("ISBN 978", "978"), ("issn: 1234", "1234"), ("ISBN-13 978-616", "978-616"), ("island", "island"), ("978", "978")])
def test_the_word_in_front_of_a_number_is_not_part_of_it(text, number):
    assert number_in(text) == number


@given(st.text(max_size=600))
def test_any_text_is_a_query(text):
    terms = parse(text)
    assert len(terms) <= MOST_WORDS
    assert not terms or any(not term.unwanted for term in terms)
