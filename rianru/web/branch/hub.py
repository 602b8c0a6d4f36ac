"""What keeps a branch in order: the ways to its lists, stocktakes and numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.core.permissions import permitted
from rianru.kernel.dates import day_of
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.web.desks.where import Sitting, seated

TOOLS = (
    ("stocktakes", T("ตรวจนับหนังสือ", "Stocktake"),
     T("เดินสแกนทีละชั้น แล้วรู้ว่าเล่มไหนหาย อยู่ผิดที่",
       "Walk along the shelves and scan: what is missing, what is out of place"), "scan", ""),
    ("plan_activities", T("กิจกรรม", "Activities"),
     T("วางแผน เปิดรับคน ห้อง โปสเตอร์ และหลักสูตร", "Plan them, open them, rooms, posters and programmes"), "cal", ""),
    ("own_standards", T("มาตรฐานของที่นี่", "Our standard"),
     T("ประเมินตนเอง ตั้งเป้า และดูว่าดีขึ้นแค่ไหน", "Assess it, aim higher, and see how it improves"), "check", ""),
    ("visitors", T("นับคนเข้าใช้", "Visitors"),
     T("บันทึกว่าวันนี้มีคนมากี่คน", "Note how many came today"), "people", ""),
    ("weeding", T("เล่มที่ควรดู", "Copies to look at"),
     T("ไม่มีคนยืมนาน มีมากเกินไป หรือใช้จนชำรุด", "Not lent for long, too many, or worn"), "shelf", "choose"),
    ("balancing", T("ย้ายไปที่ที่มีคนรอ", "Move to where people wait"),
     T("ว่างอยู่ที่นี่ แต่สาขาอื่นมีคนต้องการ", "Idle here, wanted at another place"), "van", "choose"),
    ("buying", T("ควรซื้ออะไร", "What to buy"),
     T("คิวที่ยาวเกินไป และเล่มที่คนอ่านเสนอ", "Queues that are too long, and what readers suggest"), "basket", "choose"),
    ("routes", T("ค่าส่งระหว่างสาขา", "Costs of sending"),
     T("ส่งจากที่นี่ไปสาขาไหน ราคาเท่าไร กี่วัน", "What it costs to send from here, and how long it takes"), "send", "routes"),
)


@require_safe
@seated
def branch(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """The tools of a branch that this member of staff may use."""
    scope = places.scope_of_space(seat.space.id)
    may = {
        "": True, "choose": permitted("lending.choose_stock", actor=seat.actor, at=seat.at, scope=scope),
        "routes": permitted("lending.keep_routes", actor=seat.actor, at=seat.at, scope=scope),
    }
    today = day_of(seat.at)
    tools = [{"url": reverse(name), "label": label, "text": text, "icon": icon}
             for name, label, text, icon, needs in TOOLS if may[needs]]
    month = {"code": seat.space.code, "year": today.year, "number": today.month}
    tools += [
        {"url": reverse("numbers_month", kwargs=month), "label": T("สรุปเดือนนี้", "This month on paper"),
         "text": T("หนึ่งหน้า พิมพ์ติดประกาศได้", "One page, to hang on a wall"), "icon": "print"},
        {"url": f"{reverse('numbers')}?space={seat.space.code}", "label": T("ตัวเลขทั้งปี", "Numbers of the year"),
         "text": T("ยืม คืน คนเข้าใช้ แยกตามเดือน ชนิด และอายุ", "Loans, returns and visitors by month, kind and age"),
         "icon": "table"},
        {"url": reverse("space_edit", kwargs={"code": seat.space.code}),
         "label": T("เวลาเปิดและวันหยุด", "Hours and closures"),
         "text": T("กำหนดคืนและค่าปรับเลื่อนตามวันหยุดเอง", "Due days and fines follow them"), "icon": "clock"},
    ]
    return render(request, "web/branch.html", {"desk": seat, "tools": tools})
