"""`rianru add-spaces NETWORK FILE.csv`: spaces from a spreadsheet, all or none."""

import csv
from argparse import ArgumentParser
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from rianru.core import jobs
from rianru.core.actors import system
from rianru.core.speech import both
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.places import actions, queries
from rianru.places.models import Network

NEEDED = ("code", "kind", "name_th", "name_en", "area")
OPTIONAL = ("lat", "lon", "address_th", "address_en", "phone")


class NetworkMissing(Refused):
    """No network has this code."""

    code = "places.network_missing"
    status = 404
    says = T(
        "ไม่พบเครือข่าย {network} เพิ่มก่อนด้วย rianru add-network",
        "There is no network {network}. Add it first with rianru add-network.",
    )


class SheetWrong(Refused):
    """The spreadsheet cannot be read, lacks a column, or has a value that is no number."""

    code = "places.sheet_wrong"
    status = 422
    says = T(
        "อ่านตารางไม่ได้ที่บรรทัด {line} ({what}) ต้องมีคอลัมน์ {needed}",
        "The table cannot be read at line {line} ({what}). It needs the columns {needed}.",
    )


class Command(BaseCommand):
    """One row a space: code, kind, name_th, name_en, area; lat, lon, addresses and phone where known."""

    help = "เพิ่มแหล่งเรียนรู้จากตาราง CSV · Add spaces from a CSV table"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The network's code, and the file."""
        parser.add_argument("network")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Adds them."""
        network = network_called(options["network"])
        spaces = read(options["file"])
        actions.add_spaces(actor=system("add-spaces"), at=jobs.now(), network_id=network.id, spaces=spaces)
        self.stdout.write(both(T("เพิ่ม {n:,} แห่งแล้ว", "{n:,} {n:space|spaces} {n:was|were} added.", n=len(spaces))))


def network_called(code: str) -> Network:
    """The network of a code that somebody typed. NetworkMissing where there is none."""
    network = next((one for one in queries.networks() if one.code == code), None)
    if network is None:
        raise NetworkMissing(network=code)
    return network


def read(path: Path) -> list[actions.NewSpace]:
    """The rows of a CSV file in UTF-8, with or without BOM; SheetWrong names the line."""
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            found = []
            for line, row in enumerate(csv.DictReader(stream), 2):
                found.append(_space(row, line))
            return found
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SheetWrong(line=line, what=type(error).__name__, needed=", ".join(NEEDED)) from error


def _space(row: dict[str, str | None], line: int) -> actions.NewSpace:
    values: dict[str, Any] = {name: (row.get(name) or "").strip() for name in (*NEEDED, *OPTIONAL)}
    for name in NEEDED:
        if not values[name]:
            raise SheetWrong(line=line, what=name, needed=", ".join(NEEDED))
    lat, lon = (_degrees(values.pop(name), line) for name in ("lat", "lon"))
    return actions.NewSpace(lat=lat, lon=lon, **values)


def _degrees(text: str, line: int) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation as error:
        raise SheetWrong(line=line, what=text, needed=", ".join(NEEDED)) from error
