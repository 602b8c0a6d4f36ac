"""Texts for the laws: Thai in every state of repair, beside whatever else Unicode holds."""

from hypothesis import strategies as st

from rianru.kernel.thai.lexicon import lexicon

THAI = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B, exclude_categories=["Cn"]), max_size=12)
MARKS = st.text("กอรเแา ำะิุัํ่้็์ฺๅๆ", max_size=12)
OTHER = st.text(max_size=12)
ODD = st.text("aÁé Kßﬁ２²½ʻøİ\u0301\u200b\u200c\u200d\ufeff\xad\x00\t\n\x85\u3000\xa0👩🎓日語ພິ", max_size=12)


def dictionary_words() -> list[str]:
    """Listed Thai words of at least two letters, without signs, as folding leaves them."""
    signs = set(".ๆฯ-")
    return sorted(word for word in lexicon().words if len(word) > 1 and "ๅ" not in word and not signs & set(word))


def texts() -> st.SearchStrategy[str]:
    """Any mixture of the above and of dictionary words."""
    words = st.sampled_from(dictionary_words())
    return st.lists(st.one_of(THAI, MARKS, OTHER, ODD, words), max_size=6).map("".join)
