"""The verbs of facts about planning. Those of joining and attending stand beside it."""

from rianru.core.facts import verb
from rianru.kernel.words import T

PLANNED = verb("learning.planned", T("วางแผนกิจกรรม", "Planned an activity"))
OPENED = verb("learning.opened", T("เปิดกิจกรรม", "Opened an activity"))
CHANGED = verb("learning.changed", T("แก้กิจกรรม", "Changed an activity"))
CANCELLED = verb("learning.cancelled", T("ยกเลิกกิจกรรม", "Cancelled an activity"))
COPIED = verb("learning.copied", T("คัดลอกกิจกรรม", "Copied an activity"))
SESSIONS_ADDED = verb("learning.sessions_added", T("เพิ่มครั้งของกิจกรรม", "Added sessions to an activity"))
SESSIONS_MOVED = verb("learning.sessions_moved", T("เลื่อนครั้งของกิจกรรม", "Moved sessions of an activity"))
SESSION_AT_STOP = verb("learning.session_at_stop", T("จัดที่จุดจอดรถหนังสือ", "Held a session at a van's stop"))
SESSIONS_CANCELLED = verb("learning.sessions_cancelled", T("งดครั้งของกิจกรรม", "Cancelled sessions of an activity"))
ROOM_KEPT = verb("learning.room_kept", T("ตั้งห้อง", "Set up a room"))
ROOM_BOOKED = verb("learning.room_booked", T("จองห้อง", "Booked a room"))
ROOM_FREED = verb("learning.room_freed", T("คืนห้อง", "Freed a room"))
PART_GIVEN = verb("learning.part_given", T("ใส่ผู้สอนหรืออาสา", "Gave somebody a part in an activity"))
PART_TAKEN = verb("learning.part_taken", T("ถอนผู้สอนหรืออาสา", "Took somebody's part in an activity"))
MATERIALS_CHOSEN = verb("learning.materials_chosen", T("เลือกสื่อของกิจกรรม", "Chose what an activity reads"))
PROGRAMME_KEPT = verb("learning.programme_kept", T("ตั้งหลักสูตร", "Set up a programme"))
CREDENTIAL_PROMISED = verb("learning.credential_promised", T("ตั้งใบรับรองให้คนเรียนจบ", "Promised a credential"))
PROGRAMME_COMPLETED = verb("learning.programme_completed", T("จบหลักสูตร", "Completed a programme"))
ACTIVITIES_ENDED = verb("learning.activities_ended", T("ปิดกิจกรรมที่จบแล้ว", "Closed activities that are over"))
CALENDAR_LINKED = verb("learning.calendar_linked", T("ทำลิงก์ปฏิทิน", "Made a calendar link"))
CALENDAR_UNLINKED = verb("learning.calendar_unlinked", T("เลิกใช้ลิงก์ปฏิทิน", "Ended a calendar link"))
TOLD = verb("learning.told", T("แจ้งการเปลี่ยนแปลงของกิจกรรม", "Told of a change to an activity"))
