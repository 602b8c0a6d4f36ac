"""`rianru export-spaces [--form csv|geojson|osm] [--area …] [--kind …] [--network …] [--site URL]`: to stdout."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from rianru.core import jobs
from rianru.core.actors import ANONYMOUS
from rianru.places import queries
from rianru.places.management.commands.add_spaces import network_called
from rianru.places.words import KINDS


class Command(BaseCommand):
    """Every space in service, a line at a time, as everyone may see it."""

    help = "นำแหล่งเรียนรู้ออกเป็น CSV GeoJSON หรือ OpenStreetMap · Take spaces out as CSV, GeoJSON or OpenStreetMap"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How it is written, and which spaces."""
        parser.add_argument("--form", choices=sorted(queries.FORMS), default="csv")
        parser.add_argument("--area", default="", metavar="CODE", help="a province, district or sub-district")
        parser.add_argument("--kind", default="", choices=["", *KINDS])
        parser.add_argument("--network", default="", metavar="CODE")
        parser.add_argument("--site", default="https://rianru.example", metavar="URL", help="where pages of spaces are")

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes them."""
        code = options["network"]
        network = network_called(code) if code else None
        wanted = queries.Wanted(
            area=options["area"], kind=options["kind"], network=network.id if network else None
        )
        lines, _ = queries.FORMS[options["form"]]
        found = queries.spaces_out(actor=ANONYMOUS, at=jobs.now(), wanted=wanted)
        for line in lines(found, lambda code: f"{options['site'].rstrip('/')}/spaces/{code}/"):
            self.stdout.write(line, ending="")
