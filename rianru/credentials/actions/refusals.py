"""What is answered when something cannot be proven, issued, taken back or shown."""

from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.words import T


class DefinitionIncomplete(NotUnderstood):
    """A definition lacks its name, what it is, or its criteria in Thai."""

    code = "credentials.definition_incomplete"
    says = T(
        "ใส่ชื่อ คำอธิบาย และเกณฑ์ภาษาไทยให้ครบ คนที่ได้รับและคนที่ตรวจจะได้เข้าใจตรงกัน",
        "Give its name, what it is, and its criteria in Thai, so that holder and verifier read the same.",
    )


class DefinitionEnded(Refused):
    """It is no longer issued."""

    code = "credentials.definition_ended"
    says = T(
        "ใบรับรองนี้เลิกออกแล้ว เลือกอันอื่น หรือสร้างใหม่",
        "This is no longer issued. Choose another, or define a new one.",
    )


class LevelUnknown(NotUnderstood):
    """A level that the definition does not have, or none where it has some."""

    code = "credentials.level_unknown"
    says = T("เลือกระดับจากที่กำหนดไว้", "Choose one of its levels.")


class LevelInUse(Refused):
    """A level that was issued, or that a rule gives, stays."""

    code = "credentials.level_in_use"
    says = T(
        "ระดับ “{name}” มีคนได้รับหรือมีกติกาใช้อยู่ จึงลบไม่ได้ เปลี่ยนชื่อได้",
        "The level “{name}” was issued or is given by a rule, so it stays. Its name may change.",
    )


class AddressNotWeb(NotUnderstood):
    """The address of a competency unit is none of the web."""

    code = "credentials.address_not_web"
    says = T(
        "ที่อยู่ของหน่วยสมรรถนะต้องขึ้นต้นด้วย https:// แก้ตรง “{typed}”",
        "The address of a unit begins with https://. Mend “{typed}”.",
    )


class HoursWrong(NotUnderstood):
    """Hours below nought or beyond 10,000."""

    code = "credentials.hours_wrong"
    says = T("ชั่วโมงต้องอยู่ระหว่าง 0 ถึง 10,000", "Hours are between 0 and 10,000.")


class RuleAlreadySet(Refused):
    """The same rule is in force."""

    code = "credentials.rule_already_set"
    says = T("มีกติกานี้อยู่แล้ว ยกเลิกอันเดิมก่อนถ้าจะเปลี่ยนชั่วโมง", "There is such a rule. End it first to change its hours.")


class AlreadyHeld(Refused):
    """The person holds it and it is in force."""

    code = "credentials.already_held"
    says = T(
        "คนนี้มีใบรับรองนี้อยู่แล้วและยังใช้ได้ ดูใบเดิมได้เลย",
        "This person holds it already, and it is in force. Look at that one.",
    )


class TooManyAtOnce(NotUnderstood):
    """More persons than one batch takes."""

    code = "credentials.too_many_at_once"
    says = T("ออกพร้อมกันได้ไม่เกิน {most:,} คน แบ่งเป็นหลายชุด", "At most {most:,} people at once. Make several lists.")


class SigningKeyLost(Refused):
    """The key file of an issuer is not there, or is another one. Nothing was signed, and nothing changed."""

    code = "credentials.signing_key_lost"
    status = 503
    says = T(
        "หาไฟล์กุญแจลงชื่อ {file} ไม่พบหรือไม่ใช่ดอกเดิม ยังไม่มีอะไรเปลี่ยน ให้ผู้ดูแลระบบกู้ไฟล์จากที่สำรองไว้ "
        "หรือเปลี่ยนกุญแจด้วย rianru credential-keys rotate แล้วทำอีกครั้ง",
        "The signing key {file} is not there or is another one. Nothing was changed. Let the keeper of the system "
        "restore it from the backup, or change the key with rianru credential-keys rotate, and try again.",
    )


class AlreadySuspended(Refused):
    """It is suspended."""

    code = "credentials.already_suspended"
    says = T("ใบนี้ระงับอยู่แล้ว", "It is suspended already.")


class NotSuspended(Refused):
    """There is no suspension to end."""

    code = "credentials.not_suspended"
    says = T("ใบนี้ไม่ได้ระงับอยู่ ไม่ต้องทำอะไรต่อ", "It is not suspended. Nothing more to do.")


class AlreadyRevoked(Refused):
    """It was revoked, and that is final."""

    code = "credentials.already_revoked"
    says = T(
        "ใบนี้เพิกถอนแล้วและคืนสถานะไม่ได้ ถ้าผู้เรียนมีสิทธิ์ ออกใบใหม่ได้",
        "It was revoked, and that is final. If the learner has earned it, issue a new one.",
    )


class ReasonNeeded(NotUnderstood):
    """Taking back or setting aside needs a reason."""

    code = "credentials.reason_needed"
    says = T("บอกเหตุผลสั้น ๆ ผู้เรียนจะได้เห็น", "Give a short reason: the learner will read it.")


class TooYoungToShow(Refused):
    """A child's credential is never public."""

    code = "credentials.too_young_to_show"
    says = T(
        "ใบรับรองของคนอายุไม่เกิน 18 ปีเปิดให้ทุกคนเห็นไม่ได้ และไม่แสดงชื่อ ใช้ลิงก์แบบไม่มีชื่อแทนได้",
        "Nobody of 18 or less is shown to everyone, nor by name. A link without the name will do.",
    )


class AgeUnknown(Refused):
    """Without a year of birth nobody can tell whether this is a child."""

    code = "credentials.age_unknown"
    says = T(
        "เรายังไม่รู้ปีเกิด จึงยังแสดงชื่อหรือเปิดให้ทุกคนเห็นไม่ได้ เพิ่มปีเกิดที่เคาน์เตอร์ หรือใช้ลิงก์แบบไม่มีชื่อ",
        "We do not know the year of birth, so a name cannot be shown yet. Add it at a desk, or use a link without it.",
    )


class SightUnknown(NotUnderstood):
    """Neither private, link nor public."""

    code = "credentials.sight_unknown"
    says = T("เลือกว่าจะให้ใครเห็น", "Choose who sees it.")


class EndorsedAlready(Refused):
    """The endorsement is in force."""

    code = "credentials.endorsed_already"
    says = T("รับรองร่วมไว้แล้ว", "It is endorsed already.")


class OwnEndorsement(NotUnderstood):
    """Nobody vouches for themselves."""

    code = "credentials.own_endorsement"
    says = T("รับรองตัวเองไม่ได้ เลือกหน่วยงานอื่น", "Nobody vouches for themselves. Choose another organisation.")


class PictureTooSlender(Refused):
    """A strip, of which a round picture would show little."""

    code = "credentials.picture_too_slender"
    status = 422
    says = T("รูปนี้ยาวเป็นแถบ ตัดให้ใกล้สี่เหลี่ยมจัตุรัส แล้วส่งอีกครั้ง",
             "The picture is a strip. Cut it to about a square, and send it again.")
