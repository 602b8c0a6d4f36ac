"""Languages as records write them: right codes, codes of other lists, withdrawn codes, words.

MARC Code List for Languages (= ISO 639-2/B); a three-letter code of ISO 639-3 (nod, tts, mfa) is kept as it is.
"""

import re
from typing import Final

from rianru.kernel.thai import fold

# ISO 639-1 → MARC
_BY_TWO: Final = (
    "af=afr ar=ara be=bel bg=bul bn=ben bo=tib ca=cat cs=cze cy=wel da=dan de=ger el=gre en=eng eo=epo es=spa et=est "
    "eu=baq fa=per fi=fin fr=fre ga=gle gu=guj he=heb hi=hin hr=hrv hu=hun hy=arm id=ind is=ice it=ita ja=jpn jv=jav "
    "ka=geo kh=khm km=khm kn=kan ko=kor ku=kur la=lat lo=lao lt=lit lv=lav mk=mac ml=mal mn=mon mr=mar ms=may my=bur "
    "ne=nep nl=dut no=nor pa=pan pi=pli pl=pol ps=pus pt=por ro=rum ru=rus sa=san si=sin sk=slo sl=slv sq=alb sr=srp "
    "su=sun sv=swe sw=swa ta=tam te=tel th=tha tl=tgl tr=tur uk=ukr ur=urd uz=uzb vi=vie yi=yid za=zha zh=chi cn=chi "
    "jp=jpn kr=kor vn=vie"
)
# ISO 639-2/T, withdrawn MARC codes, and common slips → MARC
_BY_OTHER: Final = (
    "ajm=aym cam=khm ces=cze cym=wel deu=ger ell=gre esk=ypk esp=epo eth=gez eus=baq far=fao fas=per fra=fre fri=fry "
    "gae=gla gag=glg gua=grn hye=arm int=ina iri=gle isl=ice kat=geo kus=kos lan=oci lap=smi max=glv mkd=mac mla=mlg "
    "mol=rum mri=mao msa=may mya=bur nld=dut ron=rum sao=smo scc=srp scr=hrv sho=sna slk=slo snh=sin sqi=alb sso=sot "
    "swz=ssw tag=tgl taj=tgk tar=tat tsw=tsn zho=chi bod=tib thi=tha thy=tha thx=tha jap=jpn egn=eng enk=eng cht=chi "
    "chn=chi cmn=chi ger=ger"
)
_TWO: Final = dict(pair.split("=") for pair in _BY_TWO.split())
_OLD: Final = dict(pair.split("=") for pair in _BY_OTHER.split())
_NONE: Final = frozenset({"und", "zxx", "mul", "xxx", "zzz", "nnn", "uuu", "mis"})
# What a word for a language begins with, folded → MARC; longer words first where one begins another.
_WORDS: Final = {
    "ไทย": "tha", "thai": "tha", "อังกฤษ": "eng", "english": "eng", "จีน": "chi", "chinese": "chi",
    "ญี่ปุ่น": "jpn", "japanese": "jpn", "เกาหลี": "kor", "korean": "kor", "ลาว": "lao", "lao": "lao", "เขมร": "khm",
    "กัมพูชา": "khm", "khmer": "khm", "cambodian": "khm", "พม่า": "bur", "เมียนมา": "bur", "burmese": "bur",
    "มาเลย์": "may", "มลายู": "may", "malay": "may", "ยาวี": "may", "jawi": "may", "เวียดนาม": "vie",
    "vietnamese": "vie", "ฝรั่งเศส": "fre", "french": "fre", "เยอรมัน": "ger", "german": "ger", "สเปน": "spa",
    "spanish": "spa", "อาหรับ": "ara", "arabic": "ara", "บาลี": "pli", "pali": "pli",
    "สันสกฤต": "san", "sanskrit": "san", "รัสเซีย": "rus", "russian": "rus", "อิตาลี": "ita", "italian": "ita",
    "โปรตุเกส": "por", "portuguese": "por", "ดัตช์": "dut", "dutch": "dut", "ละติน": "lat", "latin": "lat",
    "ฮินดี": "hin", "hindi": "hin", "ทมิฬ": "tam", "tamil": "tam", "อินโดนีเซีย": "ind", "indonesian": "ind",
    "คำเมือง": "nod", "ล้านนา": "nod", "เหนือ": "nod", "อีสาน": "tts", "มอญ": "mnw",
}
_THAI: Final = "|".join(word for word in _WORDS if not word.isascii())
_LATIN: Final = "|".join(word for word in _WORDS if word.isascii())
_KNOWN_WORD: Final = re.compile(
    rf"ภาษา(?:{_THAI})|(?:และ|,|/|-|กับ)\s*(?:{_THAI})(?=$|[\s,.;/)\-]|และ|กับ)|\b(?:{_LATIN})\b"
)
_LEAD: Final = re.compile(r"^(?:ภาษา|และ|กับ|[,/\-\s])+")


_TAGS: Final = {marc: two for two, marc in reversed([pair.split("=") for pair in _BY_TWO.split()])}


def tag_of(code: str) -> str:
    """The language tag (BCP 47) of a MARC code: `tha` is `th`; a code that has none of two letters stays, `nod`."""
    return _TAGS.get(code, code)


def code_of(text: str, *, thai: bool = False) -> str:
    """The MARC code for one code as written (`tha`, `THA`, `th`, `fra`); empty when it says nothing.

    `tai` is the group of Tai languages to MARC and a slip for Thai in Thai catalogues: with `thai`, for a record in
    Thai script, it is read as `tha`.
    """
    code = text.strip(" |#-.\x00").lower()
    if not (code.isascii() and code.isalpha()) or code in _NONE:
        return ""
    if code == "tai" and thai:
        return "tha"
    if len(code) == 3:
        return _OLD.get(code, code)
    return _TWO.get(code, "") if len(code) == 2 else ""


def codes_in(text: str, *, thai: bool = False) -> list[str]:
    """The codes of a subfield 041: one, several run together (`thaeng`), parted by signs, or words (`ไทย`)."""
    if len(text) == 3 and text.isascii():
        code = code_of(text, thai=thai)
        return [code] if code else []
    parts = re.split(r"[\s,;/|+&-]+", text.strip())
    if len(parts) == 1 and len(text) % 3 == 0 and text.isascii() and text.isalpha() and fold(text) not in _WORDS:
        parts = [text[at : at + 3] for at in range(0, len(text), 3)]
    found = [code_of(part, thai=thai) or _word(part) for part in parts]
    return [code for code in found if code]


def named_in(text: str) -> list[str]:
    """The languages that a note names (`เนื้อหาเป็นภาษาไทยและอังกฤษ`, `In Thai and English`), in its own order."""
    found = []
    for match in _KNOWN_WORD.finditer(fold(text)):
        code = _word(match[0])
        if code and code not in found:
            found.append(code)
    return found


def _word(text: str) -> str:
    return _WORDS.get(_LEAD.sub("", fold(text)), "")
