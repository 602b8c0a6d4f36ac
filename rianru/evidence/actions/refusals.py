"""What the actions of evidence refuse, and what to do then."""

from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.words import T


class StandardUnreadable(NotUnderstood):
    """The file is no standard."""

    code = "evidence.standard_unreadable"
    says = T(
        "อ่านไฟล์มาตรฐานไม่ได้: {path} แก้ตามตัวอย่างในเอกสาร แล้วลองอีกครั้ง",
        "The file of the standard cannot be read: {path}. Mend it as the example in the documents has it.",
    )


class BoundsWrong(NotUnderstood):
    """What it takes to meet the standard makes no sense."""

    code = "evidence.bounds_wrong"
    says = T(
        "ผ่านที่ร้อยละ 1–100 ระดับต่ำสุด 0–4 และใบรับรอง 1–10 ปี แก้แล้วบันทึกอีกครั้ง",
        "It is met with 1 to 100 per cent, a least level of 0 to 4, for 1 to 10 years. Change that and save again.",
    )


class StandardEnded(Refused):
    """The standard is in force no longer."""

    code = "evidence.standard_ended"
    says = T("มาตรฐานนี้เลิกใช้แล้ว เลือกมาตรฐานที่ใช้อยู่", "This standard is no longer in force. Choose one that is.")


class RoundOpen(Refused):
    """One round is being worked on already."""

    code = "evidence.round_open"
    says = T("รอบที่แล้วยังไม่จบ ทำต่อจากรอบนั้น หรือเลิกรอบนั้นก่อน",
             "The last round is not finished. Go on with it, or give it up first.")


class NotYours(Refused):
    """The answers are about another thing, or belong to nobody known."""

    code = "evidence.not_an_assessment"
    says = T("คำตอบชุดนี้ไม่ได้เริ่มจากหน้าประเมิน เปิดหน้าประเมินของที่นี่ แล้วเริ่มใหม่",
             "These answers were not begun on the page of an assessment. Open that page and begin there.")


class StateWrong(Refused):
    """The round is at another step."""

    code = "evidence.state_wrong"
    says = T("รอบนี้อยู่ที่ขั้น “{state}” ทำขั้นนี้ไม่ได้แล้ว เปิดหน้าใหม่อีกครั้ง",
             "This round stands at “{state}”, so this cannot be done now. Open the page again.")


class OwnVisit(Refused):
    """Nobody visits what they assessed themselves."""

    code = "evidence.own_visit"
    says = T("คนที่ประเมินที่นี่เองเป็นผู้เยี่ยมไม่ได้ ให้เพื่อนผู้เยี่ยมอีกคนไปแทน",
             "Whoever assessed this place cannot be its visitor. Ask another visitor to go.")


class VisitTomorrow(NotUnderstood):
    """A visit lies in the past."""

    code = "evidence.visit_day_wrong"
    says = T("วันเยี่ยมต้องไม่ใช่วันข้างหน้า และไม่ก่อนวันที่ส่งประเมิน แก้วันแล้วลองอีกครั้ง",
             "The day of the visit is not ahead, nor before the assessment was handed in. Change it and try again.")


class LevelWrong(NotUnderstood):
    """A level is 0 to 4, of a criterion of this standard."""

    code = "evidence.level_wrong"
    says = T("เลือกระดับ 0–4 ของเกณฑ์ในมาตรฐานนี้", "Choose a level of 0 to 4, for a criterion of this standard.")


class ScoresMissing(Refused):
    """Some criteria have no score yet."""

    code = "evidence.scores_missing"
    says = T("ยังไม่ได้ให้ระดับ {count:,} ข้อ ข้อแรกคือ “{first}”",
             "{count:,} criteria have no level yet; the first is “{first}”.")


class ReasonMissing(Refused):
    """The visitor sees it otherwise, and does not say why."""

    code = "evidence.reason_missing"
    says = T("ข้อ “{first}” ต่างจากที่ผู้ดูแลประเมิน เขียนสั้น ๆ ว่าเพราะอะไร (ยังขาด {count:,} ข้อ)",
             "“{first}” differs from what its keeper found. Say briefly why ({count:,} to explain).")


class NotThereYet(Refused):
    """Nothing of a visit was kept yet, to which a file could belong."""

    code = "evidence.not_there_yet"
    says = T("เลือกระดับสักข้อแล้วเก็บก่อน จากนั้นแนบรูปได้", "Choose a level and keep it first; pictures can be added then.")


class ShowsEnough(Refused):
    """As many files as one criterion takes."""

    code = "evidence.shows_enough"
    says = T("“{what}” แนบได้ {most} ไฟล์ เอาไฟล์เดิมออกก่อน แล้วแนบใหม่",
             "“{what}” takes {most} files. Take one out first, then add another.")


class DueWrong(NotUnderstood):
    """A target lies ahead."""

    code = "evidence.due_wrong"
    says = T("กำหนดวันข้างหน้า ไม่เกินห้าปี", "Choose a day ahead, within five years.")


class WordsWrong(NotUnderstood):
    """Something is to be said, in a few words."""

    code = "evidence.words_wrong"
    says = T("เขียนสั้น ๆ ไม่เกิน {most:,} ตัวอักษร และไม่เว้นว่าง", "Say it in {most:,} letters at most, and not blank.")


class PhaseCodeTaken(Refused):
    """Another phase has this code."""

    code = "evidence.phase_code_taken"
    says = T("รหัสระยะ {taken} มีอยู่แล้ว ใช้รหัสอื่น", "The code {taken} is another phase's. Choose another one.")


class PhaseWrong(NotUnderstood):
    """A phase has a name and days in order."""

    code = "evidence.phase_wrong"
    says = T("ระยะต้องมีรหัสภาษาอังกฤษ ชื่อ และวันเริ่มก่อนวันจบ", "A phase has a code, a name, and begins before it ends.")


class TargetWrong(NotUnderstood):
    """Not an indicator, or not a place."""

    code = "evidence.phase_target_wrong"
    says = T("เลือกตัวชี้วัดที่มีในรายการ และพื้นที่: ว่างไว้คือทั้งหมด ชื่อภาค หรือรหัสจังหวัด อำเภอ ตำบล",
             "Choose an indicator of the list, and a place: blank for everywhere, a region, or the code of a province, "
             "district or sub-district.")


class TargetTooFine(NotUnderstood):
    """Told of few places, this would tell of single persons."""

    code = "evidence.target_too_fine"
    says = T("“{what}” นับได้ถึงระดับจังหวัด เลือกจังหวัด ภาค หรือทั้งหมด",
             "“{what}” is counted by province at the finest. Choose a province, a region, or everywhere.")


class TargetYearWrong(NotUnderstood):
    """Not a fiscal year for which this can be aimed at."""

    code = "evidence.target_year_wrong"
    says = T("เลือกปีงบประมาณ {first}–{last}", "Choose a fiscal year from {first} to {last} (Buddhist Era).")


class NumberWrong(NotUnderstood):
    """Nothing that can be aimed at."""

    code = "evidence.number_wrong"
    says = T("ใส่จำนวนเต็มตั้งแต่ 1 ไม่เกินร้อยล้าน", "Give a whole number from 1 to a hundred million.")


class SpaceTargetWrong(NotUnderstood):
    """One space does not aim at this."""

    code = "evidence.space_target_wrong"
    says = T("แห่งหนึ่งตั้งเป้าได้สี่เรื่อง: คนเข้าใช้ (visits) เล่มที่ยืม (loans) กิจกรรมที่จัด (sessions) และคนมาร่วม (attendances)",
             "One place may aim at four things: visits, loans, sessions and attendances.")


class NotOfTheNetwork(NotUnderstood):
    """A code of no space here."""

    code = "evidence.not_of_the_network"
    says = T("ไม่มีแห่งที่ใช้รหัส “{code}” ในเครือข่ายนี้ ดูรหัสจากไฟล์ที่ดาวน์โหลดได้",
             "No place of this network has the code “{code}”. The file that you can download has them all.")


class TargetTwice(NotUnderstood):
    """The same thing, place and year stand twice in a file."""

    code = "evidence.target_twice"
    says = T("ซ้ำกับบรรทัด {line} ใช้บรรทัดนั้นแล้ว", "Line {line} says the same thing already; that one is taken.")


class NothingAimedAt(Refused):
    """A phase without targets would show nothing."""

    code = "evidence.nothing_aimed_at"
    says = T("ยังไม่มีเป้า ตั้งเป้าอย่างน้อยหนึ่งข้อก่อนเผยแพร่", "There is no target yet. Set one at least, then publish.")


class CourseEnded(Refused):
    """What ended proves nothing any more."""

    code = "evidence.course_ended"
    says = T("ใบรับรองนี้เลิกออกแล้ว เลือกใบที่ยังออกอยู่", "This is issued no longer. Choose a certificate that is.")
