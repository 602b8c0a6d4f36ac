"""A credential as the statements that a signature covers: RDF quads in the lines of N-Quads.

Strict on purpose. JSON-LD skips what it does not know, and what is skipped is signed by nobody: whoever adds a line to
a badge would not be found out. Here an unknown term, a relative address, a null, an empty array or a number that
others would round is refused by name (MeaningUnknown, CredentialUnreadable).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from rianru.kernel.formats.badges.refusals import CredentialUnreadable, MeaningUnknown
from rianru.kernel.formats.badges.vocabulary import Term, Terms, terms_of
from rianru.kernel.words import T

Quad = tuple[str, str, str, str]  # subject, predicate, object, graph; each as N-Quads writes it, the graph "" or a node

DEEPEST: Final = 24  # levels of nodes in nodes; ours have five
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE, _FIRST, _REST, _NIL = (f"<{_RDF}{name}>" for name in ("type", "first", "rest", "nil"))
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\x7f]+")
_LANGUAGE: Final = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*")
_ESCAPED: Final = re.compile(r'[\x00-\x1f\x7f"\\]')
_ESCAPES: Final = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_WHOLE: Final = 2**53  # beyond it a reader in a browser rounds


def statements(document: Mapping[str, Any]) -> list[Quad]:
    """The statements of a JSON-LD document whose `@context` names shipped contexts; each once, in no certain order."""
    contexts = document.get("@context")
    if not isinstance(contexts, list) or not contexts or not all(isinstance(one, str) for one in contexts):
        _unreadable("@context", T("ต้องเป็นรายการที่อยู่ของคำศัพท์", "a list of addresses of vocabularies is needed"))
    reading = _Reading(contexts)
    said = {key: value for key, value in document.items() if key != "@context"}
    reading.node(said, terms_of(tuple(contexts)), "", "", 0)
    return list(dict.fromkeys(reading.quads))


class _Reading:
    """One document being read: its quads so far, and the names given to nameless nodes."""

    def __init__(self, contexts: list[str]) -> None:
        self.contexts = contexts
        self.quads: list[Quad] = []
        self.named = 0

    def nameless(self) -> str:
        self.named += 1
        return f"_:b{self.named - 1}"

    def node(self, node: Mapping[str, Any], terms: Terms, graph: str, at: str, depth: int) -> str:
        """Writes a node with everything below it and answers its name. `terms` are those around it."""
        if depth > DEEPEST:
            _unreadable(at, T("ซ้อนกันลึกเกินไป", "nested too deep"))
        if not node:
            _unreadable(at, T("ว่างเปล่า", "it is empty"))
        name = f"<{address(node['id'], _under(at, 'id'), terms)}>" if "id" in node else self.nameless()
        kinds = _kinds(node, at)
        for kind in kinds:
            self.quads.append((name, _TYPE, f"<{_vocabulary_address(kind, terms, _under(at, 'type'))}>", graph))
        inside = terms
        for kind in sorted(kinds):
            if kind in terms and terms[kind].brings:
                inside = {**inside, **terms[kind].brings}
        for key, value in node.items():
            if key not in ("id", "type"):
                self._property(name, key, value, inside, terms, graph, _under(at, key), depth)
        return name

    def _property(
        self, name: str, key: str, value: Any, inside: Terms, around: Terms, graph: str, at: str, depth: int,
    ) -> None:
        if key == "@context":  # an endorsement within a badge says its vocabulary again
            if value != self.contexts:
                raise MeaningUnknown(at=at, reason=T("เปลี่ยนชุดคำศัพท์กลางทาง", "the vocabulary changes midway"))
            return
        term = inside.get(key)
        if term is None or not term.usable:
            raise MeaningUnknown(at=at, reason=T("ไม่รู้จักคำนี้", "unknown term"))
        below = {**around, **term.brings} if term.brings else around
        words = {**inside, **term.brings} if term.kind == "@vocab" else below
        held = value if isinstance(value, list) else [value]
        if not held:
            _unreadable(at, T("รายการว่างต้องไม่เขียนไว้", "an empty list must be left out"))
        objects = [
            self._object(one, term, words if isinstance(one, str) else below, graph, at, depth) for one in held
        ]
        if term.container == "@list":
            objects = [self._listed(objects, graph)]
        predicate = f"<{term.address}>"
        self.quads += [(name, predicate, one, graph) for one in objects]

    def _object(self, value: Any, term: Term, terms: Terms, graph: str, at: str, depth: int) -> str:
        """What a property points at. A node of a graph of its own (a proof within) is known by the name of its graph.
        """
        if isinstance(value, dict):
            if "@value" in value:
                return _spoken(value, term, at)
            if term.container == "@graph":
                own = self.nameless()
                self.node(value, terms, own, at, depth + 1)
                return own
            if value.keys() == {"id"}:
                return f"<{address(value['id'], at, terms)}>"
            return self.node(value, terms, graph, at, depth + 1)
        if isinstance(value, str) and term.kind == "@id":
            return f"<{address(value, at, terms)}>"
        if isinstance(value, str) and term.kind == "@vocab":
            return f"<{_vocabulary_address(value, terms, at)}>"
        return _literal(value, "" if term.kind.startswith("@") else term.kind, at)

    def _listed(self, objects: list[str], graph: str) -> str:
        rest = _NIL
        for one in reversed(objects):
            cell = self.nameless()
            self.quads += [(cell, _FIRST, one, graph), (cell, _REST, rest, graph)]
            rest = cell
        return rest


def address(value: Any, at: str, terms: Terms) -> str:
    """An absolute address, whole as it is written. MeaningUnknown where it is relative or begins with a known term."""
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value) or _lone(value):
        raise MeaningUnknown(at=at, reason=T("ต้องเป็นที่อยู่เต็ม", "a whole address is needed"))
    if value.partition(":")[0] in terms:
        raise MeaningUnknown(at=at, reason=T("ที่อยู่นี้กำกวม", "this address can be read in two ways"))
    return value


def _kinds(node: Mapping[str, Any], at: str) -> list[str]:
    kinds = node.get("type", [])
    held = kinds if isinstance(kinds, list) else [kinds]
    if ("type" in node and not held) or not all(isinstance(kind, str) for kind in held):
        _unreadable(_under(at, "type"), T("ต้องเป็นชื่อประเภท", "names of types are needed"))
    return held


def _vocabulary_address(word: str, terms: Terms, at: str) -> str:
    return terms[word].address if word in terms else address(word, at, terms)


def _spoken(value: Mapping[str, Any], term: Term, at: str) -> str:
    """A text with its language, `{"@value", "@language"}`."""
    text, language = value["@value"], value.get("@language")
    if value.keys() != {"@value", "@language"} or not isinstance(text, str) or not isinstance(language, str):
        raise MeaningUnknown(at=at, reason=T("ค่าเขียนในรูปที่ไม่รู้จัก", "a value of an unknown shape"))
    if not _LANGUAGE.fullmatch(language) or term.kind:
        raise MeaningUnknown(at=at, reason=T("รหัสภาษาใช้ตัวเล็ก เช่น th", "languages are written small, like th"))
    return f'"{_escaped(text, at)}"@{language}'


def _literal(value: Any, kind: str, at: str) -> str:
    if isinstance(value, str):
        return f'"{_escaped(value, at)}"' + (f"^^<{kind}>" if kind else "")
    if isinstance(value, bool):
        return f'"{"true" if value else "false"}"^^<{kind or _XSD + "boolean"}>'
    if isinstance(value, (int, float)):
        if not abs(value) < _WHOLE:
            _unreadable(at, T("จำนวนใหญ่เกินไป", "the number is too large"))
        whole = isinstance(value, int) or (value.is_integer() and not kind.endswith("#double"))
        if whole:
            return f'"{int(value)}"^^<{kind or _XSD + "integer"}>'
        return f'"{_double(value)}"^^<{kind or _XSD + "double"}>'
    if value is None:
        _unreadable(at, T("ค่าว่างต้องไม่เขียนไว้", "what is missing must be left out"))
    return _unreadable(at, T("ค่าเขียนในรูปที่ไม่รู้จัก", "a value of an unknown shape"))


def _double(value: float) -> str:
    """The canonical form of xsd:double, as JSON-LD asks: 12.5 is 1.25E1."""
    digits, _, power = f"{value:.15E}".partition("E")
    digits = digits.rstrip("0")
    return f"{digits}0E{int(power)}" if digits.endswith(".") else f"{digits}E{int(power)}"


def _escaped(text: str, at: str) -> str:
    if _lone(text):
        _unreadable(at, T("มีอักขระที่เสีย", "a broken character"))
    return _ESCAPED.sub(_escape, text) if _ESCAPED.search(text) else text


def _escape(found: re.Match[str]) -> str:
    sign = found.group()
    return _ESCAPES.get(sign) or f"\\u{ord(sign):04X}"


def _lone(text: str) -> bool:
    """Whether half of a character stands alone, which JSON can write and UTF-8 cannot."""
    return not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text)


def _under(at: str, key: str) -> str:
    return f"{at}.{key[:60]}" if at else key[:60]


def _unreadable(at: str, reason: T) -> NoReturn:
    raise CredentialUnreadable(at=at, reason=reason)
