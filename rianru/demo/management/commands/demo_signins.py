"""What `rianru run --demo` prints at its end: who can be tried, and where."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from rianru.core.speech import both
from rianru.demo.management.commands._refusals import DemoAbsent
from rianru.kernel.words import T
from rianru.people import sample as people


class Command(BaseCommand):
    """One line for each demo person who is there."""

    help = "ผู้ใช้ตัวอย่าง · The demo's sign-ins"

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints them. Refuses with DemoAbsent where there are none, and over a database that somebody else keeps."""
        emails = [one.email for one in people.demo_sign_ins()]
        there = set(get_user_model().objects.filter(email__in=emails).values_list("email", flat=True))
        if settings.DATABASE_ELSEWHERE or not there:
            raise DemoAbsent()
        where = f"{settings.PUBLIC_URL}/accounts/login/"
        self.stdout.write(both(T("เข้าใช้แบบคลิกเดียวที่ {url}", "One-click sign-in at {url}", url=where)))
        for one in people.demo_sign_ins():
            if one.email in there:
                self.stdout.write(f"  {one}")
