"""`rianru admin EMAIL`: makes the address a national administrator and prints a link that signs it in once."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from rianru.core.actors import system
from rianru.kernel.dates import format_moment
from rianru.kernel.refusals import Refused
from rianru.people import actions


class Command(BaseCommand):
    """Whoever may run commands on the machine owns the installation."""

    help = "ตั้งผู้ดูแลระบบ และพิมพ์ลิงก์เข้าใช้ครั้งเดียว · Make an administrator, and print a link that works once"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address, and optionally a name."""
        parser.add_argument("email", help="name@example.org")
        parser.add_argument("--name", default="", help="ชื่อ · first name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the link and until when it works; a refusal in both languages and exit code 1."""
        try:
            made = actions.make_admin(
                actor=system("make_admin"), at=datetime.now(UTC), email=options["email"], given_name=options["name"]
            )
        except Refused as refusal:
            raise CommandError(f"{refusal.text('th')}\n{refusal.text('en')}") from refusal
        link = settings.PUBLIC_URL + reverse("sign_in_link", kwargs={"token": made.token})
        until = made.expires_at
        self.stdout.write(f"เปิดลิงก์นี้ภายใน {format_moment(until, 'th')} ใช้ได้ครั้งเดียว แล้วเปิดยืนยันสองขั้นตามหน้าจอ")
        self.stdout.write(f"Open it before {format_moment(until, 'en')}; it works once. Then turn the second step on.")
        self.stdout.write(link)
