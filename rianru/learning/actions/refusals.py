"""What planning refuses, with what to do next."""

from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.words import T


class TitleNeeded(NotUnderstood):
    """Something without a Thai title."""

    code = "learning.title_needed"
    says = T("ตั้งชื่อก่อน สั้น ๆ ให้คนรู้ว่ามาทำอะไร", "Give it a title first: short, so that people know what they come for.")


class KindUnknown(NotUnderstood):
    """Not a kind, an age band or a way of joining that is known."""

    code = "learning.kind_unknown"
    says = T("ไม่รู้จัก “{typed}” เลือกจากรายการ", "“{typed}” is not known. Choose from the list.")


class TooLong(NotUnderstood):
    """A title of more than 200 letters or words of more than 8,000."""

    code = "learning.words_too_long"
    says = T("ข้อความยาวเกินไป ย่อให้สั้นลง", "That is too long. Make it shorter.")


class LinkWrong(NotUnderstood):
    """An online link that is not https."""

    code = "learning.link_wrong"
    says = T("ลิงก์ออนไลน์ต้องขึ้นต้นด้วย https://", "The online link has to begin with https://")


class NumbersWrong(NotUnderstood):
    """Seats, money, hours or people outside their bounds."""

    code = "learning.numbers_wrong"
    says = T(
        "จำนวนนี้ใช้ไม่ได้ ที่นั่งอย่างน้อย 1 เวลาตอบรับ 1 ถึง 336 ชั่วโมง มาด้วยกันได้ 1 ถึง 50 คน",
        "That number will not do: at least 1 seat, 1 to 336 hours to answer, 1 to 50 people together.",
    )


class JoiningClosesFirst(NotUnderstood):
    """Joining would close before it opens."""

    code = "learning.joining_closes_first"
    says = T("เวลาปิดรับต้องหลังเวลาเปิดรับ", "Joining has to close after it opens.")


class SessionNeeded(Refused):
    """An activity without a time."""

    code = "learning.session_needed"
    status = 422
    says = T("บอกวันและเวลาก่อน อย่างน้อยหนึ่งครั้ง", "Give at least one day and time first.")


class EndsBeforeItStarts(Refused):
    """A session that ends before it begins."""

    code = "learning.ends_before_it_starts"
    status = 422
    says = T("เวลาเลิกต้องหลังเวลาเริ่ม", "It has to end after it begins.")


class SessionTooLong(Refused):
    """A session of more than a day that is no exhibition, or an exhibition of more than a year."""

    code = "learning.session_too_long"
    status = 422
    says = T(
        "ครั้งหนึ่งยาวได้ไม่เกิน 24 ชั่วโมง (นิทรรศการไม่เกินหนึ่งปี) ถ้าหลายวัน ให้จัดเป็นหลายครั้ง",
        "One session lasts 24 hours at most (an exhibition a year). For several days, plan several sessions.",
    )


class SessionInThePast(Refused):
    """A session that would have begun already."""

    code = "learning.session_in_the_past"
    status = 422
    says = T("{when} ผ่านไปแล้ว เลือกวันเวลาที่ยังมาไม่ถึง", "{when} has passed. Choose a time to come.")


class SessionTwice(Refused):
    """Two sessions of one activity at the same moment."""

    code = "learning.session_twice"
    status = 422
    says = T("กิจกรรมนี้มีครั้งที่เริ่ม {when} อยู่แล้ว", "This activity has a session at {when} already.")


class SessionsTooMany(Refused):
    """More sessions than an activity holds."""

    code = "learning.sessions_too_many"
    status = 422
    says = T(
        "กิจกรรมหนึ่งมีได้ {most} ครั้ง ที่เหลือให้แยกเป็นกิจกรรมใหม่",
        "An activity holds {most} sessions. Plan another one for the rest.",
    )


class OutsideHours(Refused):
    """A session at a time when its space is closed, which nobody agreed to."""

    code = "learning.outside_hours"
    status = 422
    says = T(
        "{when} อยู่นอกเวลาเปิด ({hours}) เลือกเวลาอื่น หรือติ๊กว่าตั้งใจจัดนอกเวลา",
        "{when} is outside opening hours ({hours}). Choose another time, or tick that it is meant so.",
    )


class RoomUnknown(Refused):
    """Not a room of this space, or one that is no longer booked."""

    code = "learning.room_unknown"
    status = 422
    says = T("ไม่มีห้องนี้ที่นี่แล้ว เลือกห้องอื่น", "There is no such room here any more. Choose another.")


class RoomTaken(Refused):
    """The room has something else at that time."""

    code = "learning.room_taken"
    says = T(
        "{room} มี “{what}” อยู่แล้ว {when} เลือกเวลาอื่น หรือห้องอื่น",
        "{room} has “{what}” already, {when}. Choose another time or another room.",
    )


class RoomNamed(Refused):
    """Two rooms of one space with the same name."""

    code = "learning.room_named_already"
    says = T("ที่นี่มีห้องชื่อ {name} อยู่แล้ว", "There is a room called {name} here already.")


class ActivityEnded(Refused):
    """An activity that was cancelled or is over is not changed any more."""

    code = "learning.activity_ended"
    says = T(
        "กิจกรรมนี้จบหรือยกเลิกไปแล้ว ถ้าจะจัดอีก กด “จัดอีกครั้ง”",
        "This activity is over or cancelled. To hold it again, choose “hold it again”.",
    )


class VanNotThere(Refused):
    """A session at a stop while no van halts there."""

    code = "learning.van_not_there"
    status = 422
    says = T("รถหนังสือไม่ได้อยู่ที่ {stop} ตอนนั้น เลือกเวลาให้ตรงกับรอบรถ หรือเพิ่มรอบรถก่อน",
             "No van halts at {stop} at that time. Choose a time of one of its visits, or add a visit first.")


class SessionEnded(Refused):
    """A session that has ended or was cancelled is not changed any more."""

    code = "learning.session_ended"
    says = T("ครั้งนี้จบหรืองดไปแล้ว แก้ไม่ได้", "This session is over or cancelled, and stays as it is.")


class ReasonNeeded(NotUnderstood):
    """People who wanted to come are told why."""

    code = "learning.reason_needed"
    says = T("บอกเหตุผลสั้น ๆ คนที่จะมาจะได้เข้าใจ", "Give a short reason: those who wanted to come will read it.")


class MaterialsEnough(Refused):
    """More works than an activity lists."""

    code = "learning.materials_enough"
    says = T("ใส่สื่อได้ {most} รายการต่อกิจกรรม", "An activity lists {most} works at most.")


class PersonUnknown(Refused):
    """Nobody has that card or account."""

    code = "learning.person_unknown"
    status = 422
    says = T(
        "ไม่พบคนนี้ ใช้เลขบัตรสมาชิก หรืออีเมลที่เขาใช้เข้าระบบ",
        "Nobody is known by that. Use a card number, or the e-mail with which they sign in.",
    )


class StepUnknown(Refused):
    """A programme of activities that are not there."""

    code = "learning.step_unknown"
    status = 422
    says = T(
        "มีกิจกรรมที่ใส่ไม่ได้ เลือกจากที่เปิดหรือจบแล้ว",
        "One of these cannot be part of it. Choose open ones, or those that are over.",
    )


class NeedsTooMany(Refused):
    """A part that asks for more activities than it has."""

    code = "learning.needs_too_many"
    status = 422
    says = T("ตอนนี้ขอ {needs} กิจกรรม แต่มีให้เลือก {there}",
             "This part asks for {needs} {needs:activity|activities} and has {there}.")
