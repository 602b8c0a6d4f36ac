"""Two keyboards: QWERTY, and Kedmanee as Thai Industrial Standard 820 lays it out. A key gives one sign of each."""

_ROWS = (  # QWERTY row, Kedmanee row; first without, then with Shift
    ("`1234567890-=", "_ๅ/-ภถุึคตจขช"),
    ("qwertyuiop[]\\", "ๆไำพะัีรนยบลฃ"),
    ("asdfghjkl;'", "ฟหกดเ้่าสวง"),
    ("zxcvbnm,./", "ผปแอิืทมใฝ"),
    ("~!@#$%^&*()_+", "%+๑๒๓๔ู฿๕๖๗๘๙"),
    ("QWERTYUIOP{}|", "๐\"ฎฑธํ๊ณฯญฐ,ฅ"),
    ("ASDFGHJKL:\"", "ฤฆฏโฌ็๋ษศซ."),
    ("ZXCVBNM<>?", "()ฉฮฺ์?ฒฬฦ"),
)
_TO_THAI = {key: sign for keys, signs in _ROWS for key, sign in zip(keys, signs, strict=True)}
_TO_LATIN = {sign: key for key, sign in _TO_THAI.items()}


def as_latin(text: str) -> str:
    """What appears where somebody types Thai `text` and the keyboard stands on QWERTY: สวัสดี → l;ylfu."""
    return "".join(_TO_LATIN.get(sign, sign) if "ก" <= sign <= "๛" else sign for sign in text)


def as_thai(text: str) -> str:
    """What appears where somebody types `text` for QWERTY and the keyboard stands on Kedmanee."""
    return "".join(_TO_THAI.get(sign, sign) for sign in text)


def beside(sign: str) -> str:
    """The signs of the keys left and right of a sign's key, on its own keyboard and with the same Shift."""
    for keys, signs in _ROWS:
        row = signs if "ก" <= sign <= "๛" else keys
        at = row.find(sign)
        if at >= 0:
            near = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
            return "".join(one for one in near if one.isalpha() or "ก" <= one <= "๎")
    return ""
