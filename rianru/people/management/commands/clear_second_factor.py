"""`rianru clear-second-factor EMAIL`: for whoever lost every second step and has a role, once it is sure who asks."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand
from django.db import transaction

from rianru.core import notices
from rianru.core.actors import system
from rianru.core.speech import both
from rianru.kernel.words import T
from rianru.people import actions, queries

SUBJECT = T("ล้างขั้นที่สองของบัญชีแล้ว", "The second step of your account was cleared")
BODY = T(
    "ผู้ดูแลเครื่องล้างพาสคีย์ แอปยืนยันตัวตน และรหัสสำรองของบัญชีคุณแล้ว ถ้าคุณไม่ได้ขอ บอกห้องสมุดทันที\n",
    "Whoever runs the machine cleared the passkeys, the app and the recovery codes of your account. If you did not ask "
    "for that, tell the library at once.\n",
)


class Command(BaseCommand):
    """Whoever may run commands on the machine owns the installation."""

    help = "ล้างพาสคีย์ แอป และรหัสสำรองที่หาย · Clear passkeys, app and recovery codes that are lost"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address."""
        parser.add_argument("email", help="name@example.org")

    def handle(self, *args: Any, **options: Any) -> None:
        """Clears, records, writes to the owner, and says how many there were. Refuses as the action does."""
        at, email = datetime.now(UTC), options["email"].strip().lower()
        with transaction.atomic():
            number = actions.clear_second_factor(actor=system("clear_second_factor"), at=at, email=email)
            if EmailAddress.objects.filter(user__email=email, verified=True).exists():
                notices.send(
                    "account.second_factor_cleared", to_email=email, subject=SUBJECT, body=BODY,
                    lang=queries.language_of(email) or "th", at=at,
                )
        self.stdout.write(both(T(
            "ล้างแล้ว {n} รายการ เจ้าของบัญชีเข้าด้วยรหัสผ่านหรือรหัสทางอีเมล แล้วตั้งขั้นที่สองใหม่",
            "Cleared: {n}. They sign in with their password or a code by e-mail and enrol anew.", n=number,
        )))
