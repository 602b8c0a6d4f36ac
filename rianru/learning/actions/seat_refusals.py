"""Why somebody cannot join, accept or give back; each with what to do instead."""

from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.words import T


class NothingToBook(Refused):
    """Everybody may just come."""

    code = "learning.nothing_to_book"
    says = T("กิจกรรมนี้ไม่ต้องจอง มาได้เลย", "There is nothing to book: just come.")


class JoinTheSeries(Refused):
    """The seats are those of the whole series, or of each session."""

    code = "learning.join_the_series"
    says = T("กิจกรรมนี้จองแบบอื่น เปิดหน้ากิจกรรมแล้วเลือกรอบอีกครั้ง",
             "This is joined in another way. Open its page and choose again.")


class ActivityCalledOff(Refused):
    """It is cancelled, altogether or this time."""

    code = "learning.called_off"
    says = T("กิจกรรมนี้งดแล้ว ดูรอบอื่นหรือกิจกรรมใกล้เคียงได้",
             "This was called off. Look for another time, or another activity.")


class ActivityOver(Refused):
    """It has begun or is over."""

    code = "learning.too_late"
    says = T("กิจกรรมนี้เริ่มไปแล้ว จองไม่ได้แล้ว ถามที่หน้างานได้ว่ายังมีที่ไหม",
             "It has begun, so it can no longer be booked. Ask there whether there is room.")


class JoiningNotYet(Refused):
    """Joining opens later."""

    code = "learning.joining_not_yet"
    says = T("เปิดให้จอง {opens} กลับมาใหม่ตอนนั้น", "Booking opens {opens}. Come back then.")


class JoiningClosed(Refused):
    """Joining is closed."""

    code = "learning.joining_closed"
    says = T("ปิดรับจองไปแล้วเมื่อ {closes} ถามผู้จัดได้ว่ายังมีที่ไหม",
             "Booking closed {closes}. Ask the host whether there is room.")


class ActivityFull(Refused):
    """No seat is free, and there is no waiting list."""

    code = "learning.full"
    says = T("ที่นั่งเต็มแล้ว และกิจกรรมนี้ไม่มีคิวรอ ดูรอบอื่นได้", "It is full and has no waiting list. Look for another time.")


class NotEnoughSeats(Refused):
    """At the desk: fewer are free than are wanted."""

    code = "learning.not_enough_seats"
    says = T("ว่าง {free} ที่ แต่ต้องการ {wanted} ที่ ให้เข้าคิว หรือเลือกเพิ่มเกินจำนวน",
             "{free} {free:seat|seats} {free:is|are} free, {wanted} {wanted:is|are} wanted. Put them on the "
             "waiting list, or add them beyond the number.")


class SeatTaken(Refused):
    """Somebody of the party has a seat, or waits for one."""

    code = "learning.seat_taken"
    says = T("{who} จองไว้แล้ว ดูได้ในหน้า “การเรียนรู้ของฉัน”", "{who} has joined already. See “My learning”.")


class ContactTaken(Refused):
    """Somebody joined with this phone or e-mail already."""

    code = "learning.contact_taken"
    says = T("มีคนจองด้วยเบอร์หรืออีเมลนี้แล้ว เปิดลิงก์ที่ได้ตอนจองเพื่อดูหรือคืนที่นั่ง",
             "Somebody joined with this phone or e-mail. Open the link that came with it to look, or to give it back.")


class NotForTheirAge(Refused):
    """Somebody of the party is too young or too old."""

    code = "learning.not_for_their_age"
    says = T("กิจกรรมนี้สำหรับ{ages} ยังไม่เหมาะกับ {who} เอาชื่อออกแล้วจองใหม่ได้",
             "This is for {ages}, which {who} is not. Take them off the list and try again.")


class GuardianJoins(Refused):
    """A child is joined by a guardian."""

    code = "learning.guardian_joins"
    says = T("{who} อายุไม่ถึง 15 ปี ให้ผู้ปกครองจองให้จากบัญชีของผู้ปกครอง หรือที่เคาน์เตอร์",
             "{who} is under 15. A guardian joins for them, from their own account or at a desk.")


class PartyTooLarge(Refused):
    """More than may be joined at once."""

    code = "learning.party_too_large"
    says = T("จองพร้อมกันได้ครั้งละไม่เกิน {most} คน", "At most {most} may be joined at once.")


class NobodyChosen(NotUnderstood):
    """Nobody is to be joined."""

    code = "learning.nobody_chosen"
    says = T("เลือกอย่างน้อยหนึ่งคนที่จะไป", "Choose at least one who comes.")


class AccountNeeded(Refused):
    """The host wants accounts."""

    code = "learning.account_needed"
    status = 401
    says = T("กิจกรรมนี้รับเฉพาะคนที่มีบัญชี เข้าสู่ระบบหรือสมัครก่อน ใช้เวลาไม่นาน",
             "This takes only those with an account. Sign in, or make one: it takes a minute.")


class ContactNeeded(NotUnderstood):
    """Neither a phone nor an e-mail."""

    code = "learning.contact_needed"
    says = T("ใส่ชื่อ และเบอร์โทรหรืออีเมลอย่างใดอย่างหนึ่ง เพื่อแจ้งถ้ามีอะไรเปลี่ยน",
             "Give a name, and a phone or an e-mail, so that you hear when something changes.")


class NameUnusable(NotUnderstood):
    """A name of over a hundred letters, or none."""

    code = "learning.name_unusable"
    says = T("ชื่อของแต่ละคนยาว 1 ถึง 100 ตัวอักษร", "Each name has 1 to 100 letters.")


class OfferOver(Refused):
    """The offer has ended."""

    code = "learning.offer_over"
    says = T("ที่นั่งนี้เก็บไว้ให้ถึง {until} และส่งต่อให้คนถัดไปแล้ว เข้าคิวใหม่ได้",
             "The seat was kept until {until} and has gone to the next in line. You may join the list again.")


class NoOffer(Refused):
    """Nothing is offered to them now."""

    code = "learning.no_offer"
    says = T("ตอนนี้ไม่มีที่นั่งที่รอคำตอบ ดูสถานะล่าสุดในหน้านี้", "No offer waits for an answer now. See how things stand here.")


class PartyEnded(Refused):
    """It was released, removed or has lapsed."""

    code = "learning.party_ended"
    says = T("การจองนี้จบไปแล้ว จองใหม่ได้ถ้ายังเปิดรับ", "This booking has ended. Book anew while it is open.")


class AlreadyBegun(Refused):
    """What has begun is not given back."""

    code = "learning.already_begun"
    says = T("กิจกรรมเริ่มแล้ว ไม่ต้องคืนที่นั่ง", "It has begun: there is no need to give the seat back.")
