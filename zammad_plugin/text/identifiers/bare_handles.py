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
from zammad_plugin.text.identifiers.services import CAPITALS, GAMES, NAMED, OF_NUMBERS, SHORT_NAMES

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
ID_LABEL = (
    r"(?:(?:user|account|player|friend|game)[ -]?)?(?:ids?|uids?)|friend code|code ami|identifiants?"
    r"|num[ée]ro d['’]utilisateur|(?:ال)?[اآإ]ي ?دي\w{0,3}|رقم حساب\w{0,3}"
)
SIGNS = r"[:=：]|[-=~–—]{1,5}>|[→➡➜➔⇒👉▶]\ufe0f?"
CALLS = (
    r"is|was|called|named|est|[ée]tait|c['’](?:est|[ée]tait)|s['’]appel(?:le|ait)|nomm[ée]e?|appel[ée]e?"
    r"|هو|هي|[إا]سم[وهها]{0,2}|هوي|باسم|صار|صارت|huwe|howe|houwe|howwe|ismo|2ismo|esmo|b ?esem|bi ?ism|msamm[ei]\w*"
    r"|sar|under|as|dır|است"
)
CONNECT = rf"(?:{SIGNS}|(?:{CALLS})(?!\w))"
FILL = (
    r"his|her|their|my|the|the|a|old|new|other|second|real|fake|main|son|sa|ses|le|la|un|on|sur|of|for|de|du"
    r"|app|game|also|there|now|aussi|maintenant|kamen|hala2|hnik|kan|كمان|هنيك|هناك|هلق|كان|عنده\w?|عندو|عندها|جديد\w?|التاني\w?|الثاني\w?|الجديد\w?|على|عال\w*|ع|تبعو|تبعه|تبعها|taba3o|tab3o|taba3a|3al|3ala|3a|aal|l|el|al"
)
LINK = rf"(?:[\s,(]*(?:(?P<label>{LABEL})|(?P<idlabel>{ID_LABEL})|(?:{FILL}))(?!\w)){{0,4}}"
# What stands round a name: brackets, quotation marks, marks of direction.
OPEN = r"(?:[\"'“„‘’(`*\[{<]|[«‹]\s?)?[\u200e\u200f\u2066-\u2069]*"
AFTER = re.compile(
    rf"{LINK}(?:(?P<dash>[\s,]+[-–—][\s]+)|[\s,]*)(?P<conn>{CONNECT})?(?:\s*{CONNECT})?[\s,]*{OPEN}@?{TOKEN}",
    re.I,
)
BEFORE = re.compile(
    r"(?P<quote>[\"'“«`])?(?<![\w@./:-])(?P<token>[A-Za-z_][A-Za-z0-9_.]{2,38}(?:#[A-Z0-9]{3,5})?)[\"'”»`]?\s*"
    r"(?:,\s*)?(?:\(|on|sur|in|at|from|via|de|auf|على|عال?|ع|بال?|3al|3ala|3a|aal|3l|fi|b|bel|bl)\s*"
    r"(?:(?:his|her|their|the|my|l|el|al|ال)\s*)?$",
    re.I,
)
CALLED = re.compile(
    rf"(?<!\w)(?:(?P<label>{LABEL})|(?P<naming>goes by|calls? (?:him|her|them)self|known as|a\.?k\.?a\.?"
    r"|s['’]appelle|se fait appeler|signe)"
    r"|he is|she is|add(?: me| him| her)?|follow|search(?: for)?|look up|block"
    r"|report|ضيف\w*|تابع\w*|بلغ\w*)(?!\w)"
    rf"(?:\s*(?:{FILL})(?!\w)){{0,3}}[\s,]*(?P<conn>{CONNECT})?(?:\s*{CONNECT})?[\s,]*"
    rf"{OPEN}@?{TOKEN}",
    re.I,
)
# What somebody is called now, or was: a name with a dot where a network is the matter.
RENAMED = re.compile(
    r"(?<!\w)(?:(?:changed|renamed|switched|turned)(?: (?:it|her|him|the|his|name|user ?name|to|into)){1,3}"
    r"|from\s+@?[\w.#]{3,40}\s+to|de\s+@?[\w.#]{3,40}\s+[àa]|avant|maintenant|now|used to be|devenue?"
    r"|صار\w?|غير\w{0,2}|kan|sar|hala2)(?!\w)"
    rf"[\s,:]*(?:{CONNECT}\s*){{0,2}}{OPEN}@?{TOKEN}",
    re.I,
)
CLITIC = r"(?:[وفبلع]|عال?|عل|بال?|لل|ال|وال)?"
SERVICE = re.compile(
    rf"(?<![\w@./-]){CLITIC}(?P<name>{any_of(sorted({n.casefold() for s in NAMED.values() for n in s}))}"
    rf"|(?-i:{'|'.join(CAPITALS)})|(?<=\bon )x|(?<=\bsur )x|(?<=على )x)"
    r"(?:['’]s|o)?[شمتوهيك]{0,2}(?![\w@.-]\w|\w)",
    re.I,
)
PLAYED = GAMES | {"xbox", "playstation", "riot", "minecraft"}
BY_NAME = {name.casefold(): service for service, names in NAMED.items() for name in names} | {
    name.casefold(): service for name, service in CAPITALS.items()
}
# Discord's old form, and Riot's.
TAGGED = re.compile(r"(?<![\w@#.])(?P<token>[A-Za-z][\w.]{1,31}#(?:\d{4}|[A-Z0-9]{3,5}))(?![\w#])")
GAME_ID = re.compile(
    rf"[\s,]*(?:(?:{FILL}|player|اللاعب|account|name|تبعو|تبعي)\s+){{0,3}}(?P<label>{ID_LABEL}|tag|تاغ|number|رقم\w{{0,2}})?\W{{0,3}}"
    rf"{CONNECT}?[\s,]*(?P<token>\d{{6,20}}|#[0-9A-Z]{{6,12}})(?!\w)",
    re.I,
)
ALONE = re.compile(
    r"(?<![\w@./:#-])(?P<token>(?:[A-Za-z_]|\d(?=[A-Za-z]{2}))[A-Za-z0-9_.]{3,38}[A-Za-z0-9_])(?![\w@/(=#])"
)
UNDERSCORED = re.compile(r"[A-Za-z0-9]{2,}_+[A-Za-z0-9]|[A-Za-z]_+[A-Za-z0-9]{2,}|[A-Za-z]{4,}_+$")
NUMBERED = re.compile(r"[A-Za-z]{4,}(?:\.[A-Za-z]+)*\.?\d{2,4}")
# A network of the house, not of people.
WIFI, FAR = re.compile(r"\b(?:wi-?fi|ssid|hotspot|router|واي ?فاي|الواي)\b", re.I), 40
LABELLED = re.compile(rf"(?<!\w)(?:{LABEL})(?!\w)", re.I)
# The label may be some words before its number: "ID PUBG est le 5190283746".
NUMBERED_ID = re.compile(
    rf"(?<!\w)[وبل]?(?P<label>{ID_LABEL})(?!\w)(?:[^\d\n.!?؟;+@/#]|(?<=[a-z])\d(?=[a-z])){{0,30}}?(?P<token>(?<!\w)\d{{6,20}})(?![\w/])",
    re.I,
)
# Ids of other things than accounts.
OTHER_ID = re.compile(
    r"(?:order|report|ticket|case|transaction|transfer|apple|student|national|passport|video|post|bank|tax|meeting"
    r"|zoom|caller|message|reference|invoice|employee|client|customer|staff)[\s-]*$",
    re.I,
)
SNOWFLAKE = 17  # digits: no number of anything else beside Discord's or Steam's name is so long
FORM = re.compile(
    r"^[ \t>*-]*(?:platform|app(?:lication)?|network|plateforme|r[ée]seau|المنصة|المنصه|التطبيق)\s*[:：]\s*",
    re.I | re.M,
)
SENTENCE = re.compile(r"[.!?؟\n;؛](?=\s|$)|\n")
PERSONAL = re.compile(
    r"names?|called|named|noms?|surnom|nomm[ée]e?|appel[ée]e?|s['’]appel\w+|se fait appeler|goes by|known as"
    r"|calls? (?:him|her|them)self|2?[ie]sm[oa]?|[إا]سم\w{0,3}|باسم|b ?esem|bi ?ism|msamm\w*|is|est|هو|هي|huwe|hiyye",
    re.I,
)
DIRECT = re.compile(SIGNS)
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
# Words of sentences that are as often parts of names: "jason.real".
NAMELIKE = frozenset("real dark girl friend new photos videos".split())
ARABIZI = re.compile(r"^\d?[a-z]*[235679][a-z]+$", re.I)  # a word with a sound's figure
QUOTES = ('"', "'", "“", "„", "‘", "«", "‹", "`")
MARKS = " \u00a0\u202f\u200e\u200f\u2066\u2067\u2068\u2069"
# Between a network and a name that is its own, and between a name and the network it is on.
BESIDE = re.compile(rf"\W*(?:{CONNECT}\W*)?")
ON = re.compile(
    r"[\W_]*?(?:\(|\[|(?<!\w)(?:on|sur|in|his|her|their|son|sa|compte|على|عال?|ع|بال?|3al|3ala|3a|aal|bel|bil|b)(?!\w))"
    r"\W*(?:(?:on|his|her|their|the|son|sa|le|l|el|al|compte)(?!\w)\W*){0,2}",
    re.I,
)
GOES_ON = re.compile(rf"\W*(?:{CONNECT}|@)", re.I)
NO_DIGIT = re.compile(r"[^\d\n]{0,40}")
ALSO = re.compile(r"(?!.*\b(?:or|ou|and|et|w|aw|ou)\W*$)[^\d\n]{0,25}", re.I)
NUMBER_NEXT = re.compile(r"[^\w\n]{0,4}\+?\(?\d")
FAR_BACK = 300  # characters over which the only network of a text is what its accounts are of
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
        self._text = text
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
        before = self._at(at - 1, start, end)
        after = self._at(at, start, end)
        if before and after and self._is_on(before, start, end, after):
            return after.service
        one = before or after
        return one.service if one else self._of_form

    def about(self, start: int, end: int) -> str:
        """The network near the place, else the only one that the text named before it."""
        return self.near(start, end) or self._only(start)

    def of_id(self, start: int, end: int) -> str:
        """The network before the number in its sentence, else the last game before it."""
        at = bisect(self._starts, start)
        before = self._at(at - 1, start, end)
        if not before:
            games = [one for one in self._all[max(0, at - 5) : at] if one.service in GAMES]
            before = games[-1] if games and start - games[-1].end < FAR_BACK else None
        return before.service if before else self.about(start, end)

    def of_number(self, start: int, end: int) -> str:
        """ "whatsapp" for a number that is said to be on it."""
        at = bisect(self._starts, start)
        before, after = self._at(at - 1, start, end), self._at(at, start, end)
        if (
            before
            and before.service == "whatsapp"
            and NO_DIGIT.fullmatch(self._text, before.end, start)
        ):
            return before.service
        return after.service if after and self._is_of(after, end) else ""

    def _is_of(self, after: _Mention, end: int) -> bool:
        if after.service != "whatsapp" or GOES_ON.match(self._text, after.end):
            return False
        return bool(ALSO.fullmatch(self._text, end, after.start)) and not NUMBER_NEXT.match(
            self._text, after.end
        )

    def _at(self, index: int, start: int, end: int) -> _Mention | None:
        one = self._all[index] if 0 <= index < len(self._all) else None
        return one if one and self._together(one, start, end) else None

    def _is_on(self, before: _Mention, start: int, end: int, after: _Mention) -> bool:
        """ "@wolf on snap": of what is behind the name, unless the network before it has no other."""
        return (
            not BESIDE.fullmatch(self._text, before.end, start)
            and bool(ON.fullmatch(self._text, end, after.start))
            and not GOES_ON.match(self._text, after.end)
        )

    def _only(self, start: int) -> str:
        low, high = bisect(self._starts, start - FAR_BACK), bisect(self._starts, start)
        named = {one.service for one in self._all[:high]} - OF_NUMBERS
        return named.pop() if len(named) == 1 and low < high else ""

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
    for match in RENAMED.finditer(text):
        yield from _renamed(text, match, mentions)
    for match in ALONE.finditer(text):
        yield from _alone(text, match, mentions)
    for match in TAGGED.finditer(text):
        yield _bare(mentions.near(match.start(), match.end()) or "discord", "handle", match)
    for match in NUMBERED_ID.finditer(text):
        yield from _numbered(text, match, mentions)


def _numbered(text: str, found: re.Match[str], mentions: Mentions) -> Iterator[Bare]:
    service = mentions.of_id(*found.span())
    bank = found["label"].startswith("رقم") and service not in GAMES
    other = OTHER_ID.search(text[max(0, found.start() - 20) : found.start()])
    if service and service not in OF_NUMBERS and not (bank or other):
        yield _bare(service, "id", found)


def _after(text: str, one: _Mention) -> Iterator[Bare]:
    if one.service in GAMES and (found := GAME_ID.match(text, one.end)):
        long = len(found["token"]) >= SNOWFLAKE
        if found["label"] or long or one.service not in ("discord", "steam"):
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
    if one.service not in PLAYED and _is_persons(found["token"], found["label"] or found["conn"]):
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
    quoted = _is_quoted(text, found)
    if not service and not quoted and not _is_shaped(found["token"]):
        return  # "name: Rima" is a form, "the account is suspended" a sentence
    if service not in PLAYED and _is_persons(found["token"], found["label"] or found["naming"]):
        return
    if _holds(text, found, strength):
        yield _bare(mentions.about(*found.span("token")), "handle", found)


def _is_persons(token: str, label: str | None) -> bool:
    """ "his name on insta is Karim": people are called so, not accounts."""
    return token.isalpha() and token.istitle() and bool(label and PERSONAL.fullmatch(label))


def _renamed(text: str, found: re.Match[str], mentions: Mentions) -> Iterator[Bare]:
    service = mentions.near(*found.span("token"))
    if service and _has_dots(found["token"], 1) and _holds(text, found, "linked"):
        yield _bare(service, "handle", found)


def _alone(text: str, found: re.Match[str], mentions: Mentions) -> Iterator[Bare]:
    """A name by its looks: with underscores anywhere, with a number only where networks or
    accounts are the matter."""
    token = found["token"]
    if _is_word(token) or WIFI.search(text[max(0, found.start() - FAR) : found.start()]):
        return
    near, service = mentions.near(*found.span()), mentions.about(*found.span())
    quoted = service and _is_quoted(text, found)
    dots = (near and _has_dots(token, 2)) or (quoted and _has_dots(token, 1))
    numbered = bool(NUMBERED.fullmatch(token)) and (near or mentions.labelled(found.start()))
    shaped = UNDERSCORED.search(token) or numbered or (near and _has_dots(token, 1))
    if dots or (shaped and _is_shaped(token)):
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
    quoted = _is_quoted(text, found)
    ended = bool(ENDS.match(text, found.end("token")))
    if strength == "loose":
        return _has_dots(token, 1 if quoted or ended else 2) or _is_enclosed(text, found)
    if len(token) < 4:
        return False
    if "." in token:
        return True
    if any(map(str.isdigit, token)):
        return strength == "direct" or quoted or not ARABIZI.search(token)
    if strength == "linked":
        return quoted or (ended and len(token) >= 8)
    return quoted or ended


def _is_quoted(text: str, found: re.Match[str]) -> bool:
    """Marks of direction and a French blank may stand between the quotation mark and the name."""
    start = found.start("token")
    return text[max(0, start - 6) : start].rstrip(MARKS).endswith(QUOTES)


def _is_enclosed(text: str, found: re.Match[str]) -> bool:
    """ "Snapchat [ghostwriter8]": in brackets, with a digit, and no word of Arabizi."""
    token = found["token"]
    bracket = text[max(0, found.start("token") - 1) : found.start("token")] in ("[", "(", "{", "<")
    digit = any(map(str.isdigit, token)) and not ARABIZI.search(token)
    return bracket and digit and len(token) >= DOTTED


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
    return any(known) and not NAMELIKE & set(parts) if len(parts) == 2 else all(known)


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
    if _has_dots(token, 1) and all(parts):
        return any(map(str.isdigit, token)) or (len(parts) > 2 and min(map(len, parts)) > 1)
    return bool(CAMEL.search(token)) and len(token) >= 6
