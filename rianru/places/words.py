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
DRAWN = {
    "provincial_park": "tree", "school_library": "school", "subdistrict_centre": "people",
    "provincial_library": "shelf", "district_library": "shelf", "book_house": "book", "book_corner": "book",
    "barracks_library": "shield", "condominium_library": "building", "mobile_library": "van",
    "relearning_space": "basket", "museum": "museum", "temple": "temple", "online": "globe",
}
"""What a kind is drawn as on a map."""
FACILITIES = {
    "wifi": ("wifi", T("ไวไฟไม่มีค่าใช้จ่าย", "Free Wi-Fi")),
    "computers": ("keys", T("คอมพิวเตอร์ให้ใช้", "Computers to use")),
    "meeting_room": ("people", T("ห้องประชุม", "Meeting room")),
    "children": ("people", T("มุมเด็ก", "Children's corner")),
    "parking": ("pin", T("ที่จอดรถ", "Parking")),
    "quiet": ("book", T("ห้องเงียบ", "Quiet room")),
}
ACCESS = {
    "step_free": ("access", T("เข้าได้ไม่มีบันได", "Step-free way in")),
    "ramp": ("access", T("ทางลาด", "Ramp")),
    "lift": ("access", T("ลิฟต์", "Lift")),
    "accessible_toilet": ("access", T("ห้องน้ำรถเข็น", "Accessible toilet")),
    "accessible_parking": ("access", T("ที่จอดรถคนพิการ", "Accessible parking")),
    "tactile_paving": ("access", T("ทางนำสำหรับคนตาบอด", "Tactile paving")),
    "hearing_loop": ("access", T("ระบบช่วยฟัง", "Hearing loop")),
    "sign_language": ("access", T("มีคนใช้ภาษามือ", "Somebody signs")),
    "large_print": ("book", T("หนังสือตัวพิมพ์ใหญ่", "Large print")),
    "braille": ("book", T("หนังสืออักษรเบรลล์", "Braille")),
    "talking_books": ("book", T("หนังสือเสียง", "Talking books")),
    "screen_reader": ("keys", T("คอมพิวเตอร์อ่านหน้าจอ", "Screen reader")),
    "easy_to_read": ("book", T("หนังสืออ่านง่าย", "Easy-to-read books")),
    "calm_hour": ("clock", T("ชั่วโมงเงียบ แสงไม่จ้า", "A calm hour, lights low")),
}
AGES = {
    "toddlers": T("เด็กเล็ก 0–5 ปี", "Toddlers, 0–5"),
    "children": T("เด็ก 6–12 ปี", "Children, 6–12"),
    "teens": T("วัยรุ่น 13–18 ปี", "Teens, 13–18"),
    "adults": T("ผู้ใหญ่", "Adults"),
    "elders": T("ผู้สูงวัย 60 ปีขึ้นไป", "Elders, 60 and over"),
}
LANGUAGES = {
    "tha": T("ไทย", "Thai"), "eng": T("อังกฤษ", "English"), "nod": T("คำเมือง", "Northern Thai (Kham Mueang)"),
    "tts": T("ภาษาอีสาน", "Isan"), "sou": T("ภาษาใต้", "Southern Thai"), "mfa": T("มลายูปาตานี", "Patani Malay"),
    "khm": T("เขมร", "Khmer"), "lao": T("ลาว", "Lao"), "mya": T("พม่า", "Burmese"),
    "ksw": T("กะเหรี่ยงสกอว์", "S'gaw Karen"), "pwo": T("กะเหรี่ยงโปว์", "Pwo Karen"), "hmn": T("ม้ง", "Hmong"),
    "lhu": T("ลาหู่", "Lahu"), "shn": T("ไทใหญ่", "Shan"), "zho": T("จีน", "Chinese"),
    "tsq": T("ภาษามือไทย", "Thai Sign Language"),
}
"""ISO 639-3 → the language, as one says it."""
CORRECTABLE = {
    "hours": T("เวลาเปิด", "Opening hours"),
    "phone": T("เบอร์โทร", "Telephone"),
    "line_id": T("ไลน์", "LINE ID"),
    "website": T("เว็บไซต์", "Website"),
    "address_th": T("ที่อยู่", "Address"),
    "position": T("ตำแหน่งบนแผนที่", "Position on the map"),
    "name_th": T("ชื่อ", "Name"),
    "offers": T("สิ่งที่มี หรือการเข้าถึง", "What is there, or access"),
    "gone": T("ปิดหรือย้ายไปแล้ว", "It has closed or moved"),
    "other": T("เรื่องอื่น", "Something else"),
}
"""What a visitor may say is wrong."""

CALLED = {
    "provincial_park": "TK Park ; TKpark ; ทีเคพาร์ค ; Thailand Knowledge Park ; ห้องสมุด ; Library",
    "school_library": "รร. ; โรงเรียน ; ห้องสมุดโรงเรียน ; ห้องสมุดมีชีวิต ; School library",
    "subdistrict_centre": "กศน. ; กศน.ตำบล ; สกร. ; สกร.ตำบล ; ศกร. ; ศกร.ตำบล ; ศรช. ; ศูนย์ฯ ; ศูนย์การเรียนรู้ ; "
    "ศูนย์การเรียนรู้ชุมชน ; Community learning centre ; Learning center",
    "provincial_library": "หสม. ; หอสมุด ; ห้องสมุด ; ห้องสมุดจังหวัด ; ห้องสมุดประชาชน ; Public library",
    "district_library": "หสม. ; หอสมุด ; ห้องสมุด ; ห้องสมุดอำเภอ ; ห้องสมุดประชาชน ; Public library",
    "book_house": "บ้านหนังสือชุมชน ; ห้องสมุดชุมชน ; ห้องสมุด ; Library",
    "book_corner": "มุมหนังสือ ; ห้องสมุดเขต ; ห้องสมุด ; Library",
    "barracks_library": "ค่ายทหาร ; ห้องสมุดทหาร ; Army library",
    "condominium_library": "คอนโดมิเนียม ; ห้องสมุดคอนโดมิเนียม ; Condo library",
    "mobile_library": "รถห้องสมุด ; รถหนังสือ ; ห้องสมุดเคลื่อนที่ ; Book bus ; Bookmobile",
    "relearning_space": "รีเลิร์นนิง สเปซ ; Relearning space",
    "museum": "พิพิธภัณฑสถาน ; หอศิลป์",
    "temple": "วัด ; อาราม ; Wat",
    "online": "ออนไลน์ ; Website",
}
"""What people also call a kind, with the short forms they type: by these too it is found."""

BANGKOK = "10"
LEVELS = {
    2: T("จังหวัด", "Province"), 4: T("อำเภอ", "District"), 6: T("ตำบล", "Sub-district"), 8: T("หมู่บ้าน", "Village"),
}
"""What an area is, by the digits of its code."""
LEVELS_IN_BANGKOK = LEVELS | {2: T("เมืองหลวง", "Capital"), 4: T("เขต", "District"), 6: T("แขวง", "Sub-district")}
SHORT_LEVELS = {2: "จ.", 4: "อ.", 6: "ต."}
KNOWN_AS = {
    "10": "กรุงเทพ ; กรุงเทพฯ ; กทม. ; BKK ; Krung Thep Maha Nakhon",
    "14": "อยุธยา ; กรุงเก่า ; Ayutthaya",
    "20": "เมืองชล ; Chonburi",
    "24": "แปดริ้ว ; Paet Rio",
    "30": "โคราช ; Korat",
    "34": "อุบล ; Ubon",
    "41": "อุดร ; Udon",
    "77": "ประจวบ ; Prachuap",
    "80": "นครศรี ; เมืองคอน ; Nakhon Si",
    "84": "สุราษฎร์ ; สุราษ ; Surat",
}
"""Other names of provinces."""

REGIONS = {
    "north": (T("ภาคเหนือ", "North"), "50 51 52 53 54 55 56 57 58"),
    "northeast": (
        T("ภาคตะวันออกเฉียงเหนือ", "Northeast"), "30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49",
    ),
    "central": (T("ภาคกลาง", "Central"), "10 11 12 13 14 15 16 17 18 19 26 60 61 62 64 65 66 67 72 73 74 75"),
    "east": (T("ภาคตะวันออก", "East"), "20 21 22 23 24 25 27"),
    "west": (T("ภาคตะวันตก", "West"), "63 70 71 76 77"),
    "south": (T("ภาคใต้", "South"), "80 81 82 83 84 85 86 90 91 92 93 94 95 96"),
}
"""The six regions of the National Committee on Geography (1977, and of the Royal Institute), by province code."""


def level(code: str) -> T:
    """What the area of a code is: a province, a district; in Bangkok เขต and แขวง."""
    return (LEVELS_IN_BANGKOK if code.startswith(BANGKOK) else LEVELS)[len(code)]


def full_name(code: str, name_th: str, name_en: str) -> T:
    """`ตำบลบ้านตุ่น` and `Ban Tun Sub-district`; Bangkok needs no word before its name, nor a province its after."""
    if code == BANGKOK:
        return T.verbatim(name_th, name_en)
    own = level(code)
    return T.verbatim(f"{own.th}{name_th}", name_en if len(code) == 2 else f"{name_en} {own.en}")

STOP_TYPES = {
    "public": T("ใครมาก็ได้", "Open to everyone"),
    "private": T("เฉพาะคนในที่นั้น", "For those of the place alone"),
    "dynamic": T("จอดเมื่อมีคนขอ", "On request"),
    "other": T("อื่น ๆ", "Other"),
}
"""Types of a stop, in the order of the open timetable: Public, Private, Dynamic, Other."""
VISIT_STATES = {"planned": T("ตามกำหนด", "As planned"), "cancelled": T("งด", "Off")}
TAPS = {
    "arrive": T("ถึงแล้ว", "Arrived"),
    "count": T("คนมา", "People came"),
    "leave": T("ออกแล้ว", "Left"),
}
HOLIDAYS = {
    "skip": T("งดในวันหยุดราชการ", "Not on public holidays"),
    "run": T("ออกในวันหยุดราชการด้วย", "On public holidays too"),
}
