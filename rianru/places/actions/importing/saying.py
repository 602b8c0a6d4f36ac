"""What one row says of a space: its cells as values, and what is wrong with them. Knows areas by code and by name."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from rianru.kernel.formats import opening_hours
from rianru.kernel.formats.opening_hours import HoursUnclear
from rianru.kernel.refusals import Refused
from rianru.kernel.thai import fold, normalise, to_arabic
from rianru.kernel.words import T
from rianru.places.actions.hours import check_hours
from rianru.places.actions.importing.columns import COLUMNS
from rianru.places.actions.importing.files import Cells
from rianru.places.actions.importing.reasons import REJECTED, Reason, reason, refused
from rianru.places.actions.spaces import demand_contacts
from rianru.places.models import AbolishedArea, Area
from rianru.places.words import ACCESS, AGES, FACILITIES, KINDS, LANGUAGES

LONGEST_NAME: Final = 200
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,49}")
_EMAIL: Final = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")
_DIALLED: Final = re.compile(r"0\d{8,9}")
_SPACERS: Final = re.compile(r"[\s().-]")
_ABROAD: Final = re.compile(r"^\+66[\s-]?0?")
_YES: Final = {"yes", "true", "1", "y", "t", "ใช่", "จริง", "x", "✓"}
_NO: Final = {"", "no", "false", "0", "n", "f", "ไม่", "ไม่ใช่", "เท็จ", "-"}
_BEFORE: Final = re.compile(r"^(?:จังหวัด|จ\.|อำเภอ|อ\.|กิ่งอำเภอ|กิ่ง อ\.|เขต|ตำบล|ต\.|แขวง)\s*")
_AFTER: Final = re.compile(r"\s+(?:province|district|sub-?district)$")
_PIECES: Final = re.compile(r"[;|,/\n]")
_LISTED: Final = re.compile(r"[;|,\n]")


@dataclass(slots=True)
class Said:
    """A row as it was read. `said`: the columns of a space, and only those that the file has."""

    line: int
    name: str = ""
    area: str = ""
    key: str = ""
    code: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)

    @property
    def rejected(self) -> bool:
        """Whether something is wrong that keeps all of it out."""
        return any(code in REJECTED for code, _ in self.reasons)

    def note(self, code: str, **values: Any) -> None:
        """Adds a reason."""
        self.reasons.append(reason(code, **values))


class Areas:
    """Every area by code, and by its names with those it lies in."""

    def __init__(self) -> None:
        self.names: dict[str, tuple[str, str]] = {}
        self.by_name: dict[str, list[str]] = {}
        for code, th, en in Area.objects.values_list("code", "name_th", "name_en"):
            self.names[code] = th, en
            for name in {_area_name(th), _area_name(en)}:
                self.by_name.setdefault(name, []).append(code)
        self.gone = {one.code: one for one in AbolishedArea.objects.all()}

    def said(self, code: str) -> T:
        """An area's names from small to large, as addresses have them."""
        inside_out = [code[:length] for length in (6, 4, 2) if length <= len(code)]
        parts = [self.names[one] for one in inside_out if one in self.names]
        return T.verbatim(" ".join(th for th, _ in parts), ", ".join(en for _, en in parts))

    def check(self, code: str) -> Reason | None:
        """Why a code cannot be used, if so: abolished, with what took over, or never heard of."""
        if code in self.names:
            return None
        gone = self.gone.get(code)
        later = [one for one in gone.successors if one in self.names] if gone else []
        if gone is None or not later:
            return reason("places.area_unknown", area=code)
        return reason(
            "places.area_abolished", area=code, name=T.verbatim(gone.name_th, gone.name_en),
            successors=T.verbatim(", ".join(f"{one} {self.names[one][0]}" for one in later),
                                  ", ".join(f"{one} {self.names[one][1]}" for one in later)),
        )

    def named(self, subdistrict: str, district: str, province: str) -> tuple[str, Reason | None]:
        """The area of these names, the smallest that is named; or why there is none."""
        found = [""]
        for digits, name in ((2, province), (4, district), (6, subdistrict)):
            if name:
                alike = [code for code in self.by_name.get(_area_name(name), ()) if len(code) == digits]
                found = [code for code in alike if any(code.startswith(one) for one in found)]
        value = " ".join(filter(None, (subdistrict, district, province)))
        if not found:
            return "", reason("area_not_found", value=value)
        if len(found) > 1:
            return "", reason("area_several", value=value, codes=", ".join(sorted(found)[:5]))
        return found[0], None


def _area_name(name: str) -> str:
    return _AFTER.sub("", _BEFORE.sub("", fold(name))).replace(" ", "")


class Reader:
    """Reads rows whose columns are these."""

    def __init__(self, columns: Sequence[str], defaults: Mapping[str, Any], areas: Areas) -> None:
        self.columns, self.defaults, self.areas = columns, defaults, areas
        self.kinds = {fold(word): kind for kind, label in KINDS.items() for word in (kind, label.th, label.en)}
        offers = {name: label for name, (_, label) in (FACILITIES | ACCESS).items()}
        self.offers, self.ages, self.languages = (
            {fold(word): one for one, label in words.items() for word in (one, label.th, label.en)}
            for words in (offers, AGES, LANGUAGES)
        )

    def read(self, row: Cells) -> Said:
        """What a row says, judged by itself."""
        found = Said(row.line)
        if row.error:
            found.note(row.error)
        if not row.cells:
            return found
        cells: dict[str, str] = {}
        codes: list[str] = []
        for column, text in zip(self.columns, row.cells, strict=False):
            if column == "area" and text:
                codes.append(text)
            elif column != "ignore":
                cells[column] = text
        for read in (self._names, self._kind, self._position, self._contact, self._rest, self._hours):
            read(found, cells)
        self._area(found, cells, codes)
        found.key = normalise(cells.get("key", ""))[:LONGEST_NAME]
        self._code(found, cells)
        return found

    def _names(self, found: Said, cells: Mapping[str, str]) -> None:
        th, en = (normalise(cells.get(name, "")) for name in ("name_th", "name_en"))
        found.name = (th or en)[:LONGEST_NAME]
        if not th and not en:
            found.note("name_missing")
        elif max(len(th), len(en)) > LONGEST_NAME:
            found.note("name_long")
        else:
            if not en and "name_en" in cells:
                found.note("name_en_missing")
            found.said |= {name: text for name, text in (("name_th", th), ("name_en", en)) if text}

    def _kind(self, found: Said, cells: Mapping[str, str]) -> None:
        typed = cells.get("kind", "").strip()
        kind = self.kinds.get(fold(typed)) if typed else self.defaults.get("kind")
        if kind in KINDS:
            found.said["kind"] = kind
        elif typed:
            found.note("kind_unknown", value=typed[:80])
        else:
            found.note("kind_missing")

    def _position(self, found: Said, cells: Mapping[str, str]) -> None:
        lat, lon = cells.get("lat", ""), cells.get("lon", "")
        if both := cells.get("position", "").strip():
            parts = re.split(r"\s*[,;]\s*|\s+", both.strip("() "))
            if len(parts) != 2:
                return found.note("position_unclear", value=both[:60])
            lat, lon = parts
        if not lat.strip() and not lon.strip():
            return None
        if not lat.strip() or not lon.strip():
            return found.note("position_half")
        try:
            found.said |= {"lat": _degrees(lat), "lon": _degrees(lon)}
        except (InvalidOperation, ValueError):
            found.note("position_unclear", value=f"{lat}, {lon}"[:60])
        return None

    def _area(self, found: Said, cells: Mapping[str, str], codes: Iterable[str]) -> None:
        typed = [to_arabic(one).strip().removesuffix(".0").upper().removeprefix("TH") for one in codes]
        names = [cells.get(name, "").strip() for name in ("subdistrict", "district", "province")]
        if typed:
            code = max(typed, key=len)
            if len(code) not in (2, 4, 6, 8) or not (code.isascii() and code.isdigit()):
                return found.note("area_unclear", value=code[:40])
            if wrong := self.areas.check(code):
                found.reasons.append(wrong)
                return None
            found.area = code
        elif any(names):
            found.area, wrong = self.areas.named(*names)
            if wrong:
                found.reasons.append(wrong)
        elif "lat" not in found.said and not found.rejected:
            found.note("area_missing")
        return None

    def _contact(self, found: Said, cells: Mapping[str, str]) -> None:
        if "phone" in cells:
            numbers = [_ABROAD.sub("0", one.strip()) for one in _PIECES.split(to_arabic(cells["phone"])) if one.strip()]
            number = next((one for one in numbers if _DIALLED.fullmatch(_SPACERS.sub("", one))), "")
            found.said["phone"] = number[:40]
            if numbers and not number:
                found.note("phone_left_out", value=numbers[0][:40])
        if "email" in cells:
            email = cells["email"].strip()
            found.said["email"] = email if _EMAIL.fullmatch(email) and len(email) <= LONGEST_NAME else ""
            if email and not found.said["email"]:
                found.note("email_left_out", value=email[:80])
        for name in ("line_id", "website"):
            text = cells.get(name, "").strip()
            try:
                demand_contacts(**{"phone": "", "line_id": "", "website": ""} | {name: text})
            except Refused:
                found.note("value_left_out", column=COLUMNS[name], value=text[:80])
                text = ""
            if name in cells:
                found.said[name] = text[:LONGEST_NAME]

    def _rest(self, found: Said, cells: Mapping[str, str]) -> None:
        for name in ("address_th", "address_en"):
            if name in cells:
                text = normalise(cells[name])
                if len(text) > 300:
                    found.note("cut_short", column=COLUMNS[name])
                found.said[name] = text[:300]
        for name in ("approximate", "members_only"):
            word = fold(cells[name]) if name in cells else ""
            if word and word not in _YES | _NO:
                found.note("value_left_out", column=COLUMNS[name], value=word[:40])
            if name in cells or self.defaults.get(name):
                found.said[name] = word in _YES or (not word and bool(self.defaults.get(name)))
        self._offers(found, cells)

    def _offers(self, found: Said, cells: Mapping[str, str]) -> None:
        """What is there and how it is reached may stand in one list or in two."""
        if "facilities" in cells or "access" in cells:
            chosen = self._listed(found, f"{cells.get('facilities', '')};{cells.get('access', '')}", self.offers,
                                  COLUMNS["facilities"])
            if "facilities" in cells:
                found.said["facilities"] = [one for one in FACILITIES if one in chosen]
            if "access" in cells or chosen & ACCESS.keys():
                found.said["access"] = [one for one in ACCESS if one in chosen]
        for name, known in (("ages", self.ages), ("languages", self.languages)):
            if name in cells:
                chosen = self._listed(found, cells[name], known, COLUMNS[name])
                found.said[name] = [one for one in dict.fromkeys(known.values()) if one in chosen]

    def _listed(self, found: Said, text: str, known: Mapping[str, str], column: T) -> set[str]:
        """Words of a list; what is not in it is told."""
        chosen = set()
        for one in filter(None, map(str.strip, _LISTED.split(text))):
            if fold(one) in known:
                chosen.add(known[fold(one)])
            else:
                found.note("value_left_out", column=column, value=one[:60])
        return chosen

    def _hours(self, found: Said, cells: Mapping[str, str]) -> None:
        if "hours" not in cells:
            return
        try:
            hours = opening_hours.read(cells["hours"])
            check_hours(hours.week)
        except HoursUnclear as refusal:
            found.reasons.append(refused(refusal))
            return
        except Refused as refusal:
            found.reasons.append(refused(refusal))
            return
        found.said["hours"] = [list(span) for span in hours.week]
        if hours.days:
            found.note("hours_days_left_out")

    def _code(self, found: Said, cells: Mapping[str, str]) -> None:
        code = cells.get("code", "").strip()
        if code and not _CODE.fullmatch(code):
            return found.note("code_wrong", value=code[:60])
        found.code = code
        found.key = found.key or code
        return None


def settle(found: Said) -> None:
    """Gives a row whose area is known its key, and a new space its code, where it brings none of its own."""
    found.said["area_id"] = found.area
    found.key = found.key or f"{fold(found.name).replace(' ', '')}|{found.area}"
    if not found.code:
        digest = hashlib.blake2b(found.key.encode(), digest_size=5).hexdigest()
        found.code = f"{found.said['kind'].replace('_', '-')[:20].rstrip('-')}-{found.area}-{digest}"


def _degrees(text: str) -> str:
    """Decimal degrees to five places, as text."""
    plain = to_arabic(text).strip().rstrip("°NnEe ")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    value = Decimal(plain)
    if not value.is_finite() or abs(value) > 360:
        raise ValueError(text)
    return str(value.quantize(Decimal("0.00001")))
