"""Names of accounts that people write without an @ or a link: "snap: wolf_one". Pure.

Whoever tells an account's name names the network, or says that it is a name; what stands there must
look like a name and not like a word of the sentence.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from typing import Literal, NamedTuple

from zammad_plugin.text.any_of import any_of
from zammad_plugin.text.identifiers.services import GAMES, NAMED, SHORT_NAMES

DOTTED = 7  # characters of a name by its dots alone
NEAR = 90  # characters of a sentence over which a network's name reaches
TOKEN = (
    r"(?P<token>[A-Za-z0-9_](?:[A-Za-z0-9_.\-]{0,38}[A-Za-z0-9_])?(?:#[A-Z0-9]{3,5}\b)?)(?![\w@])"
)
# Words between a network and a name, by language.
LABEL = (
    r"user ?names?|usernames?|handles?|accounts?|acct?|acc|profiles?|pages?|users?|usr|nick(?:name)?s?"
    r"|gamer ?tags?|tags?|screen ?name|display name|login|names?|alias|in-?game name|ign"
    r"|pseudos?|comptes?|profils?|identifiants?|nom d['’ ]utilisateur|surnom|noms?"
    r"|hsebo|hseba|7sebo|7seba|hesebo|7esebo|hsabo|7sabo|hsebon|hsab|7sab|ismo|2ismo|esmo|isma|ism|2esmo"
    r"|yuser|yousar|yuzer"
    r"|حساب\w{0,4}|[إا]?لحساب|يوزر\w{0,3}|اليوزر|اسم المستخدم|[إا]سم\w{0,3}|معر[فّ]+\w{0,3}|صفحت\w{1,3}|صفحة|بروفايل\w{0,2}"
    r"|اکانت\w{0,3}|آیدی\w{0,3}|ایدیش?|کاربری|حسابی|kullanıcı adı|hesab\w{0,4}|hesap|adı"
)
ID_LABEL = r"ids?|uids?|[اآإ]يدي\w{0,3}|الايدي|player id|friend code|code ami|code"
CONNECT = (
    r"[:=：]|->|→|=>|is|was|called|named|est|c['’]est|s['’]appelle|هو|هي|[إا]سم[وهها]{0,2}|هوي|huwe|howe"
    r"|houwe|howwe|ismo|2ismo|esmo|under|as|dır|است"
)
FILL = (
    r"his|her|their|my|the|the|a|old|new|other|second|real|fake|main|son|sa|ses|le|la|un|on|sur|of|for|de|du"
    r"|app|game|عنده\w?|عندو|عندها|جديد\w?|التاني\w?|الثاني\w?|الجديد\w?|على|عال\w*|ع|تبعو|تبعه|تبعها|taba3o|tab3o|taba3a|3al|3ala|3a|aal|l|el|al"
)
LINK = rf"(?:[\s,(]*(?:(?P<label>{LABEL})|(?P<idlabel>{ID_LABEL})|(?:{FILL}))(?!\w)){{0,4}}"
AFTER = re.compile(
    rf"{LINK}(?:(?P<dash>[\s,]+[-–—][\s]+)|[\s,]*)(?P<conn>{CONNECT})?(?(conn)(?!\w)|)(?:\s*(?:{CONNECT})(?!\w))?[\s,]*[\"'“”‘’«(`*]?[\u200e\u200f\u2066-\u2069]*@?{TOKEN}",
    re.I,
)
BEFORE = re.compile(
    r"(?P<quote>[\"'“«`])?(?<![\w@./:-])(?P<token>[A-Za-z_][A-Za-z0-9_.]{2,38}(?:#[A-Z0-9]{3,5})?)[\"'”»`]?\s*"
    r"(?:,\s*)?(?:\(|on|sur|in|at|from|via|de|auf|على|عال?|ع|بال?|3al|3ala|3a|aal|3l|fi|b|bel|bl)\s*"
    r"(?:(?:his|her|their|the|my|l|el|al|ال)\s*)?$",
    re.I,
)
CALLED = re.compile(
    rf"(?<!\w)(?:(?:{LABEL})|(?P<naming>goes by|calls? (?:him|her|them)self|known as|a\.?k\.?a\.?"
    r"|s['’]appelle|se fait appeler|signe)|he is|she is|add(?: me| him| her)?|follow|search(?: for)?|look up|block"
    r"|report|ضيف\w*|تابع\w*|بلغ\w*)(?!\w)"
    rf"(?:\s*(?:{FILL})(?!\w)){{0,3}}[\s,]*(?P<conn>{CONNECT})?(?(conn)(?!\w)|)(?:\s*(?:{CONNECT})(?!\w))?[\s,]*[\"'“”‘’«(`*]?"
    rf"[\u200e\u200f\u2066-\u2069]*@?{TOKEN}",
    re.I,
)
CLITIC = r"(?:[وفبلع]|عال?|عل|بال?|لل|ال|وال)?"
SERVICE = re.compile(
    rf"(?<![\w@./-]){CLITIC}(?P<name>{any_of(sorted({n.casefold() for s in NAMED.values() for n in s}))})"
    r"(?:['’]s|o)?[شمتوهيك]{0,2}(?![\w@./-]\w|\w)",
    re.I,
)
BY_NAME = {name.casefold(): service for service, names in NAMED.items() for name in names}
# Discord's old form, and Riot's.
TAGGED = re.compile(r"(?<![\w@#.])(?P<token>[A-Za-z][\w.]{1,31}#(?:\d{4}|[A-Z0-9]{3,5}))(?![\w#])")
GAME_ID = re.compile(
    rf"[\s,]*(?:(?:{FILL}|player|اللاعب|account|name|تبعو|تبعي)\s+){{0,3}}(?P<label>{ID_LABEL}|tag|تاغ|number|رقم\w{{0,2}})?\W{{0,3}}"
    rf"(?:(?:{CONNECT})(?!\w))?[\s,]*(?P<token>\d{{6,20}}|#[0-9A-Z]{{6,12}})(?!\w)",
    re.I,
)
ALONE = re.compile(
    r"(?<![\w@./:#-])(?P<token>(?:[A-Za-z_][A-Za-z0-9_.]{3,38}[A-Za-z0-9_]))(?![\w@/(=#])"
)
UNDERSCORED = re.compile(r"[A-Za-z0-9]{2,}_+[A-Za-z0-9]|[A-Za-z]_+[A-Za-z0-9]{2,}|[A-Za-z]{4,}_+$")
NUMBERED = re.compile(r"[A-Za-z]{4,}(?:\.[A-Za-z]+)*\.?\d{2,4}")
# A network of the house, not of people.
WIFI, FAR = re.compile(r"\b(?:wi-?fi|ssid|hotspot|router|واي ?فاي|الواي)\b", re.I), 40
LABELLED = re.compile(rf"(?<!\w)(?:{LABEL})(?!\w)", re.I)
NUMBERED_ID = re.compile(
    rf"(?<!\w)[وبل]?(?:(?P<label>user ?ids?|identifiants?|account ids?)|{ID_LABEL})\W{{0,3}}(?:(?:{CONNECT})(?!\w))?"
    r"[\s,]*[\"'“«]?\s?(?P<token>\d{6,20})(?!\w)",
    re.I,
)
FORM = re.compile(
    r"^[ \t>*-]*(?:platform|app(?:lication)?|network|plateforme|r[ée]seau|المنصة|المنصه|التطبيق)\s*[:：]\s*",
    re.I | re.M,
)
SENTENCE = re.compile(r"[.!?؟\n;؛](?=\s|$)|\n")
DIRECT = re.compile(r"[:=：]|->|→|=>")
ENDS = re.compile(
    r"\s*(?:[\"'”»)`*,;.!?؟،؛|/\n]|$|(?:and|et|w|wa|ou|or|و|he|she|il|elle|but|mais|on|sur|ya3ne)\b|[^\x00-\x7f])"
)
CAMEL = re.compile(r"[a-z]{2}[A-Z][a-z]")
LETTERS_DIGITS = re.compile(r"[A-Za-z]{2,}[A-Za-z._]*\d{2,}$|[A-Za-z]+\d+[A-Za-z]+\d*$")
# Words that end in digits and are no names.
MODELS = re.compile(
    r"(?:iphone|ipad|ios|android|windows|win|galaxy|samsung|redmi|note|covid|class|grade|room|level|lvl|form"
    r"|year|kg|ps|mp|cm|gta|fifa|cod|area|article|section|chapter|page|part|top|route|web|h)[\d._]*\w?$",
    re.I,
)
FILE = re.compile(
    r".*\.(?:jpe?g|png|gif|mp[34]|pdf|docx?|txt|heic|webp|mov|zip|html?|php|eml|ogg|opus)$", re.I
)
BRANDS = frozenset(
    """
tiktok whatsapp youtube snapchat facebook instagram iphone facetime onlyfans paypal chatgpt wifi
linkedin playstation cashapp gmail icloud
""".split()
)
STOP = frozenset(
    """
a about account accounts active actually afraid again all also always am an and android
anonymous another any anymore anyone app apps are around as ask asked asking at away back bad
banned be because been before being blackmail blackmailed blackmailing block blocked blocking
but by called can cannot cant case caution chat check child children closed code come contact
could critical dangerous dark deactivated dear delete deleted did disabled do does done dont
down dropped email empty even ever every everyone everything fake fine for found free friend
friends from full fully gave get girl give gives go going gone good got group had hacked
happened has have he hello help helpline her here hers hi hidden him his how i id if im in
innocent invite is it its just kid know known later left let like link live lol login logged
look lost made make man many maybe me message messages mine minor money more my name named need
never new nice no none not nothing now number of off offline ok okay old on one online only open
or other our out over page parents password people person photo photos picture pictures play
playing please post posted posting posts private profile public question real really remove
removed report reported reporting rule said same saw say says school scared screenshot see sees
send sending sent she shop should show sir so some someone something still stolen stop story
such suspended take taken talk talking team tell than thank thanks that the their them then
there they thing this those threatened threatening threatens through time to today together told
too took underage unknown until up update upset urgent us use used user username users uses
using verified very video videos want wanted wants was way we well went were what when where
which while who whose why will with work working works would wrote yes yesterday yet you young
your yours limited locked permanent suspicious temporarily twitter signal request requests
service safe adresse ai alors appelle après au aussi autre avec avoir bien bloqué bonjour c ça
car ce cela ces cet cette comme comment compte dans de depuis des donc du elle elles en encore
est et eux faux femme fermé fille fils homme il ils je jeune jamais jour la le lequel les leur
lui ma mais merci mes mineur moi mon même ne nos notre nous nouveau ou où par pas personne peur
plus piraté pour pourquoi prive privé qu que quel qui quoi rien sa sans se ses si son sont suis
supprimé sur svp ta te tes toi ton toujours tous tout très tu un une va vers vidéo vidéos voici
voilà vos votre vous vrai y été 3am 3ala 3al ana badde baddo bas bel ben bent bi bil bint bjed
bta3 byb3at da ento eno enno eza fi fiha fik hala hay hayda hada hedda hek howe howwe hiye inta
inti jdid ken ken2 kif kil kel kteer ktir l lama lal lek lesh leish ma3 ma3e ma3o mesh mish min
mn msakkar sar shi shou shu suwar taba3 taba3o tab3o tele t3arraf wa wala wen w wara ya yalla
ye3ne ya3ne ye2elle zalame
""".split()
)
ARABIZI = re.compile(r"^\d?[a-z]*[235679][a-z]+$", re.I)  # a word with a sound's figure
QUOTES = frozenset("\"'“‘«`")
Strength = Literal["direct", "labelled", "linked", "loose"]


class Bare(NamedTuple):
    """A name from `start` to `end`; `service` is '' where nobody says which."""

    service: str
    kind: Literal["handle", "id"]
    value: str
    start: int
    end: int


class _Mention(NamedTuple):
    service: str
    start: int
    end: int
    short: bool


class Mentions:
    """Where a text names networks; asked which of them a place is about."""

    def __init__(self, text: str) -> None:
        self._all = [_mention(one) for one in SERVICE.finditer(text)]
        self._starts = [one.start for one in self._all]
        self._breaks = [one.start() for one in SENTENCE.finditer(text)]
        self._labels = [one.start() for one in LABELLED.finditer(text)]
        form = FORM.search(text)
        named = SERVICE.match(text, form.end()) if form else None
        self._of_form = BY_NAME[named["name"].casefold()] if named else ""

    def __iter__(self) -> Iterator[_Mention]:
        return iter(self._all)

    def near(self, start: int, end: int) -> str:
        """The network named last before the place in its sentence, else first behind it, else in a
        form's own line ("platform: Instagram")."""
        at = bisect(self._starts, start)
        for index in (at - 1, at):
            if 0 <= index < len(self._all) and self._together(self._all[index], start, end):
                return self._all[index].service
        return self._of_form

    def labelled(self, start: int) -> bool:
        """Whether the sentence speaks of an account or a name before the place."""
        at = bisect(self._labels, start) - 1
        return at >= 0 and bisect(self._breaks, self._labels[at]) == bisect(self._breaks, start)

    def _together(self, one: _Mention, start: int, end: int) -> bool:
        low, high = min(one.end, end), max(one.start, start)
        return high - low <= NEAR and bisect(self._breaks, low - 1) == bisect(
            self._breaks, high - 1
        )


def _mention(found: re.Match[str]) -> _Mention:
    name = found["name"].casefold()
    return _Mention(BY_NAME[name], found.start(), found.end(), name in SHORT_NAMES)


def bare_handles(text: str, mentions: Mentions) -> Iterator[Bare]:
    """Every bare name; one place may be found twice, by what is before and by what is after it."""
    for one in mentions:
        yield from _after(text, one)
        yield from _before(text, one)
    for match in CALLED.finditer(text):
        yield from _called(text, match, mentions)
    for match in ALONE.finditer(text):
        yield from _alone(text, match, mentions)
    for match in TAGGED.finditer(text):
        yield _bare(mentions.near(match.start(), match.end()) or "discord", "handle", match)
    for match in NUMBERED_ID.finditer(text):
        service = mentions.near(match.start(), match.end())
        if service in GAMES or (service and match["label"]):
            yield _bare(service, "id", match)


def _after(text: str, one: _Mention) -> Iterator[Bare]:
    if one.service in GAMES and (found := GAME_ID.match(text, one.end)):
        if found["label"] or one.service not in ("discord", "steam"):
            yield _bare(one.service, "id", found)
        return
    found = AFTER.match(text, one.end)
    if not found:
        return
    label = found["label"] or found["idlabel"]
    if (
        one.short
        and not (found["conn"] or found["dash"] or label)
        and not _is_shaped(found["token"])
    ):
        return
    plain = found["token"].isalpha()
    strength = _strength(found["conn"] or (found["dash"] if not plain else ""), bool(label))
    if _holds(text, found, strength):
        yield _bare(one.service, "handle", found)


def _before(text: str, one: _Mention) -> Iterator[Bare]:
    found = BEFORE.search(text, max(0, one.start - 70), one.start)
    token = found["token"] if found else ""
    named = found and (_is_shaped(token) or found["quote"] or _has_dots(token, 1))
    if found and named and not _is_word(token):
        yield _bare(one.service, "handle", found)


def _called(text: str, found: re.Match[str], mentions: Mentions) -> Iterator[Bare]:
    strength = _strength(found["conn"], True) if found["conn"] else "loose"
    if found["naming"]:
        strength = "linked"
    service = mentions.near(found.start("token"), found.end("token"))
    quoted = text[found.start("token") - 1] in QUOTES if found.start("token") else False
    if not service and not quoted and not _is_shaped(found["token"]):
        return  # "name: Rima" is a form, "the account is suspended" a sentence
    if _holds(text, found, strength):
        yield _bare(service, "handle", found)


def _alone(text: str, found: re.Match[str], mentions: Mentions) -> Iterator[Bare]:
    """A name by its looks: with underscores anywhere, with a number only where networks or
    accounts are the matter."""
    token = found["token"]
    if _is_word(token) or WIFI.search(text[max(0, found.start() - FAR) : found.start()]):
        return
    service = mentions.near(found.start(), found.end())
    if service and _has_dots(token, 2):
        yield _bare(service, "handle", found)
    if not _is_shaped(token):
        return
    numbered = bool(NUMBERED.fullmatch(token)) and (service or mentions.labelled(found.start()))
    if UNDERSCORED.search(token) or numbered:
        yield _bare(service, "handle", found)


def _bare(service: str, kind: Literal["handle", "id"], found: re.Match[str]) -> Bare:
    return Bare(service, kind, found["token"], found.start("token"), found.end("token"))


def _strength(conn: str | None, label: bool) -> Strength:
    if conn and DIRECT.fullmatch(conn):
        return "direct"
    if label and conn:
        return "labelled"
    return "linked" if conn or label else "loose"


def _holds(text: str, found: re.Match[str], strength: Strength) -> bool:
    token = found["token"]
    if _is_word(token) or not any(map(str.isalpha, token)):
        return False
    if _is_shaped(token):
        return True
    quoted = text[found.start("token") - 1] in QUOTES
    if strength == "loose" and _has_dots(token, 1 if quoted else 2):
        return True
    if strength == "loose" or len(token) < 4:
        return False
    ended = bool(ENDS.match(text, found.end("token")))
    if "." in token:
        return True
    if any(map(str.isdigit, token)):
        return strength != "linked" or quoted or not ARABIZI.search(token)
    if strength == "linked":
        return quoted or (ended and len(token) >= 8)
    return quoted or ended


def _is_word(token: str) -> bool:
    low = token.casefold()
    return (
        low in STOP
        or low in BY_NAME
        or low in BRANDS
        or bool(MODELS.match(token) or FILE.match(token))
        or _is_glued(low)
    )


def _has_dots(token: str, fewest: int) -> bool:
    """ "night.wolf" has one: a name where a network is named beside it, else two words glued."""
    return token.count(".") >= fewest and len(token) >= DOTTED


def _is_glued(low: str) -> bool:
    """Two sentences without the blank between them: "on insta.he has photos"."""
    parts = low.split(".")
    if len(parts) < 2 or "_" in low or any(map(str.isdigit, low)):
        return False
    known = [part in STOP for part in parts]
    return any(known) if len(parts) == 2 else all(known)


def _is_shaped(token: str) -> bool:
    """No word of any language looks so: underscores, digits at the end, capitals inside, a tag."""
    if "_" in token.strip("_") or "#" in token:
        return any(map(str.isalpha, token))
    if token.startswith("_") or token.endswith("_"):
        return len(token) > 4
    if LETTERS_DIGITS.match(token) and len(token) >= 6:
        digits = re.search(r"\d+$", token)
        return bool(digits and len(digits[0]) >= 2)
    parts = token.split(".")
    if len(parts) > 1 and len(token) >= 7 and all(parts):
        return any(map(str.isdigit, token)) or (len(parts) > 2 and min(map(len, parts)) > 1)
    return bool(CAMEL.search(token)) and len(token) >= 6
