"""What `rianru run --demo` prints at its end: who can be tried, and where."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from rianru.kernel.words import T
from rianru.people import sample as people


class Command(BaseCommand):
    """One line a demo person."""

    help = "ผู้ใช้ตัวอย่าง · The demo's sign-ins"

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints them."""
        self.stdout.write(
            str(T("เข้าใช้แบบคลิกเดียวที่ {url}", "One-click sign-in at {url}", url=f"{settings.PUBLIC_URL}/accounts/login/"))
        )
        for one in people.demo_sign_ins():
            self.stdout.write(f"  {one}")
