"""What credentials are to the rest of the house: verbs of facts, and a card for each achievement."""

from collections.abc import Iterable
from uuid import UUID

from rianru.core import kinds
from rianru.core.facts import verb
from rianru.credentials import queries
from rianru.kernel.words import T

DEFINED = verb("credentials.defined", T("กำหนดสิ่งที่รับรอง", "Said what can be proven"))
DEFINITION_CHANGED = verb("credentials.definition_changed", T("แก้สิ่งที่รับรอง", "Changed what can be proven"))
DEFINITION_ENDED = verb("credentials.definition_ended", T("เลิกออกใบรับรองนี้", "Stopped issuing this"))
PICTURE_SET = verb("credentials.picture_set", T("ใส่รูปของสิ่งที่รับรอง", "Set the picture of what can be proven"))
PICTURE_DROPPED = verb("credentials.picture_dropped", T("เอารูปออก", "Took the picture off what can be proven"))
PICTURE_FILES_DROPPED = verb("credentials.picture_files_dropped", T("ลบไฟล์รูปที่ไม่ใช้", "Files of pictures dropped"))
RULE_SET = verb("credentials.rule_set", T("ตั้งกติกาให้ใบรับรอง", "Set a rule of awarding"))
RULE_ENDED = verb("credentials.rule_ended", T("เลิกกติกาให้ใบรับรอง", "Ended a rule of awarding"))
ISSUED = verb("credentials.issued", T("ออกใบรับรอง", "Issued a credential"))
SUSPENDED = verb("credentials.suspended", T("ระงับใบรับรอง", "Suspended a credential"))
RESUMED = verb("credentials.resumed", T("คืนสถานะใบรับรอง", "Resumed a credential"))
REVOKED = verb("credentials.revoked", T("เพิกถอนใบรับรอง", "Revoked a credential"))
SHOWN = verb("credentials.shown", T("เลือกว่าใครเห็นใบรับรอง", "Chose who sees a credential"))
CODE_CHANGED = verb("credentials.code_changed", T("เปลี่ยนรหัสบนใบประกาศ", "Changed the code of a certificate"))
ENDORSED = verb("credentials.endorsed", T("รับรองร่วม", "Endorsed"))
ENDORSEMENT_ENDED = verb("credentials.endorsement_ended", T("ถอนการรับรองร่วม", "Ended an endorsement"))
KEY_ROTATED = verb("credentials.key_rotated", T("เปลี่ยนกุญแจลงชื่อ", "Changed a signing key"))
SIGNED_ANEW = verb("credentials.signed_anew", T("ลงชื่อใหม่ด้วยกุญแจใหม่", "Signed anew with a new key"))
FORGOTTEN = verb("credentials.forgotten", T("ถอนใบรับรองของคนที่ลบตัวตน", "Withdrew credentials of somebody erased"))


def _cards(ids: Iterable[UUID]) -> dict[UUID, kinds.Card]:
    return {
        row.id: kinds.Card(row.name_th, row.name_en, row.kind_label, "achievement", {"id": row.id})
        for row in queries.definitions_by_id(ids)
    }


kinds.register(kinds.Kind("achievement", T("สิ่งที่รับรอง", "Achievement"), _cards))
