"""`rianru api-key add NAME`, `list`, `end ID`: the keys of partners."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand

from rianru.core.actors import system
from rianru.core.speech import both
from rianru.kernel.words import T
from rianru.people import actions, queries
from rianru.people.words import SCOPES


class Command(BaseCommand):
    """Whoever may run commands on the machine owns the installation."""

    help = "ออก ดู และเลิกกุญแจ API ของพันธมิตร · Make, list and end the API keys of partners"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and with which."""
        ways = parser.add_subparsers(dest="way", required=True, metavar="add | list | end")
        add = ways.add_parser("add", help="ออกกุญแจใหม่ · make a key")
        add.add_argument("name", help="ชื่อหน่วยงาน · the partner's name")
        add.add_argument("--scope", action="append", choices=list(SCOPES), help="ขอบเขต · may be given again (read)")
        add.add_argument("--per-minute", type=int, default=settings.API_KEY_PER_MINUTE,
                         help=f"ครั้งต่อนาที · requests a minute ({settings.API_KEY_PER_MINUTE})")
        ways.add_parser("list", help="กุญแจทั้งหมดและจำนวนครั้งใน 30 วัน · every key and its uses in 30 days")
        ways.add_parser("end", help="เลิกกุญแจ · end a key").add_argument("id", type=UUID, help="รหัส · from the list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses as the actions do."""
        {"add": self._add, "list": self._list, "end": self._end}[options["way"]](datetime.now(UTC), options)

    def _add(self, at: datetime, options: dict[str, Any]) -> None:
        made = actions.make_partner_key(
            actor=system("api_key"), at=at, name=options["name"], scopes=options["scope"] or ["read"],
            per_minute=options["per_minute"],
        )
        self.stdout.write(both(T(
            "ส่งกุญแจนี้ให้พันธมิตรทางที่ปลอดภัย จะไม่แสดงอีก", "Hand this key over in a safe way; it is not shown again.",
        )))
        self.stdout.write(made.secret)

    def _list(self, at: datetime, options: dict[str, Any]) -> None:
        keys = queries.partner_keys(at=at)
        if not keys:
            self.stdout.write(both(T("ยังไม่มีกุญแจ", "There is no key yet.")))
        for key in keys:
            state = "ended" if key.ended_at else "in force"
            scopes = ",".join(sorted(key.scopes))
            line = (str(key.id), f"…{key.ending}", f"{key.per_minute}/min", scopes, str(key.uses), state, key.name)
            self.stdout.write("  ".join(line))

    def _end(self, at: datetime, options: dict[str, Any]) -> None:
        actions.end_partner_key(actor=system("api_key"), at=at, id=options["id"])
        self.stdout.write(both(T("เลิกกุญแจแล้ว", "The key has ended.")))
