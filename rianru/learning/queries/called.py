"""How what belongs to an activity is called: by the activity's title and kind."""

from rianru.kernel.words import T
from rianru.learning.words import KINDS


class Called:
    """A row that holds the kind and both titles of its activity."""

    __slots__ = ()
    kind: str
    title_th: str
    title_en: str

    @property
    def title(self) -> T:
        """In both languages."""
        return T.verbatim(self.title_th, self.title_en)

    @property
    def label(self) -> T:
        """Workshop, club …"""
        return KINDS[self.kind]
