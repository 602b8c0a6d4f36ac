"""Letters about due days: two days before, and a day and a week after; one a member and day, with every title."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from rianru.core import facts, notices
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import date_text, day_of
from rianru.kernel.words import T
from rianru.lending import kinds

BEFORE = 2  # days before the due day
AFTER = (1, 7)  # days after it
_DUE = """
    SELECT account.email, account.language, loan.due_on, array_agg(edition.title ORDER BY loan.id)
    FROM lending_loan AS loan JOIN people_membership AS member ON member.id = loan.membership_id
    JOIN people_person AS person ON person.id = member.person_id
    JOIN people_account AS account ON account.id = person.account_id AND account.is_active
    JOIN catalogue_item AS item ON item.id = loan.item_id
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id
    WHERE loan.returned_at IS NULL AND loan.claimed_at IS NULL AND loan.due_on = ANY(%s)
    GROUP BY account.id, loan.due_on ORDER BY account.id, loan.due_on
"""


def remind(*, actor: Actor, at: datetime, site: str) -> int:
    """Writes to everybody whose loans fall due in two days, or were due a day or a week ago; how many letters.

    Once a day: who calls it twice on one day writes twice.
    """
    require("lending.remind", actor=actor, at=at)
    today = day_of(at)
    days = [today + timedelta(days=BEFORE), *(today - timedelta(days=after) for after in AFTER)]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_DUE, [days])
            found = cursor.fetchall()
        for email, language, due_on, titles in found:
            late = due_on < today
            notices.send(
                "lending.overdue" if late else "lending.due_soon", to_email=email, lang=language, at=at,
                subject=_subject(len(titles), late=late), body=_body(titles, date_text(due_on, "day"), site, late=late),
            )
        if found:
            facts.record(kinds.REMINDED, actor=actor, at=at, count=len(found))
    return len(found)


def _subject(count: int, *, late: bool) -> T:
    if late:
        return T("เลยกำหนดคืน {n} เล่ม", "{n} overdue", n=count)
    return T("อีก 2 วันครบกำหนดคืน {n} เล่ม", "{n} due in two days", n=count)


def _body(titles: Sequence[str], due: T, site: str, *, late: bool) -> T:
    listed = "\n".join(f"· {title}" for title in titles)
    says = T(
        "กำหนดคืน {due}\n\n{titles}\n\nคืนได้ทุกสาขาในเครือข่าย หรือยืมต่อถ้าไม่มีคนรอ\n{site}/me/shelf/",
        "Due {due}\n\n{titles}\n\nBring it back to any place of the network, or renew it where nobody waits."
        "\n{site}/en/me/shelf/",
        due=due, titles=listed, site=site,
    )
    late_says = T(
        "กำหนดคืน {due} ผ่านไปแล้ว\n\n{titles}\n\nคืนได้ทุกสาขาในเครือข่าย คนอื่นอาจรออยู่\n{site}/me/shelf/",
        "This was due {due}\n\n{titles}\n\nBring it back to any place of the network: somebody may wait for it."
        "\n{site}/en/me/shelf/",
        due=due, titles=listed, site=site,
    )
    return late_says if late else says
