"""Why an answer is not taken, with what to do next."""

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T


class SurveyNotOpen(Refused):
    """It has no opening moment yet, or a later one."""

    code = "surveys.not_open"
    says = T("แบบสอบถามนี้ยังไม่เปิดรับคำตอบ แวะมาใหม่อีกครั้ง", "This survey is not open yet. Come back a little later.")


class SurveyClosed(Refused):
    """Its closing moment has passed."""

    code = "surveys.closed"
    status = 410
    says = T(
        "แบบสอบถามนี้ปิดรับคำตอบแล้ว ขอบคุณที่อยากช่วย", "This survey has closed. Thank you for wanting to help."
    )


class VersionGone(Refused):
    """The version that was answered is none of this survey."""

    code = "surveys.version_gone"
    status = 410
    says = T(
        "คำถามชุดนี้ไม่มีแล้ว เปิดแบบสอบถามใหม่ แล้วตอบชุดล่าสุด",
        "These questions are gone. Open the survey again and answer the latest ones.",
    )


class AlreadyAnswered(Refused):
    """One answer a person, and this person's is in."""

    code = "surveys.already_answered"
    says = T(
        "ได้รับคำตอบของคนนี้แล้ว แบบสอบถามนี้ตอบได้คนละครั้งเดียว ขอบคุณมาก",
        "This person's answer is in already: it is one answer a person. Thank you.",
    )


class QuotaFull(Refused):
    """As many answers of this kind as are wanted are in."""

    code = "surveys.quota_full"
    says = T(
        "ได้คำตอบของ “{name}” ครบจำนวนแล้ว ไม่ต้องตอบต่อ ขอบคุณที่ตั้งใจช่วย",
        "Enough answers of “{name}” have come, so yours is not needed any more. Thank you for wanting to help.",
    )


class DraftGone(Refused):
    """No draft has this key: it was handed in, grew old, or the key was never one."""

    code = "surveys.draft_gone"
    status = 404
    says = T(
        "ไม่พบคำตอบที่ค้างไว้ อาจส่งไปแล้วหรือเก็บไว้นานเกินไป ดูรหัสอีกครั้ง หรือเริ่มตอบใหม่",
        "No unfinished answers were found: they may have been sent, or kept too long. Look at the code, or begin anew.",
    )


class PersonNeeded(Refused):
    """It is answered by name, or once each, and nobody says who answers."""

    code = "surveys.person_needed"
    says = T("เลือกก่อนว่าตอบให้ใคร แล้วไปต่อได้เลย", "Say first whose answers these are, then go on.")


class MinorNeedsGuardian(Refused):
    """Answered by name by one who may be under twenty (Civil and Commercial Code, section 19; PDPA, section 20)."""

    code = "surveys.minor_needs_guardian"
    status = 403
    says = T(
        "แบบสอบถามนี้เก็บชื่อผู้ตอบ คนอายุไม่ถึง 20 ปีให้ผู้ปกครองเปิดจากบัญชีของตัวเองแล้วตอบด้วยกัน หรือมาด้วยกันที่ห้องสมุด",
        "This survey keeps names. For someone under 20, let a guardian open it from their own account and answer "
        "together, or come to the library together.",
    )


class AnswersTooLarge(Refused):
    """More than all answers of one person may hold."""

    code = "surveys.answers_too_large"
    status = 413
    says = T(
        "คำตอบรวมกันยาวเกินไป ตัดข้อความให้สั้นลง แล้วบันทึกอีกครั้ง",
        "The answers are too long altogether. Make some of them shorter and keep them again.",
    )


class SheetTypedIn(Refused):
    """This sheet's answers are in."""

    code = "surveys.sheet_typed_in"
    says = T(
        "ใบที่ {number} กรอกเข้ามาแล้ว หยิบใบถัดไปได้เลย", "Sheet {number} has been typed in already. Take the next one."
    )


class TooManyFiles(Refused):
    """As many as the question takes are attached."""

    code = "surveys.too_many_files"
    says = T(
        "แนบได้ {most} ไฟล์ เอาไฟล์เดิมออกก่อน แล้วแนบไฟล์ใหม่", "It takes {most}. Take one out first, then attach another."
    )
