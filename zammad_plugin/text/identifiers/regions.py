"""Which country a text says a telephone number is of: "an Egyptian number", «رقم سعودي». Pure."""

from __future__ import annotations

import re

# Region of phonenumbers → stems by which people name country and nation: English, French, Arabic,
# Arabizi. A stem may have an article before it and an ending behind it.
NAMES: dict[str, str] = {
    "LB": "leban|liban|لبنان|lebnan|lebnen|lubnan",
    "SY": "syri|سوري|souri|souriy|sooriy",
    "IQ": "iraq|irak|عراق|3ira[2q]|3era[2q]",
    "JO": "jordan|[أا]ردن|ordon|urdun",
    "EG": "egypt|[ée]gypt|مصر(?:ي[ةه]?)?(?!\\w)|masri|masre(?!\\w)|mas?er(?!\\w)",
    "PS": "palesti|فلسطين|falastin|falasteen",
    "TR": "turk|turqu|ترك|tirki|تركيا",
    "FR": "fren?ch|fran[cç]|فرنس|fr[ea]ns[ae]?w?",
    "AE": "emirat|[ée]mirat|uae|dubai|duba[iï]|[إا]مارات|دبي|imarat",
    "SA": "saudi|ksa|saoudi|سعود|s[ao]u?3oud",
    "KW": "kuwait|kowe[iï]t|كويت|kwait|kwet",
    "QA": "qatar|قطر|2atar",
    "BH": "bahrain|bahre[iï]n|بحرين",
    "OM": "oman|عماني",
    "YE": "yemen|y[ée]men|يمن",
    "IR": "iran|[إا]يران",
    "AM": "armeni|arm[ée]ni|[أا]رمين|[أا]رمن",
    "CY": "cypr|chypr|قبرص",
    "GR": "greek|greece|gr[eè]c|يونان",
    "DE": "german|allem|[أا]لمان|alman",
    "GB": "uk|brit[ai]|engl[ai]|london|anglais|angleterre|royaume|بريطان|[إا]نكليز|[إا]نجليز",
    "US": "usa|american|am[ée]ric|[أا]مير[كي]|[أا]مريك|amerk|amer[ei]k",
    "CA": "canad|كند",
    "AU": "austral|[أا]ستراليا?",
    "BE": "belg|بلجيك",
    "CH": "swiss|switzer|suisse|سويسر",
    "ES": "spain|spanish|espagn|[إا]سبان",
    "IT": "ital|[إا]يطال|tolyen|6olyen",
    "NL": "dutch|nether|pays-bas|holland|هولند",
    "SE": "swed|su[ée]d|سويد",
    "MA": "morocc|maroc|مغرب|ma8reb|maghreb",
    "DZ": "algeri|alg[ée]ri|جزائر",
    "TN": "tunis|تونس",
    "LY": "liby|ليبي",
    "SD": "sudan|soudan|سودان",
    "NG": "nigeri|nig[ée]ri|نيجيري",
    "CI": "ivory|ivoir|ساحل العاج",
    "CM": "cameroo?n|cameroun|كاميرون",
    "SN": "senegal|s[ée]n[ée]gal|سنغال",
    "GH": "ghan|غانا",
    "ET": "ethiop|[ée]thiop|[أإا]ثيوب",
    "PH": "philippin|filipin|فلبين",
    "IN": "indian?(?!\\w)|inde(?!\\w)|indien|هندي|الهند",
    "PK": "pakist|باكستان",
    "BD": "banglad|بنغلاد",
    "RU": "russia|russe|روسي",
    "UA": "ukrain|[أا]وكران",
}
BEFORE, BEHIND = 45, 25  # characters of the number's sentence in which its country is told
COUNTRY = re.compile(
    r"(?<!\w)(?:[وبفل]?ال|[وبفل]|l)?(?:"
    + "|".join(f"(?P<{region}>{stems})" for region, stems in NAMES.items())
    + r")\w{0,5}(?!\w)",
    re.I,
)
END = re.compile(r"[.!?؟;؛\n](?:\s|$)")


def told(text: str, start: int, end: int) -> str | None:
    """The region named last before a number in its sentence, else first behind it."""
    before = END.split(text[max(0, start - BEFORE) : start])[-1]
    named = list(COUNTRY.finditer(before))
    if named:
        return named[-1].lastgroup
    behind = COUNTRY.search(END.split(text[end : end + BEHIND])[0])
    return behind.lastgroup if behind else None
