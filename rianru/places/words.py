"""The words readers see for kinds and facilities."""

from rianru.kernel.words import T

KINDS = {
    "provincial_park": T("อุทยานการเรียนรู้จังหวัด", "Provincial learning park"),
    "school_library": T("ห้องสมุดมีชีวิตในโรงเรียน", "School living library"),
    "subdistrict_centre": T("ศูนย์ส่งเสริมการเรียนรู้ระดับตำบล", "Sub-district learning centre"),
    "provincial_library": T("ห้องสมุดประชาชนจังหวัด", "Provincial public library"),
    "district_library": T("ห้องสมุดประชาชนอำเภอ", "District public library"),
    "book_house": T("บ้านหนังสือ", "Book house"),
    "book_corner": T("มุมหนังสือเขต", "District book corner"),
    "barracks_library": T("ห้องสมุดในค่ายทหาร", "Barracks library"),
    "condominium_library": T("ห้องสมุดคอนโด", "Condominium library"),
    "mobile_library": T("รถห้องสมุดเคลื่อนที่", "Mobile library"),
    "relearning_space": T("รีเลิร์นนิงสเปซ", "Re-Learning Space"),
    "museum": T("พิพิธภัณฑ์", "Museum"),
    "temple": T("วัด", "Temple"),
    "online": T("ออนไลน์", "Online"),
}
FACILITIES = {
    "ramp": ("access", T("ทางลาด", "Ramp")),
    "accessible_toilet": ("access", T("ห้องน้ำรถเข็น", "Accessible toilet")),
    "wifi": ("wifi", T("ไวไฟไม่มีค่าใช้จ่าย", "Free Wi-Fi")),
    "computers": ("keys", T("คอมพิวเตอร์ให้ใช้", "Computers to use")),
    "meeting_room": ("people", T("ห้องประชุม", "Meeting room")),
    "children": ("people", T("มุมเด็ก", "Children's corner")),
    "parking": ("pin", T("ที่จอดรถ", "Parking")),
    "quiet": ("book", T("ห้องเงียบ", "Quiet room")),
}
