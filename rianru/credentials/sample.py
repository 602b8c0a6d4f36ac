"""The demo's proofs: what a library and a space teach, members who hold some of it, one revoked and one suspended."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from rianru.core.actors import system
from rianru.credentials import actions
from rianru.credentials.actions import LevelSaid, Proof, Said, UnitSaid
from rianru.credentials.models import Definition
from rianru.people import queries as people
from rianru.people.queries import Member
from rianru.places import queries as places

DEMO = system("demo")
SIGNER, DIRECTOR = "นางสาวตัวอย่าง ใจดี ผู้อำนวยการห้องสมุด", "Ms Example Jaidee, director"
DYER = Said(
    kind="CertificateOfCompletion", name_th="ย้อมผ้าสีธรรมชาติขั้นต้น", name_en="Natural dyeing, first steps",
    description_th="ย้อมผ้าด้วยครามและครั่งได้เอง รู้ว่าพืชไหนให้สีอะไร และดูแลผ้าหลังย้อม",
    description_en="Dyes cloth with indigo and lac, and knows which plant gives which colour.",
    criteria_th="เข้าเรียนครบ 12 ชั่วโมง และย้อมผ้าหนึ่งผืนจนจบด้วยตัวเอง",
    criteria_en="Twelve hours of class, and one cloth dyed from beginning to end.",
    hours=Decimal(12), credits=Decimal("0.5"), dye="indigo", weave="water", signer_th=SIGNER, signer_en=DIRECTOR,
)  # fmt: skip
TELLER = Said(
    kind="Badge", name_th="นักเล่านิทานชุมชน", name_en="Community storyteller",
    description_th="เล่านิทานให้เด็กฟังได้ทั้งวง เลือกเรื่องให้เหมาะกับวัย",
    description_en="Tells stories to a circle of children, and chooses what suits their age.",
    criteria_th="เล่านิทานที่ห้องสมุดอย่างน้อย 3 ครั้ง มีผู้ฟังครั้งละ 5 คนขึ้นไป",
    criteria_en="Three tellings at the library, to five listeners or more each time.",
    hours=Decimal(6), months=24, dye="lac", weave="flower", signer_th=SIGNER, signer_en=DIRECTOR,
)  # fmt: skip
HELPER = Said(
    kind="CommunityService", name_th="อาสาพาอ่าน", name_en="Reading volunteer",
    description_th="ช่วยผู้สูงอายุและเด็กเล็กอ่านหนังสือที่ห้องสมุดอย่างสม่ำเสมอ",
    description_en="Reads with elders and small children at the library, week by week.",
    criteria_th="เป็นอาสาครบ 20 ชั่วโมงในหนึ่งปี", criteria_en="Twenty hours within a year.",
    hours=Decimal(20), dye="leaf", weave="diamond", signer_th=SIGNER, signer_en=DIRECTOR,
)  # fmt: skip
LEVELS = (LevelSaid("เริ่มเล่า", "Beginning"), LevelSaid("เล่าคล่อง", "Fluent"))
UNITS = (
    UnitSaid("เตรียมน้ำย้อมจากพืช", "DYE-01", "กรอบสมรรถนะตัวอย่าง"),
    UnitSaid("ย้อมและล้างให้สีติด", "DYE-02", "กรอบสมรรถนะตัวอย่าง"),
)


def build(*, at: datetime, network_id: UUID, space_code: str) -> None:
    """Three definitions, one a space's and vouched for by its network. Running it again changes nothing."""
    if Definition.objects.exists():
        return
    [space_id] = places.space_ids([space_code]).values()
    before = at - timedelta(days=120)
    asked: dict[str, Any] = {"actor": DEMO, "at": before, "issuer_kind": "network", "issuer_id": network_id}
    dyer = actions.define(**asked, said=DYER, units=UNITS)
    teller = actions.define(**asked, said=TELLER, levels=LEVELS)
    helper = actions.define(**(asked | {"issuer_kind": "space", "issuer_id": space_id}), said=HELPER)
    actions.endorse(
        actor=DEMO, at=before, endorser_kind="network", endorser_id=network_id, definition_id=helper,
        comment="ติดตามงานอาสานี้มาสามปี คนที่ได้เหรียญนี้อ่านให้ฟังได้ดีจริง",
    )
    _give(at, [one for one in people.look_up("ตัวอย่าง", network_id=network_id) if one.given_name != "ขวัญใจ"],
          dyer, teller, helper)


def _give(at: datetime, members: list[Member], dyer: UUID, teller: UUID, helper: UUID) -> None:
    grown = [one for one in members if one.category != "child"]
    give: dict[str, Any] = {"actor": DEMO, "at": at - timedelta(days=40)}
    actions.issue_to_many(**give, definition_id=dyer, person_ids=[one.person_id for one in grown[:6]],
                          proofs=[Proof(told="ผ้าย้อมครามหนึ่งผืน แสดงในวันปิดรุ่น")])
    first = actions.issue_to_many(**give, definition_id=helper, person_ids=[one.person_id for one in grown[:3]])
    for number, one in enumerate(members[:4]):
        actions.issue_credential(**(give | {"at": at - timedelta(days=10 + number)}), definition_id=teller,
                                 person_id=one.person_id, level=1 + number % 2)
    ids = list(first.ids.values())
    if len(ids) > 2:
        actions.suspend_credential(actor=DEMO, at=at - timedelta(days=2), credential_id=ids[1],
                                   reason="กำลังตรวจชั่วโมงอาสา")
        actions.revoke_credential(actor=DEMO, at=at - timedelta(days=2), credential_id=ids[2], reason="ออกผิดคน")
