"""`rianru credential-keys list`, `rotate [--issuer ID] [--lost]`: the keys that sign badges."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from rianru.core.actors import system
from rianru.core.speech import both
from rianru.credentials import actions, queries
from rianru.credentials.queries import IssuerRow
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T

ACTOR = system("credential_keys")


class Command(BaseCommand):
    """Whoever may run commands on the machine owns its keys."""

    help = "ดูและเปลี่ยนกุญแจลงชื่อใบรับรอง · List and change the keys that sign badges"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and with whose."""
        ways = parser.add_subparsers(dest="way", required=True, metavar="list | rotate")
        ways.add_parser("list", help="ผู้ออกและกุญแจทั้งหมด · every issuer and its keys")
        rotate = ways.add_parser("rotate", help="ให้กุญแจใหม่ลงชื่อแทน · let a new key sign")
        rotate.add_argument("--issuer", type=UUID, help="เฉพาะผู้ออกนี้ · of this issuer alone, by its id")
        rotate.add_argument("--lost", action="store_true",
                            help="กุญแจเดิมรั่วไหล · the old one is in other hands: withdraw it, sign every badge anew")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses as the actions do."""
        self._rotate(options) if options["way"] == "rotate" else self._list()

    def _list(self) -> None:
        held = queries.keys()
        for issuer in queries.issuers():
            self.stdout.write(f"{issuer.id}  {both(issuer.name)}")
            for key in held.get(issuer.id, []):
                state = "withdrawn" if key.revoked_at else "published"
                self.stdout.write(f"  {key.address.partition('#')[2]}  {state}")

    def _rotate(self, options: dict[str, Any]) -> None:
        wanted = [one for one in queries.issuers() if options["issuer"] in (None, one.id)]
        if not wanted:
            raise NotFound()
        for issuer in wanted:
            self._one(issuer, lost=options["lost"])

    def _one(self, issuer: IssuerRow, *, lost: bool) -> None:
        address = actions.rotate_key(actor=ACTOR, at=datetime.now(UTC), issuer_id=issuer.id, lost=lost)
        again = 0
        while count := actions.sign_again(actor=ACTOR, at=datetime.now(UTC), issuer_id=issuer.id):
            again += count
        self.stdout.write(both(T(
            "{name}: กุญแจใหม่ {key} ลงชื่อใหม่ {n:,} ใบ",
            "{name}: the new key is {key}; {n:,} {n:badge|badges} {n:was|were} signed anew",
            name=issuer.name, key=address.partition("#")[2], n=again,
        )))
