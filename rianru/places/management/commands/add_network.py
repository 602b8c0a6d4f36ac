"""`rianru add-network CODE NAME_TH NAME_EN [--host HOST]`: the first thing of a real installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from rianru.core import jobs
from rianru.core.actors import system
from rianru.core.speech import both
from rianru.kernel.words import T
from rianru.places import actions


class Command(BaseCommand):
    """Adds a network of spaces."""

    help = "เพิ่มเครือข่าย · Add a network"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Code and names, and the host name by which it is visited."""
        parser.add_argument("code")
        parser.add_argument("name_th")
        parser.add_argument("name_en")
        parser.add_argument("--host", default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Adds it."""
        actions.add_network(
            actor=system("add-network"), at=jobs.now(), code=options["code"], name_th=options["name_th"],
            name_en=options["name_en"], host=options["host"],
        )
        self.stdout.write(both(T("เพิ่มเครือข่าย {code} แล้ว", "The network {code} was added.", code=options["code"])))
