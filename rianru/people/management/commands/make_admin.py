"""`rianru admin EMAIL`: makes the address a national administrator and prints a link that signs it in once."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from rianru.core.actors import system
from rianru.core.speech import both
from rianru.kernel.dates import format_moment
from rianru.kernel.words import T
from rianru.people import actions


class Command(BaseCommand):
    """Whoever may run commands on the machine owns the installation."""

    help = "ตั้งผู้ดูแลระบบ และพิมพ์ลิงก์เข้าใช้ครั้งเดียว · Make an administrator, and print a link that works once"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address, and optionally a name."""
        parser.add_argument("email", help="name@example.org")
        parser.add_argument("--name", default="", help="ชื่อ · first name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints until when the link works, and the link. Refuses as the action does."""
        made = actions.make_admin(
            actor=system("make_admin"), at=datetime.now(UTC), email=options["email"], given_name=options["name"]
        )
        link = settings.PUBLIC_URL + reverse("sign_in_link", kwargs={"token": made.token})
        until = T.verbatim(format_moment(made.expires_at, "th"), format_moment(made.expires_at, "en"))
        self.stdout.write(both(T(
            "เปิดลิงก์นี้ภายใน {until} ใช้ได้ครั้งเดียว แล้วเปิดยืนยันสองขั้นตามหน้าจอ",
            "Open it before {until}; it works once. Then turn the second step on.", until=until,
        )))
        self.stdout.write(link)
