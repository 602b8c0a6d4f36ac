"""A MARC record in memory: leader, and fields in their order. Both are light: what nobody asks for is not cut up."""

from collections.abc import Container, Iterator, Sequence

SUBFIELD = "\x1f"
_NONE: tuple[tuple[str, str], ...] = ()


class Field:
    """One variable field. A control field (00X) has `data` and no subfields.

    Not to be changed after it is made. One made by `of` keeps its text and cuts the subfields on first use.
    """

    __slots__ = ("_data", "_indicators", "_subfields", "_text", "tag")

    tag: str
    _text: str | None
    _data: str
    _indicators: str
    _subfields: tuple[tuple[str, str], ...]

    def __init__(
        self, tag: str, data: str = "", indicators: str = "  ", subfields: tuple[tuple[str, str], ...] = _NONE
    ) -> None:
        self.tag = tag
        self._text = None
        self._data, self._indicators, self._subfields = data, indicators, subfields

    @classmethod
    def of(cls, tag: str, text: str) -> "Field":
        """From a field's text as it stands in ISO 2709, without its terminator. Tags below 010 are control fields."""
        made = cls.__new__(cls)
        made.tag, made._text = tag, text
        return made

    def _cut(self) -> None:
        text = self._text
        if text is None:
            return
        if self.tag < "010":
            self._data, self._indicators, self._subfields = text, "  ", _NONE
        else:
            indicators, *parts = text.split(SUBFIELD)
            self._data, self._indicators = "", indicators[:2].ljust(2)
            self._subfields = tuple([(part[0], part[1:]) for part in parts if part])
        self._text = None

    @property
    def data(self) -> str:
        """A control field's text; empty in any other."""
        if self._text is not None:
            self._cut()
        return self._data

    @property
    def indicators(self) -> str:
        """Two characters; two blanks in a control field."""
        if self._text is not None:
            self._cut()
        return self._indicators

    @property
    def subfields(self) -> tuple[tuple[str, str], ...]:
        """Pairs of code and value, in the field's own order."""
        if self._text is not None:
            self._cut()
        return self._subfields

    def first(self, code: str) -> str:
        """The first subfield of a code, stripped; empty when there is none."""
        for name, value in self.subfields:
            if name == code:
                return value.strip()
        return ""

    def all(self, codes: str) -> list[str]:
        """Every subfield whose code is among `codes`, in the field's own order, stripped, blanks left out."""
        return [found for name, value in self.subfields if name in codes and (found := value.strip())]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Field):
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        if self.subfields or not self.data:
            return f"Field({self.tag!r}, indicators={self.indicators!r}, subfields={self.subfields!r})"
        return f"Field({self.tag!r}, data={self.data!r})"

    def _parts(self) -> tuple[object, ...]:
        return self.tag, self.data, self.indicators, self.subfields

    def __reduce__(self) -> tuple[object, ...]:
        return Field, (self.tag, self.data, self.indicators, self.subfields)


class Record:
    """A leader of 24 characters and the fields. Not to be changed after it is made.

    One made by `of` makes its fields when they are asked for, and by `get` and `among` only those.
    """

    __slots__ = ("_fields", "_tags", "_texts", "leader")

    leader: str
    _fields: tuple[Field, ...] | None
    _tags: Sequence[str]
    _texts: Sequence[str]

    def __init__(self, leader: str, fields: tuple[Field, ...]) -> None:
        self.leader = leader
        self._fields = fields
        self._tags = self._texts = ()

    @classmethod
    def of(cls, leader: str, tags: Sequence[str], texts: Sequence[str]) -> "Record":
        """From tags and the fields' texts as they stand in ISO 2709, one for one."""
        made = cls.__new__(cls)
        made.leader, made._tags, made._texts, made._fields = leader, tags, texts, None
        return made

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields in the record's own order."""
        if self._fields is None:
            self._fields = tuple(map(Field.of, self._tags, self._texts))
        return self._fields

    def get(self, *tags: str) -> Iterator[Field]:
        """Fields of any of these tags, in the record's own order."""
        return iter(self.among(tags))

    def among(self, tags: Container[str]) -> list[Field]:
        """The same for a container of tags; with a set or a dict the quickest way to a few fields."""
        if self._fields is not None:
            return [field for field in self._fields if field.tag in tags]
        return [Field.of(tag, text) for tag, text in zip(self._tags, self._texts, strict=False) if tag in tags]

    def control(self, tag: str) -> str:
        """The data of the first control field of a tag; empty when there is none."""
        for field in self.get(tag):
            return field.data
        return ""

    def linked(self, tag: str) -> Iterator[Field]:
        """The 880 fields that give `tag` in another script ($6 `245-01/...`)."""
        return (field for field in self.get("880") if field.first("6").startswith(tag + "-"))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record):
            return NotImplemented
        return self.leader == other.leader and self.fields == other.fields

    def __hash__(self) -> int:
        return hash((self.leader, self.fields))

    def __repr__(self) -> str:
        return f"Record({self.leader!r}, {self.fields!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return Record, (self.leader, self.fields)
