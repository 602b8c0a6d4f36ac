"""A publication in the words of those who cite it: APA, BibTeX and RIS. MARC is written by kernel.formats.marc.compose.

No field can break out of its format: every value is made one line of visible signs (`one_line`), and each format writes
the signs that mean something to it as text. Programs of others read the files back in the tests: pybtex and rispy.
"""

from rianru.kernel.formats.citations.apa import Piece, apa, plain
from rianru.kernel.formats.citations.bibtex import bibtex
from rianru.kernel.formats.citations.cited import Cited, Maker, part_of_role
from rianru.kernel.formats.citations.ris import ris

__all__ = ["Cited", "Maker", "Piece", "apa", "bibtex", "part_of_role", "plain", "ris"]
