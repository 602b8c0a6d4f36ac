"""What somebody looks for on the list of spaces and its map, read from an address; and the choices that it leaves."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.words import ACCESS, AGES, FACILITIES, KINDS, LANGUAGES

MOST_SIGNS = 60
LISTS: dict[str, dict[str, T]] = {
    "has": {name: label for name, (_, label) in FACILITIES.items()},
    "access": {name: label for name, (_, label) in ACCESS.items()},
    "age": AGES,
    "lang": LANGUAGES,
}
"""The parameters of an address that may come several times."""
TITLES = {
    "has": T("มีอะไร", "What is there"), "access": T("การเข้าถึง", "Access"), "age": T("เหมาะกับ", "For"),
    "lang": T("ภาษา", "Languages"),
}


@dataclass(frozen=True, slots=True)
class Looked:
    """What an address says: single values by name, lists by name, and whether only what is open."""

    one: dict[str, str]
    many: dict[str, tuple[str, ...]]
    open_now: bool

    def wanted(self) -> queries.Wanted:
        """As the query has it."""
        province, kind = self.one["province"], self.one["kind"]
        return queries.Wanted(
            area=province if province.isascii() and province.isdigit() else "", kind=kind if kind in KINDS else "",
            text=self.one["q"], open_now=self.open_now, facilities=self.many["has"], access=self.many["access"],
            ages=self.many["age"], languages=self.many["lang"],
        )

    def pairs(self, without: tuple[str, str] | None = None) -> list[tuple[str, str]]:
        """Name and value of everything that was said, but one."""
        said = [(name, value) for name, value in self.one.items() if value]
        said += [(name, value) for name, values in self.many.items() for value in values]
        said += [("open", "1")] if self.open_now else []
        return [pair for pair in said if pair != without]

    def address(self, **more: str) -> str:
        """`?…` of everything that was said, and more."""
        return f"?{urlencode([*self.pairs(), *more.items()])}"

    def chosen(self) -> list[dict[str, Any]]:
        """web/search_chosen.html: each with the address that goes on without it."""
        found = []
        if self.one["kind"] in KINDS:
            found.append(self._chip("kind", self.one["kind"], T("ประเภท", "Kind"), KINDS[self.one["kind"]]))
        if self.open_now:
            found.append(self._chip("open", "1", T("เวลา", "Time"), T("เปิดอยู่ตอนนี้", "Open now")))
        return found + [
            self._chip(name, value, TITLES[name], LISTS[name][value]) for name, values in self.many.items()
            for value in values
        ]

    def _chip(self, name: str, value: str, facet: T, label: T) -> dict[str, Any]:
        return {"facet": facet, "label": label, "url": f"?{urlencode(self.pairs(without=(name, value)))}"}

    def choices(self) -> list[dict[str, Any]]:
        """Ticks by list: name, title, and each with value, label, chosen."""
        return [
            {"name": name, "title": TITLES[name], "open": bool(self.many[name]), "choices": [
                {"value": value, "label": label, "chosen": value in self.many[name]} for value, label in labels.items()
            ]}
            for name, labels in LISTS.items()
        ]


def looked(request: HttpRequest) -> Looked:
    """`?q=&province=&kind=&open=1&has=&access=&age=&lang=`; what is on no list is let go."""
    one = {name: request.GET.get(name, "").replace("\0", "").strip()[:MOST_SIGNS] for name in ("q", "province", "kind")}
    many = {
        name: tuple(value for value in labels if value in request.GET.getlist(name)) for name, labels in LISTS.items()
    }
    return Looked(one, many, request.GET.get("open") == "1")
