"""The verbs of facts about joining and attending.

What a party does carries a key of that party alone, as a hold does; that somebody came carries their own, because it is
their learning record, until they are erased.
"""

from rianru.core.facts import verb
from rianru.kernel.words import T

JOINED = verb("learning.joined", T("ได้ที่นั่งในกิจกรรม", "Got seats in an activity"))
WAITED = verb("learning.waited", T("เข้าคิวรอที่นั่ง", "Joined a waiting list"))
ENTERED = verb("learning.entered", T("ลงชื่อรอจับที่นั่ง", "Entered a draw for seats"))
OFFERED = verb("learning.offered", T("เสนอที่นั่งให้คนในคิว", "Offered seats to those who wait"))
DECLINED = verb("learning.declined", T("ไม่รับที่นั่งที่เสนอ", "Declined offered seats"))
LAPSED = verb("learning.lapsed", T("ไม่ได้ตอบรับที่นั่งในเวลา", "Did not answer an offer in time"))
RELEASED = verb("learning.released", T("คืนที่นั่ง", "Gave seats back"))
REMOVED = verb("learning.removed", T("เอาออกจากรายชื่อ", "Taken off the list"))
SEATS_TENDED = verb("learning.seats_tended", T("ดูแลที่นั่งตามเวลา", "Tended seats as time went by"))
FAIR_SEATS_SET = verb("learning.fair_seats_set", T("ตั้งวิธีแบ่งที่นั่ง", "Set how seats are shared out"))
SEATS_DRAWN = verb("learning.seats_drawn", T("แบ่งที่นั่ง", "Shared out seats"))
ATTENDED = verb("learning.attended", T("มาร่วมกิจกรรม", "Attended"))
# Minutes of a fact are never below nought: what was a slip is counted by a verb of its own, and taken off.
ATTENDANCE_UNDONE = verb("learning.attendance_undone", T("เช็กชื่อผิด เอาออก", "Ticked by mistake, taken back"))
HEADS_COUNTED = verb("learning.heads_counted", T("นับหัวผู้ร่วมกิจกรรม", "Counted who came"))
HEADS_UNCOUNTED = verb("learning.heads_uncounted", T("นับเกิน เอาออก", "Counted too many, taken back"))
CODE_OPENED = verb("learning.code_opened", T("เปิดรหัสเช็กชื่อ", "Opened the code for attendance"))
FIRST_ATTENDED = verb(
    "learning.learner_counted", T("นับผู้เรียนครั้งแรกของช่วง", "Counted a learner for the first time")
)
GUEST_FORGOTTEN = verb("learning.guest_forgotten", T("ลืมผู้ร่วมที่ไม่มีบัญชี", "Forgot those without an account"))
LEARNER_FORGOTTEN = verb("learning.learner_forgotten", T("ลืมผู้เรียน", "Forgot a learner"))
FEEDBACK_GIVEN = verb("learning.feedback_given", T("บอกว่ากิจกรรมเป็นอย่างไร", "Told how an activity was"))
PARTIES_TOLD = verb("learning.parties_told", T("แจ้งเรื่องที่นั่ง", "Told about seats"))
