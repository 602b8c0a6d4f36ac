"""Thai names and titles in Latin letters after the Royal Institute's general system, for words that are used here.

Written down word by word: a rule would be somebody else's reading, and the search's own might be the same rule.
"""

_NAMES = """
ขวัญ khwan ปลาย plai ต้น ton แก้ว kaeo เมฆ mek ดาว dao ทิวา thiwa
ราตรี ratri ธาร than เพลง phleng น้ำ nam ลม lom ทราย sai
หมอก mok ฟ้า fa พิณ phin ผกา phaka กวี kawi ตะวัน tawan จันทร์ chan
รุ้ง rung ไพร phrai ภู phu วารี wari มณี mani สายไหม saimai
ปุยฝ้าย puifai ใบบัว baibua ใจ chai กล้า kla ฝน fon งาม ngam ทอง thong
ชัย chai พร phon ดี di รัก rak ศรี si แสง saeng มา ma
นภา napha เดือน duean วงศ์ wong ลดา lada กร kon ณี ni พล phon เพชร phet วดี wadi ยศ yot
ดอกไม้ dokmai ภูเขา phukhao ทะเล thale สายน้ำ sainam ใบไผ่ baiphai
เรือนไม้ rueanmai ดวงดาว duangdao นกน้อย noknoi ทุ่งนา thungna
มะพร้าว maphrao ท้องฟ้า thongfa ก้อนเมฆ konmek หินผา hinpha รวงข้าว ruangkhao เกลียวคลื่น kliaokhluen หอยขาว hoikhao
ลูกจันทน์ lukchan กระดิ่ง krading ผีเสื้อ phisuea ต้นตาล tontan
ดาบเงิน dapngoen กลองยาว klongyao พวงชมพู phuangchomphu
ปีกไม้ pikmai เข็มทิศ khemthit ประทีป prathip แก่นจันทน์ kaenchan ระฆัง rakhang ลำธาร lamthan ไร่อ้อย raioi
กระจ่าง krachang ลอยลม loilom เจ็ดสี chetsi สุขใจ sukchai งามพร้อม ngamphrom ยืนยง yuenyong ริมทาง rimthang
เขียวขจี khiaokhachi พันปี phanpi สว่างไสว sawangsawai ร้อยดวง roiduang บานเช้า banchao ไกลโพ้น klaiphon สามสาย samsai
มั่นคง mankhong เริงร่า roengra หวานเย็น wanyen กลางป่า klangpa
หน้าวัด nawat ใต้ถุน taithun ทองคำ thongkham พลิ้วไหว phliowai
ดงดิบ dongdip คู่บ้าน khuban ขาวผ่อง khaophong โพธิ์งาม phongam ก้องกังวาน kongkangwan ปลายนา plaina สีรุ้ง sirung
ตะวันออก tawanok
"""
_TITLES = """
หนังสือเรียน nangsue-rian แบบฝึกหัด baep-fuekhat แบบฝึกทักษะ baep-fuek-thaksa
สรุปเข้ม sarup-khem ใบงาน bai-ngan เรียนเก่ง rian-keng
คณิตศาสตร์ khanittasat ภาษาไทย phasa-thai วิทยาศาสตร์ witthayasat สังคมศึกษา sangkhom-sueksa ภาษาอังกฤษ phasa-angkrit
สุขศึกษา sukkha-sueksa ประวัติศาสตร์ prawattisat ศิลปะ sinlapa การงานอาชีพ kan-ngan-achip ดนตรี dontri
คู่มือสอบ khumue-sop แนวข้อสอบ naeo-kho-sop เตรียมสอบ triam-sop
รวมข้อสอบ ruam-kho-sop เก็งข้อสอบ keng-kho-sop ตะลุยโจทย์ talui-chot
ครูผู้ช่วย khru-phu-chuai นักวิชาการศึกษา nak-wichakan-sueksa บรรณารักษ์ bannarak นิติกร nitikon ท้องถิ่น thongthin
ตำรวจชั้นประทวน tamruat-chan-prathuan พยาบาลวิชาชีพ phayaban-wichachip ปลัดอำเภอ palat-amphoe
เจ้าพนักงานธุรการ chao-phanakngan-thurakan นักทรัพยากรบุคคล nak-sapphayakon-bukkhon
นักวิเคราะห์นโยบายและแผน nak-wikhro-nayobai-lae-phaen เข้ามหาวิทยาลัย khao-mahawitthayalai
นายร้อย nai-roi ช่างโยธา chang-yotha
พระอภัยมณี phra-aphai-mani นิราศภูเขาทอง nirat-phukhao-thong
นิราศเมืองแกลง nirat-mueang-klaeng นิราศพระบาท nirat-phra-bat
นิราศเมืองเพชร nirat-mueang-phet นิราศสุพรรณ nirat-suphan โคบุตร khobut
สิงหไตรภพ singhatraiphop สุภาษิตสอนหญิง suphasit-son-ying
ขุนช้างขุนแผน khun-chang-khun-phaen ลิลิตพระลอ lilit-phra-lo
ลิลิตตะเลงพ่าย lilit-taleng-phai ไตรภูมิพระร่วง traiphum-phra-ruang
กาพย์เห่เรือ kap-he-ruea โคลงโลกนิติ khlong-lokkanit นิราศลอนดอน nirat-london
รามเกียรติ์ ramakian อิเหนา inao สังข์ทอง sang-thong
ไกรทอง krai-thong ระเด่นลันได raden-landai เงาะป่า ngo-pa
มัทนะพาธา matthanaphatha หัวใจนักรบ hua-chai-nak-rop สามก๊ก sam-kok
ราชาธิราช rachathirat ไซอิ๋ว sai-io นางนพมาศ nang-nopphamat
นิทานเวตาล nithan-wetan ไกลบ้าน klai-ban นิทานโบราณคดี nithan-borannakhadi
ไทยรบพม่า thai-rop-phama ความทรงจำ khwam-song-cham กามนิต kammanit ละครแห่งชีวิต lakhon-haeng-chiwit ผู้ดี phu-di
หนึ่งในร้อย nueng-nai-roi ลูกผู้ชาย luk-phu-chai สงครามชีวิต songkhram-chiwit
ข้างหลังภาพ khang-lang-phap แผลเก่า phlae-kao
ขุนศึก khun-suek ผู้ชนะสิบทิศ phu-chana-sip-thit แผ่นดินของเรา phaendin-khong-rao
ชั่วฟ้าดินสลาย chua-fa-din-salai ล่องไพร long-phrai
ทุ่งมหาราช thung-maharat มัดหมี่ mat-mi ยาหม้อของยาย ya-mo-khong-yai
ขนมไทยไม่ยาก khanom-thai-mai-yak น้ำพริกทั่วไทย nam-phrik-thua-thai
ปลูกถั่วงอกในขวด pluk-thua-ngok-nai-khuat ตาม่องล่าย ta-mong-lai
ลูกเป็ดหาร่ม luk-pet-ha-rom ล้างมือกันเถอะ lang-mue-kan-thoe
พะเยาเล่าเรื่อง phayao-lao-rueang ฤดูลำไย ruedu-lamyai หมอกสีเทา mok-si-thao
ออมก่อนใช้ om-kon-chai คำชะโนดในเรื่องเล่า khamchanot-nai-rueang-lao
สุนทรภู่ sunthon-phu ศรีบูรพา si-burapha ยาขอบ ya-khop
ดอกไม้สด dokmai-sot ไม้ เมืองเดิม mai-mueang-doem ศรีปราชญ์ si-prat
เสฐียรโกเศศ sathiankoset แม่อนงค์ mae-anong เรียมเอง riam-eng
ชิต บุรทัต chit-burathat พระยาอนุมานราชธน phraya-anuman-ratchathon
"""


def _table(text: str) -> dict[str, str]:
    """Pairs, blank between; `ไม้ เมืองเดิม` and `ชิต บุรทัต` have a blank of their own."""
    found: dict[str, str] = {}
    thai: list[str] = []
    for word in text.split():
        if word.isascii():
            found[" ".join(thai)] = word.replace("-", " ")
            thai = []
        else:
            thai.append(word)
    return found


NAMES, TITLES = _table(_NAMES), _table(_TITLES)


def name(given: str, family: str) -> str:
    """A generated Thai name in Latin letters; empty where a part is not in the table."""
    made = [_joined(part) for part in (given, family)]
    return " ".join(made) if all(made) else ""


def _joined(text: str) -> str:
    for at in range(1, len(text)):
        if text[:at] in NAMES and text[at:] in NAMES:
            return NAMES[text[:at]] + NAMES[text[at:]]
    return ""


def title(text: str) -> str:
    """A title of one or two known words; empty where there is none."""
    if text in TITLES:
        return TITLES[text]
    for at in range(1, len(text)):
        if text[:at] in TITLES and text[at:] in TITLES:
            return f"{TITLES[text[:at]]} {TITLES[text[at:]]}"
    return ""
