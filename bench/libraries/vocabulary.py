"""Words that titles, publishers and subjects are made of. Thai objects come from PyThaiNLP's word list (CC0)."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

THAI_HEADS = (
    "การเลี้ยง", "การปลูก", "การจัดการ", "การออกแบบ", "การพัฒนา", "การวิเคราะห์", "การอนุรักษ์", "การดูแล",
    "การสื่อสาร", "ศิลปะ", "ภูมิปัญญา", "เศรษฐกิจ", "กฎหมาย", "จิตวิทยา", "วัฒนธรรม", "เทคโนโลยี",
    "นิเวศวิทยา", "การตลาด", "ปรัชญา", "สถาปัตยกรรม", "โภชนาการ", "วิศวกรรม", "คติชน", "ภาษาศาสตร์",
    "การเมือง", "สุขภาพ", "นวัตกรรม", "การศึกษา", "การแปรรูป", "ดนตรี", "งานช่าง", "การทอ", "พิธีกรรม",
    "ตำนาน", "ภูมิศาสตร์", "การท่องเที่ยว", "การบัญชี", "ระบบ", "มาตรฐาน",
)
THAI_TEMPLATES = (
    "คู่มือ{}", "คู่มือปฏิบัติงาน{}", "ประวัติศาสตร์{}", "ประวัติศาสตร์{}ไทย", "เรียนรู้{}ด้วยตนเอง",
    "{}เบื้องต้น", "หลัก{}", "ความรู้เรื่อง{}", "รวมบทความ{}", "{}ในสังคมไทย", "{}ภาคเหนือ", "{}ภาคอีสาน",
    "{}กับชุมชน", "{}สำหรับทุกคน", "ทฤษฎีและ{}", "เทคนิค{}", "{}ร่วมสมัย", "{}ยุคดิจิทัล",
    "รายงานการวิจัยเรื่อง{}", "สารานุกรม{}", "พื้นฐาน{}", "{}อย่างยั่งยืน", "แนวทาง{}", "{}ฉบับชาวบ้าน",
    "เล่าเรื่อง{}", "กว่าจะเป็น{}", "ร้อยเรื่อง{}", "{}น่ารู้", "มหัศจรรย์{}", "บันทึก{}", "{}ในประเทศไทย",
)
THAI_NOVELS = (
    "{}ใน{}", "{}แห่ง{}", "{}ของ{}", "{}กับ{}", "เมื่อ{}พบ{}", "{}ใต้{}", "{}สุดท้ายของ{}",
    "ความลับของ{}และ{}", "บ้าน{}ริม{}", "{}หลง{}", "ลูกสาว{}กับ{}", "ปริศนา{}ใน{}", "คืน{}ที่{}",
    "เพลง{}แห่ง{}", "{}ไม่มี{}", "เงา{}บน{}", "ทุ่ง{}กับ{}",
)
THAI_SUBTITLES = (
    "แนวคิดและการประยุกต์", "จากอดีตถึงปัจจุบัน", "ทฤษฎีและปฏิบัติ", "กรณีศึกษาในชุมชน", "ฉบับสมบูรณ์",
    "สำหรับผู้เริ่มต้น", "นวนิยาย", "รวมเรื่องสั้น", "บทเรียนจากท้องถิ่น", "ความหมายและคุณค่า",
    "หลักการและวิธีทำ", "เอกสารประกอบการสอน", "วรรณกรรมเยาวชน", "มุมมองใหม่", "เรื่องเล่าจากคนใน",
    "ข้อเสนอเชิงนโยบาย", "พร้อมภาพประกอบ", "ถามตอบร้อยข้อ",
)
THAI_COMMON = (
    "เคมี", "ฟิสิกส์", "ชีววิทยา", "คณิตศาสตร์", "สวนผัก", "แม่", "ความรัก", "สมุนไพร", "กล้วยไม้", "อาหารไทย",
    "ดาราศาสตร์", "ปรัชญา", "สถิติ", "บัญชี", "โยคะ", "กาแฟ", "แมว", "ทะเล", "บ้าน", "เวลา",
)
ENGLISH_COMMON = ("Chemistry", "Physics", "Gardens", "Mother", "Coffee", "Statistics", "Rivers", "Home", "Time", "Cats")
THAI_EXAMS = (
    "คู่มือสอบ", "แนวข้อสอบ", "เตรียมสอบ", "รวมข้อสอบ", "เก็งข้อสอบ", "ตะลุยโจทย์",
)
THAI_POSTS = (
    "ครูผู้ช่วย", "ก.พ. ภาค ก", "นักวิชาการศึกษา", "บรรณารักษ์", "นิติกร", "ท้องถิ่น", "ตำรวจชั้นประทวน",
    "พยาบาลวิชาชีพ", "ปลัดอำเภอ", "เจ้าพนักงานธุรการ", "นักทรัพยากรบุคคล", "นักวิเคราะห์นโยบายและแผน",
    "เข้ามหาวิทยาลัย", "นายร้อย", "ช่างโยธา",
)
THAI_LESSONS = (
    "คณิตศาสตร์", "ภาษาไทย", "วิทยาศาสตร์", "สังคมศึกษา", "ภาษาอังกฤษ", "สุขศึกษา", "ประวัติศาสตร์", "ศิลปะ",
    "การงานอาชีพ", "ดนตรี",
)
THAI_LESSON_FORMS = ("หนังสือเรียน{}", "แบบฝึกหัด{}", "แบบฝึกทักษะ{}", "สรุปเข้ม{}", "ใบงาน{}", "เรียนเก่ง{}")
THAI_OFFICES = ("เทศบาลตำบล", "องค์การบริหารส่วนตำบล", "สหกรณ์การเกษตร", "มูลนิธิ", "ศูนย์การเรียนรู้", "สถาบัน", "เทศบาลเมือง")
THAI_PLANS = ("แผนพัฒนาตำบล", "ข้อบัญญัติงบประมาณ", "แผนพัฒนาสามปี", "คู่มือประชาชน", "แผนที่ชุมชน", "ทำเนียบผู้นำชุมชน")
THAI_PLACES = ("กรุงเทพฯ", "กรุงเทพมหานคร", "เชียงใหม่", "ขอนแก่น", "นนทบุรี", "พะเยา", "สงขลา")
THAI_HOUSES = (
    "สายธารใส", "ต้นกล้าน้อย", "หมอกขาว", "เรือใบแดง", "ดอกรักเร่", "ฟ้าหลังฝน", "แสงแรก", "นกกระดาษ",
    "ใบไม้สามใบ", "ทางช้างเผือก", "เกลียวคลื่น", "กังหันลม", "ว่าวจุฬา", "ไผ่ลู่ลม", "หินสามก้อน",
    "เทียนเล่มเล็ก", "ปลาทอง", "ม้าหมุน", "ประภาคาร", "กระดานดำ",
)
ENGLISH_HOUSES = (
    "Paper Crane Press", "Lantern & Lark", "Quillbrook", "Blue Kettle Books", "Northmoor House", "Tin Whistle",
    "Greyfen Press", "Saltbush Academic", "Harrow Lane", "Second Orchard",
)
ENGLISH_PLACES = ("London", "New York", "Singapore", "Bangkok", "Edinburgh", "Melbourne")
ENGLISH_TOPICS = (
    "soil", "rivers", "weaving", "statistics", "bridges", "orchards", "libraries", "beekeeping", "lighting",
    "ceramics", "trade", "migration", "insects", "harbours", "languages", "rice farming", "clocks",
    "gardening", "nutrition", "glass", "railways", "folk music", "public health", "coastlines",
    "electric motors", "memory", "painting", "monsoons", "salt", "paper", "tea", "village schools", "forestry",
    "mapmaking", "old timber", "tropical fruit", "machine learning", "data structures", "puppetry",
)
ENGLISH_FIELDS = (
    "South-East Asia", "the modern city", "early childhood", "small towns", "the highlands", "rural markets",
    "the new century", "island communities", "practice", "the classroom", "wartime", "the digital age",
    "hospitals", "river deltas", "the workshop", "border provinces", "mountain villages", "the museum",
    "everyday life", "a warming world", "coastal cities", "the kitchen",
)
ENGLISH_TEMPLATES = (
    "A guide to {} in {}", "The history of {} in {}", "Introduction to {} for {}", "Understanding {} in {}",
    "{} and {}", "A handbook of {} in {}", "The art of {} in {}", "{} in {}", "Principles of {} in {}",
    "Essays on {} and {}", "Teaching {} in {}", "The science of {} in {}", "The economics of {} in {}",
    "Rethinking {} in {}", "Notes on {} in {}",
)
ENGLISH_ADJECTIVES = (
    "silent", "crooked", "amber", "forgotten", "narrow", "winter", "hollow", "copper", "distant", "burning",
    "paper", "second", "wandering", "drowned", "gentle", "broken", "hidden", "scarlet", "patient", "last",
    "wooden", "early", "salted", "slow",
)
ENGLISH_NOUNS = (
    "lighthouse", "orchard", "cartographer", "sparrow", "staircase", "harvest", "violin", "river", "stranger",
    "lantern", "bridge", "gardener", "clockmaker", "island", "daughter", "harbour", "meadow", "tailor",
    "compass", "ferry", "kitchen", "winter",
)
ENGLISH_SUBTITLES = (
    "theory and practice", "a novel", "from past to present", "a short introduction", "an illustrated history",
    "case studies", "stories", "lessons from the field", "concepts and methods", "a practical handbook",
    "questions and answers",
)
_GLOOMY = ("ฆ่า", "ข่มขืน", "ศพ", "ตาย", "เปลือย")


@cache
def thai_objects() -> tuple[str, ...]:
    """Plain words of three to nine letters, sorted; the same for one release of PyThaiNLP."""
    spec = find_spec("pythainlp")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0], "corpus")
    words, stops, rude = (
        {line.strip() for line in (folder / f"{name}_th.txt").read_text(encoding="utf-8").splitlines()} - {""}
        for name in ("words", "stopwords", "profanity")
    )
    unfit = (*rude, *_GLOOMY)
    return tuple(sorted(word for word in words - stops if _fit(word, unfit)))


def _fit(word: str, unfit: tuple[str, ...]) -> bool:
    """Three to nine Thai letters or marks; no abbreviation, repetition, digit, or word that no title needs."""
    thai = all("ก" <= sign <= "์" and sign not in "ฯๆ฿" for sign in word)
    return 3 <= len(word) <= 9 and thai and not any(part in word for part in unfit)
