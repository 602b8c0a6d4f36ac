"""A source's own fields: which of them mean one of ours."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from rianru.kernel.formats.marc.holdings import MappingWrong
from rianru.kernel.formats.marc.record import Field

_PLACE: Final = re.compile(r"00[0-9]|(?!00)[0-9A-Z]{3}[a-z0-9]{1,12}", re.ASCII)
# Ours → the field of the standard that says the same: tag, indicators, and codes. A further code takes what a source
# writes in its second, third … subfield; the last takes all that follow.
_STANDARD: Final = {
    "title": ("245", "00", "abnp"),
    "other_titles": ("246", "  ", "a"),
    "uniform_title": ("240", "10", "a"),
    "people": ("700", "0 ", "ae"),
    "subjects": ("650", " 4", "ax"),
    "genres": ("655", " 4", "ax"),
    "edition": ("250", "  ", "ab"),
    "publisher": ("264", " 1", "b"),
    "place": ("264", " 1", "a"),
    "year": ("264", " 1", "c"),
    "isbns": ("020", "  ", "aq"),
    "issns": ("022", "  ", "a"),
    "extent": ("300", "  ", "a"),
    "series": ("490", "0 ", "av"),
    "notes": ("500", "  ", "a"),
    "contents": ("505", "0 ", "a"),
    "summary": ("520", "  ", "a"),
    "audience": ("521", "  ", "a"),
    "links": ("856", "40", "uz"),
    "call_number": ("090", "  ", "ab"),
}


@dataclass(frozen=True)
class FieldMapping:
    """Ours → places of the source, each a tag and codes (`095a`, `698axy`) or a control field (`009`).

    What a source's own field says goes before what the standard's field says; lists hold both. `language` takes codes
    and words; `control_number` goes before 001.
    """

    control_number: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    other_titles: tuple[str, ...] = ()
    uniform_title: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    edition: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    isbns: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()
    extent: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    call_number: tuple[str, ...] = ()
    by_tag: Mapping[str, tuple[tuple[str, str], ...]] = field(init=False, repr=False, compare=False)
    """Tag of the source → ours and the codes. Derived."""

    def __post_init__(self) -> None:
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for name in _names():
            for place in getattr(self, name):
                found[place[:3]] = (*found.get(place[:3], ()), (name, place[3:]))
        object.__setattr__(self, "by_tag", found)

    @classmethod
    def parse(cls, value: Mapping[str, Any]) -> "FieldMapping":
        """From stored JSON: `{"call_number": ["095a"], "subjects": ["698ax"]}`. Refuses the rest (MappingWrong)."""
        for name, places in value.items():
            if name not in _names() or not isinstance(places, list):
                raise MappingWrong(part=name)
            for place in places:
                if not (isinstance(place, str) and _PLACE.fullmatch(place)):
                    raise MappingWrong(part=f"{name}: {place}")
        return cls(**{name: tuple(places) for name, places in value.items()})

    def own(self, found: Field) -> Iterator[tuple[str, Field]]:
        """What a field of the source says in ours, each as the field in which the standard says it."""
        for name, codes in self.by_tag.get(found.tag, ()):
            texts = found.all(codes) if codes else [found.data.strip()]
            if not any(texts):
                continue
            if name not in _STANDARD:
                yield name, Field("", subfields=(("a", " ".join(texts)),))
                continue
            tag, indicators, into = _STANDARD[name]
            pairs = tuple((into[min(at, len(into) - 1)], text) for at, text in enumerate(texts))
            yield name, Field(tag, indicators=indicators, subfields=pairs)


def _names() -> list[str]:
    return [one.name for one in fields(FieldMapping) if one.init]


NONE: Final = FieldMapping()
