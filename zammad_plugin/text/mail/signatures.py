"""Where a signature begins among the last lines of a mail. Pure.

A line of dashes alone proves nothing, people part their thoughts by it: what follows must look like
a name, a place of work or an address, line by line, and be no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from zammad_plugin.text.mail.blocks import PERSONS, Kind
from zammad_plugin.text.mail.lines import shape, unmarked
from zammad_plugin.text.mail.offices import is_line, is_office, office_at

LONGEST = 12  # lines of a signature
LONGEST_AFTER_REGARDS = 8
NAME = 5  # words
SENTENCE = 9  # words of a line that is told, not signed
DELIMITER = re.compile(r"^\s*(?:--|—|––|__|- -|_{5,})\s*$")
REGARDS = re.compile(
    r"^\W*(?:(?:kind|best|warm|many|with kind|with best|kindest|warmest) (?:regards|wishes)|regards"
    r"|sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)|respectfully|cheers|best"
    r"|(?:bien |très )?(?:cordialement|sincèrement|respectueusement)(?: vôtre)?|bien à vous"
    r"|(?:meilleures|sincères|cordiales) salutations|(?:mit )?(?:freundlichen|besten|viele|liebe|beste)"
    r" grüßen?|mfg|met vriendelijke groet(?:en)?|cordiali saluti|distinti saluti|atentamente"
    r"|saludos(?: cordiales)?|atenciosamente|med venlig hilsen|mvh|med vänliga hälsningar"
    r"|ystävällisin terveisin|z pow[aą][zż]aniem|pozdrawiam|kh|v?h|hilsen|hälsningar|hälsar|с уважением"
    r"|(?:مع |و)?(?:خالص |فائق |أطيب )?(?:ال)?(?:تحياتي|تحيات|تحية|الاحترام|احترامي|التقدير)"
    r"(?: والتقدير| والاحترام)?|(?:مع |و)?(?:خالص |فائق |جزيل )?الشكر(?: والتقدير| والامتنان| والاحترام)?"
    r"|(?:و)?تفضلوا بقبول (?:\w+ ){0,2}(?:الاحترام|التقدير|التحية|تحياتنا|تحياتي)|(?:je vous prie|nous vous prions|veuillez)[\w\s,'’éè-]{0,60}"
    r"(?:salutations|sentiments|considération)[\w\s'’éè-]{0,20}|saygılarımla|iyi çalışmalar|با احترام|با سپاس|لەگەڵ ڕێز|bi rêz"
    r"|յարգանքով|հարգանքով)\W*$",
    re.I,
)
DEVICES = (
    r"iphone|ipad|ipod|ios|android|samsung|galaxy|huawei|xiaomi|redmi|nokia|oppo|vivo|realme|pixel|oneplus"
    r"|blackberry|windows|mobile|smartphone|smart phone|phone|tablet|handheld|device|outlook|gmail|yahoo"
    r"|mail|proton|tuta|spark|canary|bluemail|mailfence|aquamail|thunderbird|zoho|hotmail|aol|edge"
    r"|mobil|téléphone|portable|appareil|tablette|هاتف\w*|جوال\w*|آيفون|ايفون|أيفون|الآيفون|الايفون|آيباد"
    r"|أندرويد|اندرويد|سامسونج|هواوي|جهاز\w*|telefon\w*|cihaz\w*|گوشی|آیفون|سامسونگ|موبایل|հեռախոս\w*"
    r"|telemóvel|handy|gerät|dispositivo|celular|móvil|телефон\w*|устройства|iphonea"
)
FROM_DEVICE = (
    r"sent (?:from|with|via|using|by)|get outlook for|envoyé (?:de|depuis|à partir de|avec|par)"
    r"|envoye de|(?:télécharge[rz]|obten[ei][rz]) outlook|[أا]ُ?رسلت? من|مرسل[ةه]? من|تم (?:ال)?[إا]رسال\w* من"
    r"|الحصول على outlook|gesendet (?:von|mit)|von meinem \S+ gesendet|verzonden (?:vanaf|met|vanuit)|verstuurd vanaf|inviato da"
    r"|enviado (?:desde|do|de)|odesláno z|wysłane z|отправлено (?:с|из)|skickat från|sendt fra"
    r"|lähetetty|ارسال شده از|فرستاده شده از|نێردراوە لە|ji .{1,20} hate şandin|ուղարկու?[ած]+ է|ուղարկվել է"
)
DEVICE = re.compile(
    rf"^\W{{0,4}}(?:(?:{FROM_DEVICE})\b.{{0,40}}?\b(?:{DEVICES})\b.{{0,60}}"
    r"|outlook(?:[’']?u)? \S{1,4} \S{2,10} (?:بەدەست بهێنە|bistîne)|\S+ için (?:outlook['’]?u edinin|posta(?: ile)? gönderildi|\S+ ile gönderildi)"
    r"|(?:diese (?:nachricht|e-?mail) wurde )?von meinem (?:\S+ ){1,4}?(?:mit (?:\S+ ){1,3})?(?:gesendet|verschickt)|provenance ?: ?courrier pour windows.{0,10}"
    r"|(?:typed|written|sent) (?:with|by) (?:big|fat|my|clumsy) (?:thumbs?|fingers?)\b.{0,40}|sent on the (?:go|move|run)\b.{0,40}"
    r"|get \w+ for (?:android|ios|iphone|windows|mac)|outlook (?:for|pour) \S+ ?gönderildi|\S+ için outlook (?:\S+ )?edinin|outlook (?:for|pour) \S+['’]\S+ gönderildi"
    r"|از outlook برای \S+ ارسال شده(?: است)?|نێردراوە لە \S+|von meine[mr](?:/meiner)? \S+ gesendet"
    r"|لە (?:\S+ ){0,3}(?:نێردراوە|نێردرا)|ji (?:\S+ ){1,4}(?:hatiye|hate) şandin|ուղարկու?[աեվուծ]+ է (?:իմ )?\S+[-–]?ից|از (?:گوشی|تلفن|آیفون|موبایل) (?:من )?ارسال شد(?:ه است)?|נשלח מ\S+ ?\S*(?: שלי)?|στάλθηκε από το \S+(?: μου)?"
    r"|\S+['’]?\S* (?:cihazımdan|telefonumdan) gönderildi|\S+['’](?:umdan|ımdan|imden|ümden) gönderildi"
    r"|sent (?:from|via|with) (?:\w+ ?){1,4}<?\(?https?:\S+|telefonumdan gönderildi|sent from my \w+(?: \w+){0,2}|sent from \w+ mail for windows.{0,20})\W*$",
    re.I,
)
# "- Rima K." or "/John" as the last line.
DASHED = re.compile(r"^\s*(?:[-–—~/]|--)\s?(?P<name>[^\W\d_][\w .'’-]{1,40})$")
MOST_OF_DEVICE = 16  # words
CONTACT = re.compile(
    r"\S@\S+\.\S|https?://|\bwww\.|\+?\d[\d\s().\-/]{6,}\d|\b(?:tel|tél|mob|fax|phone|mobile|ph|p|m|t|f|e)"
    r"\s?[.:]\s?[+\d(]|هاتف ?:|جوال ?:",
    re.I,
)
POSTSCRIPT = re.compile(
    r"\W*(?:p\.? ?s\.?|n\.? ?b\.?|post-?scriptum|ملاحظة|ملحوظة|dipnot)\W*[:.–-]", re.I
)
WORD = re.compile(r"[^\W\d_]+")
SMALL = frozenset(
    {
        "of",
        "and",
        "the",
        "de",
        "la",
        "le",
        "du",
        "des",
        "von",
        "van",
        "der",
        "for",
        "at",
        "et",
        "di",
    }
)


def with_ends(own: Sequence[str], kinds: Sequence[Kind]) -> list[Kind]:
    """`kinds` of lines with the signatures and devices' lines at the ends of what a person wrote;
    `own`: each line's text without footers."""
    out, start = list(kinds), 0
    for kind, run in groupby(kinds):
        end = start + len(list(run))
        if kind in PERSONS:
            _end(own, out, start, end)
        start = end
    return out


def _end(own: Sequence[str], out: list[Kind], start: int, end: int) -> None:
    last = _last(own, start, end)
    if last is not None and is_device(shape(own[last])):
        out[last] = "device"
        end, last = last, _last(own, start, last)
    if last is None or out[start] != "words":
        return
    for stop in (_postscript(own, start, end), end):
        begin = start + signature_at(own[start:stop])
        out[begin:stop] = ["signature"] * (stop - begin)


def _postscript(own: Sequence[str], start: int, end: int) -> int:
    """The line below a signature where the writer begins again; `start` where none does."""
    near = range(end - 1, max(start, end - LONGEST), -1)
    return next((at for at in near if POSTSCRIPT.match(own[at])), start)


def _last(own: Sequence[str], start: int, end: int) -> int | None:
    filled = (at for at in range(end - 1, start - 1, -1) if own[at].strip())
    return next(filled, None)


def is_device(line: str) -> bool:
    """Whether a phone or an app wrote the line by itself."""
    return bool(DEVICE.match(line)) and len(line.split()) <= MOST_OF_DEVICE


def signature_at(lines: Sequence[str]) -> int:
    """Index of the line where the signature begins among `lines`, which end the writer's own words;
    their number when there is none."""
    for at in range(len(lines) - 1, -1, -1):
        if not lines[at].strip():
            continue
        after = [one for one in lines[at + 1 :] if one.strip()]
        if len(after) > LONGEST:
            break
        if DELIMITER.match(lines[at]) and after and _is_signature(after, lines[at]):
            return at
        if REGARDS.match(unmarked(lines[at])) and _are_names(after):
            return at
        dashed = DASHED.match(lines[at])
        if dashed and _is_name(dashed["name"]) and not after:
            return at
    return office_at(lines)


def _is_signature(after: Sequence[str], delimiter: str) -> bool:
    """The standard's two dashes and a blank are a client's; without the blank there must be more
    that people do not write in a message."""
    if not all(map(_is_short, after)):
        return False
    if delimiter == "-- ":
        return True
    return any(CONTACT.search(one) for one in after) or _is_name(after[0])


def _are_names(after: Sequence[str]) -> bool:
    """Or an office's lines; what stands below one may be its motto."""
    office = next((at for at, one in enumerate(after) if is_office(one)), len(after))
    return (
        len(after) <= LONGEST_AFTER_REGARDS
        and all(map(_is_short, after[:office]))
        and all(map(is_line, after[office:]))
    )


def _is_short(line: str) -> bool:
    """No sentence: an address, or few words that are names or titles."""
    if CONTACT.search(line):
        return len(line.split()) < 2 * SENTENCE
    words = WORD.findall(line)
    return len(words) <= NAME or (len(words) < SENTENCE and _is_titled(words))


def _is_name(line: str) -> bool:
    words = WORD.findall(line)
    return 0 < len(words) <= NAME and _is_titled(words)


def _is_titled(words: Sequence[str]) -> bool:
    """Each word with a capital; a script without capitals can't tell."""
    return all(word[0].isupper() or word.casefold() in SMALL for word in words)
