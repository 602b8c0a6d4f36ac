"""MARC-in-JSON: objects cut out of the bytes by their braces, each parsed by itself; and written.

Understood: an array of records, records in an envelope, an object a line, objects one after another. Of shapes: the one
of pymarc and ruby-marc, fields as one object, fields as {"tag", "data" | "subfields"}, and the lists of MARC-HASH.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import regex as re  # type: ignore[import-untyped]  # re of Python 3.11.0 to 3.11.4 takes `++` and `*+` wrongly

from rianru.kernel.formats.marc import iso2709
from rianru.kernel.formats.marc.decoding import Findings, clean, decode
from rianru.kernel.formats.marc.iso2709 import LONGEST, Chunk, Readable
from rianru.kernel.formats.marc.marcxml_cut import NoRecords
from rianru.kernel.formats.marc.parts import control_field, data_field, leader_of, tag_of
from rianru.kernel.formats.marc.record import Field, Record
from rianru.kernel.formats.marc.treatment import Treatment
from rianru.kernel.formats.marc.window import Cutter, Window
from rianru.kernel.formats.marc.write import NotWritable

DEEPEST = 200  # brackets whose place is remembered; deeper ones are counted
_STRING = rb'"(?:[^"\\\r\n]++|\\[^\r\n])*+'
_TOKEN = re.compile(_STRING + rb'["\r\n]|[{}\[\]]')
_FLAT = rb"(?:[^\"{}\[\]]++|" + _STRING + rb'")*+'
# Objects without brackets in them (subfields, control fields) are passed over in one step.
_BRACKET = re.compile(_FLAT + rb"(?:\{" + _FLAT + rb"\}" + _FLAT + rb")*+[{}\[\]]")
_HEAD = re.compile(rb'\{\s*+"(?:leader|fields)"\s*+:')
_KEY = re.compile(rb'"(?:leader|fields)"\s*+:')
_VALUES = re.compile(rb'[^"{}\[\]]+')
_BEFORE = re.compile(rb":\s{0,99}\Z")


def split(stream: Readable, *, offset: int = 0, number: int = 0) -> Iterator[Chunk]:
    """The records of a file from `offset` on, where `stream` stands, in bounded memory.

    A record is an object with a key "leader" or "fields" of its own, whatever it stands in; another object is given too
    (and will be refused), unless a record stands in it. One that the next begins in, that the file ends in, or that is
    longer than LONGEST, is given with `cut`. Refuses with NoRecords a file without any object.
    """
    cutter = _Cutter(Window(stream, offset), number)
    yield from cutter.chunks()
    if cutter.number == 0:
        raise NoRecords(form="MARC-in-JSON")


class _Cutter(Cutter):
    """`open`: where the brackets that are open begin in the file, the record's own first once it is `filled`.

    `beside`: the outermost object is the value of a key of an envelope; without MARC in it, it is not told.
    """

    def __init__(self, window: Window, number: int) -> None:
        super().__init__(window, number)
        self.open, self.deeper, self.filled, self.beside = list[int](), 0, False, False

    def chunks(self) -> Iterator[Chunk]:
        window = self.window
        while True:
            token = (_BRACKET.match if self.filled else _TOKEN.search)(window.data, self.at)
            token = token or _TOKEN.search(window.data, self.at)
            if token and (token.end() + 64 < len(window.data) or window.ended):
                if chunk := self._met(token.start(), token.end()):
                    yield chunk
                continue
            if token is None:
                self._no_token()
            if not self.read_on() and token is None:
                break
        if self.start >= 0 and not self.beside:
            yield self.chunk(len(window.data), cut=True)

    def _no_token(self) -> None:
        """Waits for more; a string that is open is looked at from its beginning again, unless it never ends."""
        data = self.window.data
        quote = data.find(b'"', self.at)
        if quote < 0:
            self.skip()
        elif self.window.ended or len(data) - quote > iso2709.LONGEST:
            self.at = quote + 1
            self.skip()
        else:
            self.at = quote

    def _met(self, start: int, end: int) -> Chunk | None:
        """Goes past one string or one bracket, which may have strings before it in a record that is known as one."""
        data, self.at = self.window.data, end
        sign = data[end - 1 : end]
        lost = _HEAD.search(data, start, end + 64) if data.find(b"{", start, end - 1) >= 0 else None
        if lost and lost.start() < end - 1:  # quotation marks are out of step: no string ends before a name
            self.at = lost.start() + 1
            return self._opened(lost.start())
        if sign == b"{":
            return self._opened(end - 1)
        if sign == b"[":
            if self.open:
                self._push(end - 1)
        elif sign in b"}]":
            return self._closed(end) if self.open else None
        elif not self.filled and self.open and _KEY.match(data, start):
            self._found()
        return None

    def _opened(self, position: int) -> Chunk | None:
        before = None
        if self.filled and _HEAD.match(self.window.data, position):  # the one before never ended
            before = self.chunk(position, cut=True)
            self._reset()
        if not self.open:
            self.begin(position)
            self.beside = bool(_BEFORE.search(self.window.data[max(position - 100, 0) : position]))
        self._push(position)
        return before

    def _found(self) -> None:
        """The innermost open bracket is the record; what is around it is an envelope."""
        begun = self.open[-1]
        if self.deeper or self.window.data[begun - self.window.base : begun - self.window.base + 1] != b"{":
            return
        self.start, self.head, self.open, self.filled, self.beside = begun, b"", [begun], True, False

    def _closed(self, end: int) -> Chunk | None:
        if self.deeper:
            self.deeper -= 1
            return None
        self.open.pop()
        if self.open:
            return None
        beside = self.beside
        self._reset()
        if beside:
            self.drop(end)
        return None if beside else self.chunk(end)

    def _push(self, position: int) -> None:
        if len(self.open) < DEEPEST:
            self.open.append(self.window.base + position)
        else:
            self.deeper += 1

    def _reset(self) -> None:
        self.open, self.deeper, self.filled, self.beside = [], 0, False, False


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its pairs in order, a key given twice kept twice."""

    def value(self, *names: str) -> Any:
        """The first value under any of these keys; None without one."""
        return next((value for name in names for key, value in self if key == name), None)


class _Numeral(str):
    """A number as it was written."""

    __slots__ = ()


def read_json(raw: bytes, *, declared: str = "") -> Treatment:
    """One object's bytes. Errors: cut, too_long, json, too_deep, no_fields."""
    if len(raw) > LONGEST:
        return Treatment(None, error="too_long")
    if not raw.endswith(b"}"):
        return Treatment(None, error="cut")
    notes = Findings()
    text = decode(raw, declared, _VALUES, notes)
    try:
        found = json.loads(
            text, object_pairs_hook=_Pairs, parse_int=_Numeral, parse_float=_Numeral, parse_constant=_Numeral,
            strict=False,
        )  # fmt: skip
    except RecursionError:
        return Treatment(None, encoding=notes.encoding, error="too_deep")
    except ValueError:
        return Treatment(None, encoding=notes.encoding, error="json")
    fields = list(_fields(found.value("fields"), notes)) if isinstance(found, _Pairs) else []
    if not fields:
        return Treatment(None, encoding=notes.encoding, error="no_fields")
    record = Record(leader_of(_text(found.value("leader"), notes), notes), tuple(fields))
    if not raw.isascii() or "\\u" in text:
        notes.encoding = notes.encoding if notes.encoding != "ascii" else "utf-8"
    return Treatment(record, notes.encoding, tuple(notes.repairs), tuple(notes.losses))


def _fields(given: Any, notes: Findings) -> Iterator[Field]:
    """Fields in any of the shapes."""
    if isinstance(given, _Pairs):
        notes.mended("json_shape")
        for tag, value in given:
            yield from _named(tag, value, notes)
    elif isinstance(given, list):
        for one in given:
            yield from _one(one, notes)


def _one(given: Any, notes: Findings) -> Iterator[Field]:
    if isinstance(given, _Pairs) and (tag := given.value("tag")) is not None:
        notes.mended("json_shape")
        subfields = given.value("subfields", "subfield")
        data = given.value("data", "value", "content")
        yield from _named(_text(tag, notes), _text(data, notes) if subfields is None else given, notes)
    elif isinstance(given, _Pairs):
        for tag, value in given:
            yield from _named(tag, value, notes)
    elif isinstance(given, list) and len(given) in (2, 4):
        notes.mended("json_shape")
        pairs = _Pairs(zip(("ind1", "ind2", "subfields"), given[1:], strict=True)) if len(given) == 4 else given[1]
        yield from _named(_text(given[0], notes), pairs, notes)
    else:
        notes.lost("value_unclear")


def _named(name: str, value: Any, notes: Findings) -> Iterator[Field]:
    """The field or fields (a list) of one tag."""
    if isinstance(value, list) and not isinstance(value, _Pairs):
        notes.mended("json_shape")
        for one in value:
            if isinstance(one, list) and not isinstance(one, _Pairs):
                notes.lost("value_unclear")
            else:
                yield from _named(name, one, notes)
        return
    tag = tag_of(clean(name, notes), notes)
    if not tag:
        return
    if isinstance(value, _Pairs):
        ind1, ind2 = (value.value(key) for key in ("ind1", "ind2"))
        pair = (None if ind1 is None else _text(ind1, notes), None if ind2 is None else _text(ind2, notes))
        yield data_field(tag, pair, _subfields(value.value("subfields", "subfield"), notes), notes)
    else:
        yield control_field(tag, _text(value, notes), notes)


def _subfields(given: Any, notes: Findings) -> Iterable[tuple[str, str]]:
    if isinstance(given, _Pairs):
        notes.mended("json_shape")
        given = [_Pairs([pair]) for pair in given]
    if not isinstance(given, list):
        if given is not None:
            notes.lost("value_unclear")
        return
    for one in given:
        if isinstance(one, _Pairs) and one.value("code") is not None and len(one) == 2:
            notes.mended("json_shape")
            yield _text(one.value("code"), notes), _text(one.value("value", "data", "content"), notes)
        elif isinstance(one, _Pairs):
            for code, value in one:
                yield clean(code, notes), _text(value, notes)
        elif isinstance(one, list) and len(one) == 2:
            notes.mended("json_shape")
            yield _text(one[0], notes), _text(one[1], notes)
        else:
            notes.lost("value_unclear")


def _text(value: Any, notes: Findings) -> str:
    if isinstance(value, _Numeral):
        notes.mended("json_numbers")
    elif value is None:
        return ""
    elif not isinstance(value, str):
        notes.lost("value_unclear")
        return ""
    return clean(value, notes)


def write_json(record: Record) -> str:
    """The record as MARC-in-JSON, one line: {"leader", "fields": [{"001": …}, {"245": {"ind1", "ind2", "subfields"}}]}.

    Refuses with NotWritable a record without fields, or one whose texts cannot be Unicode.
    """
    fields: list[dict[str, Any]] = [
        {field.tag: field.data}
        if field.tag < "010"
        else {
            field.tag: {
                "ind1": field.indicators[:1],
                "ind2": field.indicators[1:],
                "subfields": [{code: text} for code, text in field.subfields],
            }
        }
        for field in record.fields
    ]
    made = json.dumps({"leader": record.leader, "fields": fields}, ensure_ascii=False)
    number = record.control("001").strip() or "–"
    try:
        made.encode("utf-8")
    except UnicodeEncodeError:
        raise NotWritable(number=number, part="text") from None
    if not fields:
        raise NotWritable(number=number, part="directory")
    return made
