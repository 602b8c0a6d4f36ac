"""Ten thousand badges issued, signed and stored; verified, beside Digital Bazaar's vc in Node; a status list of 131,072
served; a thousand certificates as PDF, their text read back and compared word by word.

`.venv/bin/python -m bench.credentials`. Processor time is that of this process and, for Node, of Node itself.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.house import report, scratch_database

PEOPLE, PAPERS, VERIFIED = 10_000, 1_000, 200
ROOT = Path(__file__).resolve().parent.parent
NODE = ROOT / "bench" / "credentials.mjs"
GIVEN = (
    "กมล", "ขจร", "คำแปง", "จันทร์เพ็ญ", "ชูศักดิ์", "ญาณิศา", "ฐิติพร", "ณัฏฐ์", "ดวงใจ", "ตุ๊กตา",
    "ทองดี", "ธีรศักดิ์", "น้ำฝน", "บุญมี", "ปั้นหยา", "ผู้ใหญ่", "ฝน", "พรทิพย์", "ฟื้นใจ", "ภูมิ",
    "มานี", "ยิ้ม", "รุ่งอรุณ", "ลำดวน", "วิไลลักษณ์", "ศักดิ์สิทธิ์", "สุกัญญา", "หฤทัย", "อำนวย",
    "เกื้อกูล", "แก้ว", "โสภณ", "ใจทิพย์", "ไพรวัลย์",
)  # fmt: skip
FAMILY = (
    "ใจดี", "ทรัพย์สิน", "ปิ่นทอง", "ก๊กเฮง", "ณ เชียงใหม่", "ศรีสุวรรณ", "พิทักษ์ธรรม", "ฎีกาพันธุ์",
    "กุ้งแม่น้ำ", "ย้อมคราม", "ตั้งจิตต์", "ป้อมปราการ", "วงศ์วิวัฒน์", "เป๊ะเวอร์", "สิทธิ์ดี",
    "ผึ้งหลวง", "เพชรน้ำหนึ่ง", "ฤทธิ์เดช", "อุทัยทิพย์", "บัณฑิตกุล", "ธำรงค์", "รื่นรมย์", "หมื่นพล",
    "คำป้อ",
)  # fmt: skip


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What came of it, the seconds of the clock, and those of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    made = work()
    return made, time.perf_counter() - clock, time.process_time() - processor


def main() -> None:
    """Issue, verify, serve, print."""
    with scratch_database(), tempfile.TemporaryDirectory(prefix="rianru-bench-keys-") as keys:
        from django.conf import settings

        settings.KEYS_DIR = Path(keys)
        definition, persons, at = _world()
        made = _issue(definition, persons, at)
        _verify(at)
        _serve(made, at)
        _papers(definition)


def _world() -> tuple[UUID, list[UUID], datetime]:
    from rianru.core.actors import system
    from rianru.credentials import actions
    from rianru.credentials.actions import Said, UnitSaid
    from rianru.kernel.ids import new_ids
    from rianru.people.models import Person, Pseudonym
    from rianru.places import actions as places

    at, house = datetime.now(UTC) - timedelta(minutes=1), system("bench")
    network = places.add_network(actor=house, at=at, code="bench", name_th="เครือข่ายทดสอบความเร็ว", name_en="Bench")
    definition = actions.define(
        actor=house, at=at, issuer_kind="network", issuer_id=network, said=Said(
            kind="Badge", name_th="นักเล่านิทานชุมชน", name_en="Community storyteller", hours=Decimal(12), months=24,
            description_th="เล่านิทานให้เด็กฟังได้ทั้งชั้น", criteria_th="เล่าสามครั้ง มีผู้ฟังครั้งละห้าคน",
        ), units=[UnitSaid(f"หน่วยที่ {number}", f"U-{number}") for number in range(3)],
    )  # fmt: skip
    ids = new_ids(PEOPLE)
    names = list(product(GIVEN, FAMILY))
    Person.objects.bulk_create([
        Person(id=id, given_name=f"{names[n % len(names)][0]}{n if n >= len(names) else ''}",
               family_name=names[n % len(names)][1], birth_year=1990, joined_at=at)
        for n, id in enumerate(ids)
    ], batch_size=2_000)
    Pseudonym.objects.bulk_create([Pseudonym(person_id=id, made_at=at) for id in ids], batch_size=2_000)
    return definition, ids, at


def _issue(definition: UUID, persons: list[UUID], at: datetime) -> list[UUID]:
    from rianru.core.actors import system
    from rianru.credentials import actions

    done, clock, processor = timed(lambda: actions.issue_to_many(
        actor=system("bench"), at=at, definition_id=definition, person_ids=persons,
    ))
    assert len(done.ids) == PEOPLE
    report("credentials.issued", ours=clock, unit=f"s for {PEOPLE:,} signed and stored", at_most=120)
    report("credentials.issued_processor", ours=processor, unit="s of processor")
    return list(done.ids.values())


def _verify(at: datetime) -> None:
    from rianru.credentials import queries
    from rianru.credentials.models import Credential
    from rianru.kernel.formats import badges
    from rianru.web.credentials.verdicts import known_keys

    texts = list(Credential.objects.order_by("id").values_list("document", flat=True)[:VERIFIED])
    now = datetime.now(UTC)
    keys = known_keys(now)
    signed = [json.loads(queries.status_document(id, purpose) or "{}")
              for _, id, purpose in queries.status_lists() if queries.status_document(id, purpose)]
    named = {one["statusListCredential"] for one in json.loads(texts[0])["credentialStatus"]}
    lists = {one["id"]: badges.seen_list(one, keys=keys, seen_at=now, at=now) for one in signed if one["id"] in named}

    def judged() -> list[str]:
        return [badges.verify(text, keys=keys, statuses=lists, at=now).outcome for text in texts]

    outcomes, _, processor = timed(judged)
    assert set(outcomes) <= {"good", "unknown"}
    peer = _peer(texts, signed, now)
    report("credentials.verified", ours=processor / VERIFIED * 1000, peer=peer, unit="ms a badge, of processor",
           peer_name="@digitalbazaar/vc in Node", at_most=50)


def _peer(texts: list[str], lists: list[dict[str, Any]], at: datetime) -> float | None:
    """Milliseconds of processor of Node for the same badges; None where Node or its packages are missing."""
    from rianru.credentials import queries
    from rianru.kernel.formats import badges

    if shutil.which("node") is None or not (ROOT / "node_modules" / "@digitalbazaar" / "vc").is_dir():
        return None
    given = {
        "credentials": [json.loads(text) for text in texts], "lists": lists, "at": at.isoformat(),
        "keyDocuments": queries.key_documents(queries.issuers()),
        "contexts": {address: badges.shipped(address) for address in badges.FILES},
    }
    run = subprocess.run(["node", str(NODE)], input=json.dumps(given), capture_output=True, text=True, check=False)
    if run.returncode:
        print(run.stderr[-800:])
        return None
    answer = json.loads(run.stdout)
    assert answer["verified"] == len(texts), answer
    return float(answer["ms"])


def _serve(made: list[UUID], at: datetime) -> None:
    """A list with a thousand bits set, asked of the view: whole, and by whoever has it."""
    from django.db import transaction
    from django.test import Client

    from rianru.credentials.actions.lists import mark
    from rianru.credentials.models import Credential

    rows = Credential.objects.filter(id__in=made[:1_000]).values_list("status_list", "status_index")
    list_id = rows[0][0]
    indexes = [index for _, index in rows]
    with transaction.atomic():
        _, clock, _ = timed(lambda: mark(list_id, at=at, revoked=indexes))
    report("credentials.list_signed", ours=clock * 1000, unit="ms to change and sign a list of 131,072")
    path = f"/credentials/status/{list_id}/revocation"
    first = Client().get(path, HTTP_HOST="localhost")
    assert first.status_code == 200
    again, _, processor = timed(lambda: [
        Client().get(path, HTTP_HOST="localhost", headers={"if-none-match": first["ETag"]}) for _ in range(100)])
    assert {(one.status_code, len(one.content)) for one in again} == {(304, 0)}
    report("credentials.list_bytes", ours=len(first.content), unit="bytes of a list with 1,000 bits set")
    report("credentials.list_cached", ours=processor * 10, unit="ms of processor an unchanged list")


def _papers(definition: UUID) -> None:
    """A page each; every word of every name, title and number is found again, in one piece."""
    import pypdfium2

    from rianru.credentials import queries
    from rianru.kernel.thai import break_points
    from rianru.web.credentials.paper import certificates

    one = queries.definition(definition)
    assert one is not None
    rows = queries.issued(places=[(one.issuer.kind, one.issuer.place_id)], at=datetime.now(UTC), standing="standing",
                          definition_id=definition, limit=PAPERS)
    made, clock, processor = timed(lambda: certificates([(row, one) for row in rows]))
    report("credentials.papers", ours=clock, unit=f"s for {len(rows):,} certificates as PDF", at_most=60)
    report("credentials.papers_processor", ours=processor, unit="s of processor")
    wrong = 0
    for page, row in zip(pypdfium2.PdfDocument(made), rows, strict=True):
        lines = [" ".join(line.split()) for line in page.get_textpage().get_text_range().splitlines()]
        wanted = [row.name, "นักเล่านิทานชุมชน", f"เลขที่ {row.number}", "ใบประกาศนี้มอบให้"]
        whole = all(any(word.strip() in line for line in lines) for text in wanted for word in break_points(text))
        wrong += not (whole and all(text in lines for text in wanted))
    report("credentials.papers_wrong", ours=wrong, unit="certificates whose text reads back otherwise", at_most=0)


if __name__ == "__main__":
    main()
