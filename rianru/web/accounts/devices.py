"""What a device is called: a browser and a system, in words, out of what the browser says of itself."""

from rianru.kernel.words import T

BROWSERS = (  # the first that is named: the later ones are named by the earlier ones too
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Line/", "LINE"),
    ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)
UNKNOWN = T("อุปกรณ์ที่ไม่บอกชื่อ", "A device that does not say")


def device(agent: str) -> T:
    """Such as “Chrome · Android”; only names that we know, so that nothing a client wrote is shown."""
    named = [next((name for mark, name in marks if mark in agent), "") for marks in (BROWSERS, SYSTEMS)]
    said = " · ".join(name for name in named if name)
    return T.verbatim(said, said) if said else UNKNOWN


def system(agent: str) -> str:
    """Such as “Android”; blank where it is not known."""
    return next((name for mark, name in SYSTEMS if mark in agent), "")
