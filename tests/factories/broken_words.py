"""What the records of broken files are about."""

THAI = [
    "ผ้าทอเมืองน่าน", "พระอภัยมณี", "การปลูกผักสวนครัวริมรั้ว", "ประวัติศาสตร์เมืองพะเยา", "อาหารพื้นบ้านภาคเหนือ",
    "สมุนไพรใกล้ตัว", "นิทานพื้นบ้านไทย", "คู่มือการเลี้ยงไก่พื้นเมือง", "ภูมิปัญญาท้องถิ่นล้านนา", "ตำนานพระธาตุหริภุญชัย",
    "การจัดการขยะในชุมชน", "เศรษฐกิจพอเพียงสำหรับครัวเรือน", "แม่น้ำโขงและผู้คนสองฝั่ง", "หมู่บ้านปลอดเหล้า",
    "ดนตรีพื้นบ้านอีสาน", "ลายผ้าไหมแพรวา", "ชีวิตและงานของสุนทรภู่", "วรรณกรรมเยาวชนร่วมสมัย", "เด็กชายผู้ไม่เคยยิ้ม",
    "คณิตศาสตร์ในชีวิตประจำวัน", "เรียนรู้ภาษาพม่าด้วยตนเอง", "การดูแลผู้สูงอายุที่บ้าน", "เมืองเก่าสงขลา", "พฤกษศาสตร์เบื้องต้น",
    "นกในสวนหลังบ้าน", "ประเพณีสิบสองเดือน", "กฎหมายที่ดินฉบับชาวบ้าน", "เพลงกล่อมเด็กสี่ภาค", "การทำปุ๋ยหมักชีวภาพ",
    "ท่องเที่ยวโดยชุมชน", "วิถีชาวเลอันดามัน", "สี่แผ่นดิน", "ข้างหลังภาพ", "คำพิพากษา", "ลูกอีสาน", "ผู้ดี", "หลายชีวิต",
    "ไผ่แดง", "ศรีธนญชัย", "รามเกียรติ์", "เธอคือดวงใจ", "เนื้อคู่ประตูถัดไป", "เน้นเนื้อหาเพื่อการสอบ", "เธอกับฉันและวันของเรา",
]  # fmt: skip
ENGLISH = [
    "Thai village life", "Weaving in Nan Province", "A guide to home gardens", "Teaching reading to children",
    "The lower Mekong and its people", "Small farms in northern Thailand", "How to keep bees", "Local wisdom and schools",
    "What is a learning city?", "Libraries for everyone", "Bangkok then and now", "Rice, water and society",
]  # fmt: skip
FRENCH = [
    "Éducation et société en Asie du Sud-Est", "L'été à la bibliothèque", "Le français élémentaire", "Contes créoles",
    "Théâtre et poésie", "Où va l'école ?", "Une année à Chiang Mai", "Les forêts du Siam à travers les âges",
]  # fmt: skip
GERMAN = [
    "Öffentliche Büchereien für Anfänger", "Über die Völker Südostasiens", "Grüne Städte", "Märchen aus dem Gebirge",
    "Größe und Maß", "Schüler lernen früh lesen",
]  # fmt: skip
RUSSIAN = [
    "Война и мир", "Преступление и наказание", "История Сиама", "Сказки народов Азии", "Детство и отрочество",
    "Библиотеки для всех",
]  # fmt: skip
NAMES = {
    "tha": ["สมหญิง ใจดี", "สุนทรภู่", "คึกฤทธิ์ ปราโมช", "ประยูร อุลุชาฎะ", "นิธิ เอียวศรีวงศ์", "กุหลาบ สายประดิษฐ์",
            "คำพูน บุญทวี", "ชาติ กอบจิตติ"],
    "eng": ["Smith, John", "Brown, Mary Ann", "Keyes, Charles F.", "Wyatt, David K."],
    "rus": ["Толстой, Лев", "Чехов, Антон", "Иванова, Мария"],
}  # fmt: skip
PLACES = {"tha": ["กรุงเทพฯ", "เชียงใหม่", "น่าน", "ขอนแก่น"], "eng": ["London", "Bangkok"], "rus": ["Москва"]}
PUBLISHERS = {
    "tha": ["สำนักพิมพ์เมืองโบราณ", "ไทยวัฒนาพานิช", "มหาวิทยาลัยเชียงใหม่", "กรมศิลปากร", "ศูนย์หนังสือจุฬาฯ"],
    "eng": ["White Lotus", "University Press", "Silkworm Books"],
    "rus": ["Наука", "Просвещение"],
}  # fmt: skip
SUBJECTS = {
    "tha": ["ผ้าทอ -- ไทย (ภาคเหนือ)", "นิทานพื้นเมือง", "การเกษตร", "ประวัติศาสตร์ท้องถิ่น", "สมุนไพร -- ไทย", "การศึกษานอกระบบ"],
    "eng": ["Textile fabrics -- Thailand", "Folklore", "Agriculture", "Local history", "Adult education"],
    "rus": ["Русская литература", "История", "Сказки"],
}  # fmt: skip
