"""The words that readers see for what surveys are made of."""

from rianru.kernel.words import T

HOMES: dict[str, T] = {
    "national": T("ทั้งประเทศ", "The whole country"),
    "network": T("เครือข่าย", "Network"),
    "city": T("เมือง", "City"),
    "space": T("สถานที่", "Space"),
}
"""Whose survey it is: where roles over it are held."""
ASKING: dict[str, T] = {
    "anonymous": T("ไม่ระบุชื่อผู้ตอบ", "Answered without a name"),
    "identified": T("ระบุชื่อผู้ตอบ", "Answered by name"),
}
STANDING: dict[str, T] = {
    "feedback": T("เสียงตอบรับหลังกิจกรรม", "Feedback after an activity"),
}
"""What a survey that always stands open is for; the rest of the house finds it by this word."""
WAYS: dict[str, T] = {
    "own": T("ตอบเอง", "Answered by themselves"),
    "staff": T("เจ้าหน้าที่กรอกให้", "Entered by staff"),
    "paper": T("กรอกจากกระดาษ", "Typed in from paper"),
}
"""How an answer came."""
STATES: dict[str, T] = {
    "making": T("กำลังทำ", "Being made"),
    "ready": T("พร้อมเปิด", "Ready to open"),
    "waiting": T("รอวันเปิด", "Opens later"),
    "open": T("เปิดรับคำตอบ", "Open"),
    "closed": T("ปิดแล้ว", "Closed"),
}
"""Where a survey stands at a moment: never kept, always worked out of its versions and its two moments."""
REVISIONS: dict[str, T] = {
    "made": T("เริ่มทำแบบสอบถาม", "Began the survey"),
    "question_put": T("แก้ข้อ {name}", "Changed question {name}"),
    "question_copied": T("คัดลอกข้อ {name}", "Copied question {name}"),
    "question_removed": T("ลบข้อ {name}", "Removed question {name}"),
    "question_moved": T("ย้ายข้อ {name}", "Moved question {name}"),
    "page_put": T("แก้หน้า {name}", "Changed page {name}"),
    "page_moved": T("ย้ายหน้า {name}", "Moved page {name}"),
    "page_removed": T("ลบหน้า {name}", "Removed page {name}"),
    "undone": T("ย้อนการแก้ {name}", "Undid a change of {name}"),
    "brought_back": T("กลับไปใช้ฉบับที่ {name}", "Went back to state {name}"),
    "imported": T("นำเข้าจากไฟล์", "Imported a file"),
    "banked": T("เก็บข้อ {name} ไว้ในคลัง", "Kept question {name} in the bank"),
}
"""What one change of a questionnaire was; `name` is the question or page."""
