"""What phases and spaces aim at: one number after another, or a whole file with a report by row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.evidence import kinds
from rianru.evidence.actions.phases import held
from rianru.evidence.actions.refusals import (
    NothingAimedAt,
    NotOfTheNetwork,
    NumberWrong,
    SpaceTargetWrong,
    TargetTooFine,
    TargetTwice,
    TargetWrong,
    TargetYearWrong,
)
from rianru.evidence.models import Phase, PhaseTarget, SpaceTarget
from rianru.evidence.words import AIMED_AT, INDICATORS
from rianru.kernel.dates import day_of, fiscal_year, from_typed_year, to_be
from rianru.kernel.formats import tables
from rianru.kernel.formats.tables import Report, RowReport
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.thai.digits import to_arabic
from rianru.kernel.words import T
from rianru.places.models import Area
from rianru.places.queries import members_within, scope_of_network, scope_of_space
from rianru.places.words import REGIONS

MOST: Final = 100_000_000
PROVINCE, SUBDISTRICT = 2, 6  # digits of a code
YEARS: Final = 5  # ahead, for a space
MOST_ROWS: Final = 20_000
PHASE_COLUMNS: Final = ("year", "area", "indicator", "target")
SPACE_COLUMNS: Final = ("year", "space", "indicator", "target")
AWAY: Final = ("-", "–", "0", "ยกเลิก", "none")
"""What stands instead of a number where a target is to go."""
STAYS: Final = T("ช่องว่าง เป้าเดิมยังอยู่ ใส่ - ถ้าจะเอาออก", "The cell is blank: the target stays. Put - to take it away.")
_Key = tuple[int, str, str]
_NAMES: Final = {
    "ปีงบประมาณ": "year", "fiscalyear": "year", "รหัสพื้นที่": "area", "areacode": "area", "รหัสสถานที่": "space",
    "spacecode": "space", "ตัวชี้วัด": "indicator", "เป้า": "target",
}


@dataclass(frozen=True, slots=True)
class _Aimed:
    """A row as typed values; `place`: an area, a region or blank, or the code of a space; `number` none: no more."""

    year: int
    place: str
    indicator: str
    number: int | None


@transaction.atomic
def set_phase_target(
    *, actor: Actor, at: datetime, phase_id: UUID, indicator: str, year: int, number: int, area: str = ""
) -> UUID:
    """So many of an indicator by the end of a fiscal year (common era) in a province, district or sub-district by its
    code, in a region by its name, or everywhere (blank); instead of the number that stood there. Its id.

    Refuses with NotFound, TargetWrong, TargetTooFine, TargetYearWrong and NumberWrong.
    """
    phase = held(phase_id, actor=actor, at=at)
    _checked(phase, _Aimed(year, area, indicator, number), _known([area]))
    said = {"number": number, "set_by": actor.key, "set_at": at}
    found, _ = PhaseTarget.objects.update_or_create(
        phase=phase, indicator=indicator, year=year, **_place(area), defaults=said,
        create_defaults=said | {"id": new_id()},
    )
    facts.record(kinds.PHASE_TARGET_SET, actor=actor, at=at, object_kind="phase", object_id=phase.id,
                 area=area if area.isdigit() else "")
    return found.id


@transaction.atomic
def leave_phase_target(*, actor: Actor, at: datetime, target_id: UUID) -> None:
    """It is aimed at no more. Refuses with NotFound, and with NothingAimedAt the last one of what everyone sees."""
    found = PhaseTarget.objects.filter(id=target_id).first()
    if found is None:
        raise NotFound()
    phase = held(found.phase_id, actor=actor, at=at)
    if phase.published_at is not None and PhaseTarget.objects.filter(phase=phase).count() == 1:
        raise NothingAimedAt()
    found.delete()
    facts.record(kinds.PHASE_TARGET_LEFT, actor=actor, at=at, object_kind="phase", object_id=phase.id)


@transaction.atomic
def read_phase_targets(*, actor: Actor, at: datetime, phase_id: UUID, data: bytes, write: bool) -> Report:
    """A file of targets of a phase (PHASE_COLUMNS, or what is downloaded); without `write` nothing of it stays. One of
    AWAY instead of a number takes the target away; a blank cell leaves it.

    Rows that cannot be are told of and the rest is kept. Refuses as a whole with NotFound, ColumnsMissing, FileTooLong,
    and with NothingAimedAt a file that takes away all of what everyone sees.
    """
    phase = held(phase_id, actor=actor, at=at)
    rows = list(_rows(data, PHASE_COLUMNS))
    known = _known(_region(cells.get("area", "")) for _, cells in rows)
    there = {(one.year, one.place, one.indicator): one for one in PhaseTarget.objects.filter(phase=phase)}
    report, kept, gone = _judged(rows, "area", _region, there, lambda one: _checked(phase, one, known))
    if phase.published_at is not None and gone and not (there.keys() | kept.keys()) - gone.keys():
        raise NothingAimedAt()
    if write:
        PhaseTarget.objects.filter(id__in=list(gone.values())).delete()
        made = [PhaseTarget(id=new_id(), phase=phase, indicator=indicator, year=year, number=number, set_by=actor.key,
                            set_at=at, **_place(place)) for (year, place, indicator), number in kept.items()]
        _keep(PhaseTarget, made, ["phase", "indicator", "area", "region", "year"])
        facts.record(kinds.PHASE_TARGETS_READ, actor=actor, at=at, object_kind="phase", object_id=phase.id,
                     count=len(made) + len(gone))
    return report


@transaction.atomic
def set_space_targets(
    *, actor: Actor, at: datetime, space_id: UUID, year: int, numbers: Mapping[str, int]
) -> None:
    """What a space aims at in a fiscal year (common era); nought for what it does not. What is not named stays.

    Refuses with NotFound, TargetYearWrong and NumberWrong.
    """
    require("evidence.aim", actor=actor, at=at, scope=scope_of_space(space_id))
    _year_ahead(year, at)
    if not numbers.keys() <= AIMED_AT.keys() or not all(0 <= number <= MOST for number in numbers.values()):
        raise NumberWrong()
    SpaceTarget.objects.filter(space=space_id, year=year, indicator__in=[
        name for name, number in numbers.items() if not number]).delete()
    said = {"space_id": space_id, "year": year, "set_by": actor.key, "set_at": at}
    _keep(SpaceTarget, [
        SpaceTarget(id=new_id(), indicator=name, number=number, **said) for name, number in numbers.items() if number
    ], ["space", "year", "indicator"])
    facts.record(kinds.SPACE_TARGETS_SET, actor=actor, at=at, object_kind="space", object_id=space_id,
                 space_id=space_id, count=len(numbers))


@transaction.atomic
def read_space_targets(*, actor: Actor, at: datetime, network_id: UUID, data: bytes, write: bool) -> Report:
    """A file of what the spaces of a network aim at (SPACE_COLUMNS); as `read_phase_targets`."""
    require("evidence.keep_phases", actor=actor, at=at, scope=scope_of_network(network_id))
    rows = list(_rows(data, SPACE_COLUMNS))
    own = dict(members_within(network_id, on=day_of(at)).values_list("code", "id"))
    codes = {id: code for code, id in own.items()}
    there = {(one.year, codes[one.space_id], one.indicator): one
             for one in SpaceTarget.objects.filter(space__in=codes)}
    report, kept, gone = _judged(rows, "space", str.strip, there, lambda one: _checked_of_space(one, own, at))
    if write:
        SpaceTarget.objects.filter(id__in=list(gone.values())).delete()
        made = [SpaceTarget(id=new_id(), space_id=own[code], year=year, indicator=indicator, number=number,
                            set_by=actor.key, set_at=at) for (year, code, indicator), number in kept.items()]
        _keep(SpaceTarget, made, ["space", "year", "indicator"])
        facts.record(kinds.SPACE_TARGETS_READ, actor=actor, at=at, object_kind="network", object_id=network_id,
                     count=len(made) + len(gone))
    return report


def _judged(
    rows: Iterable[tuple[int, dict[str, str]]], column: str, place: Callable[[str], str],
    there: Mapping[_Key, PhaseTarget | SpaceTarget], check: Callable[[_Aimed], None],
) -> tuple[Report, dict[_Key, int], dict[_Key, UUID]]:
    """Row by row what becomes of it; what is to be kept, by year, place and indicator; and which targets go."""
    report, kept, gone, seen = Report(), dict[_Key, int](), dict[_Key, UUID](), dict[_Key, int]()
    for line, cells in rows:
        what = " · ".join(filter(None, (cells.get(name, "")[:60] for name in (column, "indicator", "year"))))
        blank = not cells.get("target")  # as the file that is downloaded has what is not aimed at yet
        try:
            one = _aimed(cells, place(cells.get(column, "")))
            key = (one.year, one.place, one.indicator)
            if not blank:
                check(one)
                if key in seen:
                    raise TargetTwice(line=seen[key])
        except Refused as refusal:
            if not blank:
                report.rows.append(RowReport(line, what, "refused", refusal.message))
            continue
        known = there.get(key)
        if blank:
            if known is not None:
                report.rows.append(RowReport(line, what, "same", STAYS))
            continue
        seen[key] = line
        outcome = _outcome(known, one.number)
        if outcome == "gone" and known is not None:
            gone[key] = known.id
        elif outcome != "same" and one.number is not None:
            kept[key] = one.number
        report.rows.append(RowReport(line, what, outcome))
    return report, kept, gone


def _outcome(known: PhaseTarget | SpaceTarget | None, number: int | None) -> str:
    if known is None:
        return "same" if number is None else "new"
    return "gone" if number is None else "same" if known.number == number else "changed"


def _rows(data: bytes, needed: tuple[str, ...]) -> Iterable[tuple[int, dict[str, str]]]:
    def named(cell: str) -> str:
        plain = cell.casefold().replace(" ", "").replace("_", "")
        return _NAMES.get(plain, plain)

    return tables.rows_of(data, needed=needed, named=named, most=MOST_ROWS)


def _aimed(cells: Mapping[str, str], place: str) -> _Aimed:
    typed = to_arabic(cells.get("target", "")).replace(",", "").casefold()
    number = None if typed in AWAY else (
        int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else 0)
    return _Aimed(from_typed_year(cells.get("year", "")[:10]), place, _indicator(cells.get("indicator", "")), number)


def _indicator(typed: str) -> str:
    """By its code, or as it is called."""
    said = typed.strip()
    called = {label.in_(lang).casefold(): name for words in (AIMED_AT, {
        name: one.label for name, one in INDICATORS.items()}) for name, label in words.items() for lang in ("th", "en")}
    return said if said in INDICATORS or said in AIMED_AT else called.get(said.casefold(), said)


def _region(typed: str) -> str:
    """The code of an area, the name of a region as it is called, or blank for everywhere."""
    said = to_arabic(typed.strip())
    called = {label.in_(lang).casefold(): name for name, (label, _) in REGIONS.items() for lang in ("th", "en")}
    return "" if said == "-" else called.get(said.casefold(), said.casefold())


def _known(codes: Iterable[str]) -> set[str]:
    return set(Area.objects.filter(code__in=set(codes)).values_list("code", flat=True))


def _checked(phase: Phase, one: _Aimed, areas: set[str]) -> None:
    """That it can be aimed at in a phase; `areas`: the codes that exist, of those that are asked for."""
    first, last = fiscal_year(phase.starts_on), fiscal_year(date.fromordinal(phase.ends_on.toordinal() - 1))
    digits = len(one.place) if one.place in areas else 0
    if one.indicator not in INDICATORS or digits > SUBDISTRICT or (
        one.place and not digits and one.place not in REGIONS
    ):
        raise TargetWrong()
    if digits > PROVINCE and not INDICATORS[one.indicator].fine:
        raise TargetTooFine(what=INDICATORS[one.indicator].label)
    if not first <= one.year <= last:
        raise TargetYearWrong(first=to_be(first), last=to_be(last))
    if one.number is not None:
        _counted(one.number)


def _checked_of_space(one: _Aimed, own: Mapping[str, UUID], at: datetime) -> None:
    if one.place not in own:
        raise NotOfTheNetwork(code=one.place[:60])
    if one.indicator not in AIMED_AT:
        raise SpaceTargetWrong()
    _year_ahead(one.year, at)
    if one.number is not None:
        _counted(one.number)


def _year_ahead(year: int, at: datetime) -> None:
    this = fiscal_year(day_of(at))
    if not this <= year <= this + YEARS:
        raise TargetYearWrong(first=to_be(this), last=to_be(this + YEARS))


def _counted(number: int) -> None:
    if not 1 <= number <= MOST:
        raise NumberWrong()


def _place(place: str) -> dict[str, Any]:
    region = place if place in REGIONS else ""
    return {"area_id": (place or None) if not region else None, "region": region}


def _keep(model: Any, made: list[Any], once: list[str]) -> None:
    model.objects.bulk_create(made, batch_size=1_000, update_conflicts=True, unique_fields=once,
                              update_fields=["number", "set_by", "set_at"])
