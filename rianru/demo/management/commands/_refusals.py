"""What the demo's commands refuse. Light: `rianru run` looks here before anything is loaded."""

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T


class DemoRefused(Refused):
    """DATABASE_URL is set: example people with one-click sign-ins have no place there."""

    code = "demo.refused"
    says = T(
        "มี DATABASE_URL อยู่ จึงไม่สร้างข้อมูลตัวอย่าง (ใครก็ลงชื่อเข้าใช้ได้) เริ่มใช้งานจริงด้วย rianru run และ rianru admin EMAIL",
        "DATABASE_URL is set, so the demo (where anyone can sign in) is refused. "
        "Start for real with rianru run and rianru admin EMAIL.",
    )
    status = 403


class DemoAbsent(Refused):
    """Nobody can be tried here."""

    code = "demo.absent"
    says = T(
        "ที่นี่ไม่มีข้อมูลตัวอย่าง เปิดระบบพร้อมข้อมูลตัวอย่างด้วย rianru run --demo ระบบจริงเริ่มที่ rianru admin EMAIL",
        "There is no demo here. Start one with rianru run --demo; a real installation starts with rianru admin EMAIL.",
    )
    status = 404
