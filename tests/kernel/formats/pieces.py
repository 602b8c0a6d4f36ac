"""Any record there can be, and a file cut into its records: for the tests of the forms that are no ISO 2709."""

from collections.abc import Callable, Iterable
from io import BytesIO

import pytest
from hypothesis import strategies as st

from rianru.kernel.formats.marc import Chunk, Field, Record, iso2709

LEADER = "00000nam a2200000   4500"
_text = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"), max_size=20)
_sign = st.sampled_from("0123456789 abz")
_controls = st.builds(Field, st.sampled_from(["001", "003", "008"]), data=_text)


def records(*, subfields: int = 0) -> st.SearchStrategy[Record]:
    """Records of 1 to 5 fields, which have at least so many subfields."""
    pairs = st.lists(st.tuples(st.sampled_from("abcxyz0129"), _text), min_size=subfields, max_size=4).map(tuple)
    tag, indicators = st.integers(10, 999).map("{:03}".format), st.builds("{}{}".format, _sign, _sign)
    datas = st.builds(Field, tag, indicators=indicators, subfields=pairs)
    return st.lists(_controls | datas, min_size=1, max_size=5).map(lambda fields: Record(LEADER, tuple(fields)))


def cut(
    split: Callable[..., Iterable[Chunk]], content: bytes, *, chunk: int = 1 << 20, longest: int = 8 << 20,
    offset: int = 0, number: int = 0,
) -> list[Chunk]:
    """What `split` makes of a file from an offset on, read in blocks of so many bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(iso2709, "CHUNK", chunk)
        patch.setattr(iso2709, "LONGEST", longest)
        stream = BytesIO(content)
        stream.seek(offset)
        return list(split(stream, offset=offset, number=number))
