"""Lines by which mail clients announce that another message follows: a reply's quote or a forward.

Recognised by what only a client writes (an address, a date and a time, a block of header fields),
never by a verb alone: children tell what somebody "wrote:".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from zammad_plugin.text.any_of import any_of

LONGEST_LINE = 400  # characters of a line that are looked at
SHORT = 60  # characters: no line that announces a forward is longer, but for its rules
SPREAD = 4  # lines over which a client breaks the line that starts a quote
BLOCK = 9  # lines among which the fields of one header stand
# Marks that are in some copies of a client's words only: harakat, tatweel, direction, hard spaces.
SHAPE = {
    **dict.fromkeys(
        [
            0x0640,
            *range(0x064B, 0x0653),
            0x200E,
            0x200F,
            *range(0x202A, 0x202F),
            *range(0x2066, 0x206A),
            0xFEFF,
        ],
        None,
    ),
    0xA0: " ",
    0x202F: " ",
}
ODD = re.compile("[\u00a0\u0640\u064b-\u0652\u200e\u200f\u202a-\u202f\u2066-\u2069\ufeff]")
WROTE = (
    r"wrote|writes|said|sent|đã viết|a écrit|écrit|ecrit|schrieb|schreef|het volgende geschreven|ha scritto"
    r"|escribió|escribio|escreveu|napisał(?:\(a\)|a)?|написал(?:\(а\)|а)?|пишет|писал\(а\)|skrev"
    r"|kirjoitti|napsal(?:\(a\)|a)?|napísal|írta|a scris|έγραψε|כתב|şunu yazdı|yazdı|nivîsand|nivîsî"
    r"|نوشت|نوشته|نووسی|نووسیویەتی|գրել է|գրեց|كتب|كتبت|تمت كتابة ما يلي بواسطة|写道|のメール|作成"
)
REPLY = re.compile(rf"(?:\b(?:{WROTE})\b|[>-](?:{WROTE}))", re.I)
COLONS = frozenset(":՝：")
TRIM = " *_\"'"
UNCLOSED = re.compile(rf"(?:{WROTE})$", re.I)  # some clients set no colon
ADDRESS = re.compile(r"[^\s<>@]+@[\w-]+(?:\.[\w-]+)+|<mailto:|\[mailto:", re.I)
# As clients write it behind a name; a person who tells of an address writes it bare.
ENCLOSED = re.compile(r"[<(\[]\s*(?:mailto:)?[^\s<>@]+@[\w-]+(?:\.[\w-]+)+", re.I)
DIGIT = re.compile(r"\d")
# A day with a year, or a time of day: who tells of "3 May" names no year.
STAMP = re.compile(
    r"\d{1,2}[:.h]\d{2}(?!\d)|\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|[٢۲][٠۰][٠-٩۰-۹]{2}"
    r"|[٠-٩۰-۹]{1,2}:[٠-٩۰-۹]{2}"
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d[./-]\d{1,2}[./-]\d\d|[٢۲][٠۰][٠-٩۰-۹]{2}")
REPLY_BEGIN = re.compile(
    r"^\W{0,4}(?:on|le|am|op|il|el|em|den|ke|în|στις|в|a|w|dnia|في|بتاريخ|يوم|فى|در|لە|di)\b"
    r"|^\W{0,4}\d",
    re.I,
)
# "2014-07-16 15:02 GMT+02:00 Desk <desk@example.org>:" holds no verb at all.
DATED = re.compile(r"^\W{0,4}(?=.{0,40}\d{1,2}[:.]\d{2}).{0,160}<\s*[^<>\s]+@[^<>\s]+\s*>\s*:\s*$")
DAY_FIRST = re.compile(
    r"^\W{0,4}(?:19|20)\d\d[/-]\d{1,2}[/-]\d{1,2}\b.{0,120}<[^<>\s]+@[^<>\s]+>\s*$"
)
# A day and an hour in one line, as a client begins it where no word like "On" does.
DAY_AND_HOUR = re.compile(r"\b(?:19|20)\d\d\b.{0,12}\d{1,2}[:.]\d{2}\b")
RULE = re.compile(
    r"^\W*[-_*=]{2,}\s*(?:original message|message d['’]origine|message original"
    r"|mensaje original|mensagem original|messaggio originale|ursprüngliche (?:nachricht|mail)"
    r"|oorspronkelijk bericht|originele bericht|oprindelig meddelelse|originalmeddelelse"
    r"|opprinnelig melding|ursprungligt meddelande|ursprungligt mejl|alkuperäinen viesti"
    r"|wiadomość oryginalna|исходное сообщение|originalnachricht|reply message"
    r"|original appointment|reply above line|répondre au-dessus"
    r"|الرسالة الأصلية|الرسالة الاصلية|رسالة أصلية|النص الأصلي|orijinal mesaj|özgün ileti"
    r"|پیام اصلی|նախնական նամակ|元のメッセージ|原始邮件|原邮件)\b[^\n]{0,40}[-_*=]{2,}\W*$",
    re.I,
)
# Other helpdesks ask for the answer on top; below stands what was written before.
ABOVE = re.compile(
    r"^[\W_]*(?:please )?(?:type|write|enter|add)?\W*(?:your )?(?:reply|answer) (?:above|over) this line[\W_]*$"
    r"|^[\W_]*(?:(?:merci|prière) d[e'’] ?|veuillez )?(?:écri\w+|répon\w+|tap\w+|saisi\w+)(?: \w+){0,2}"
    r" au[- ]dessus de cette ligne[\W_]*$"
    r"|^[\W_]*(?:\w+ ){0,4}(?:فوق|أعلى|اعلى) هذا (?:السطر|الخط)[\W_]*$"
    r"|^[\W_]*(?:bitte )?(?:\w+ ){0,3}(?:über|oberhalb) dieser zeile(?: \w+)?[\W_]*$"
    r"|^[\W_]*(?:lütfen )?(?:\w+ ){0,2}bu (?:satırın|çizginin) üst\w+(?: \w+){0,2}[\W_]*$",
    re.I,
)
# Words between rules, in whatever language: what follows says whether it is a client's.
RULED = re.compile(r"^\W*[-_*=]{3,}\s*(?P<words>[^-_*=\n]{2,160}?)\s*[-_*=]{3,}\W*$")
LINE = re.compile(r"^\s*_{10,}\s*$")
FORWARDED = (
    r"(?:begin )?forwarded (?:message|by)|message transféré|message réexpédié|transféré par"
    r"|début du message (?:transféré|réexpédié)|(?:بدء )?(?:ال)?رسالة (?:ال)?(?:محولة|معاد توجيهها)"
    r"|iletilen mesaj|yönlendirilen ileti|پیام (?:فوروارد|هدایت) شده|نامەی ڕەوانەکراو"
    r"|peyama şandî|փոխանցուած նամակ|փոխանցված հաղորդագրություն|weitergeleitete nachricht"
    r"|anfang der weitergeleiteten|messaggio inoltrato|mensaje reenviado|mensagem encaminhada"
    r"|doorgestuurd bericht|vidarebefordrat meddelande|videresendt|välitetty viesti"
    r"|пересланное сообщение|пересылаемое сообщение|przekazana wiadomość|转发的邮件|転送"
)
FORWARD = re.compile(rf"^\W{{0,14}}(?:{FORWARDED})\b", re.I)
RULES = frozenset("-_*=>")
BEGIN = re.compile(r"\W{0,4}(?:begin|début|بدء|anfang)\b", re.I)
# The prefix of a forwarded mail's subject, behind any others: "[EXTERNAL] RE: FW: hello".
FORWARD_PREFIXES = (
    "fwd", "fw", "tr", "wg", "i", "rv", "enc", "vs", "vb", "vl", "doorst", "pd", "ilt", "i̇lt", "πρθ",
    "trs", "trans", "إعادة توجيه", "اعادة توجيه", "تحويل", "ارسال", "محول", "محولة", "هدایت",
    "فوروارد", "باز ارسال", "փոխ", "转发", "轉寄", "転送", "הועבר", "továbbítás", "fs", "redir",
)  # fmt: skip
REPLY_PREFIXES = (
    "re", "aw", "sv", "antw", "ant", "rif", "r", "odp", "ynt", "yan", "ref", "رد", "الرد", "پاسخ",
    "вiдп", "отв", "回复", "回覆", "réf", "rép", "resp", "res", "ext", "external", "extern",
)  # fmt: skip
PREFIX = re.compile(
    rf"\s*(?:\[[^\]\n]{{1,30}}\]\s*:?|(?P<word>{any_of([*FORWARD_PREFIXES, *REPLY_PREFIXES])})"
    r"(?:\s?\[\d+\]|\(\d+\))?\s*[:：])",
    re.I,
)
FROM_WORDS = (
    r"from|de|von|van|da|od|от|от кого|från|fra|lähettäjä|feladó|expéditeur|remitente|mittente"
    r"|avsender|afsender|من|المرسل|gönderen|kimden|از|فرستنده|لە|ji|ումից|從|发件人|差出人|מאת"
)
SENT_WORDS = (
    r"sent|date|sent on|message du|envoyé|envoye|le|gesendet|datum|verzonden|inviato|data|enviado"
    r"|enviada?(?: em| el)?|fecha|wysłano|дата|отправлено|skickat|sendt|dato|lähetetty|päiväys"
    r"|تاريخ الإرسال|تم الإرسال|أرسلت|التاريخ|مرسل|gönderildi|tarih|gönderme tarihi|تاریخ"
    r"|ارسال شده|dîrok|ամսաթիւ|ամսաթիվ|发送时间|日時|送信日時"
)
OTHER_WORDS = (
    r"subject|objet|sujet|betreff|onderwerp|oggetto|asunto|assunto|temat|тема|ämne|emne|aihe"
    r"|to|à|an|aan|a|para|per|do|кому|till|til|vastaanottaja|cc|cci|bcc|kopie|copie|kopia|копия"
    r"|reply-to|importance|attachments?|priority|الموضوع|إلى|الى|نسخة|konu|kime|bilgi|موضوع|به"
    r"|mijar|թեմա|առարկա|ում|主题|件名|收件人|宛先"
)
FIELD_END = r"\W{0,3}[:：]"
FROM = re.compile(rf"^\W{{0,4}}(?:{FROM_WORDS}){FIELD_END}\W{{0,4}}\S", re.I)
SENT = re.compile(rf"^\W{{0,4}}(?:{SENT_WORDS}){FIELD_END}", re.I)
OTHER = re.compile(rf"^\W{{0,4}}(?:{OTHER_WORDS}){FIELD_END}", re.I)


# "yes he is 12 On Mon, May 4, 2026 at 3:59 PM, Desk <desk@example.org> wrote:" in one line.
SHARED = re.compile(
    r"^(?P<own>.*?\S)(?:\s+|\s*-{2,}\s*)(?P<head>(?:On|Le|Am|Op|في|بتاريخ)\s(?=.{0,60}\d).{8,200}:)\s*$"
)
# Yahoo's app sets the quoted text on the header's line.
RUN_ON = re.compile(
    rf"^(?P<head>\W{{0,4}}(?:On|Le|Am|Op|في|بتاريخ)\s(?=.{{0,60}}\d).{{8,200}}?(?:{WROTE})\s?:)\s{{2,}}(?P<rest>\S.*)$",
    re.I,
)


class Header(NamedTuple):
    """Lines up to `end` (exclusive) announce another message; `forward`: by the client's words."""

    end: int
    forward: bool


def shape(line: str) -> str:
    """The line as it is looked at: bounded, without marks that only some clients set."""
    short = line[:LONGEST_LINE]
    return short.translate(SHAPE) if ODD.search(short) else short


def shared(line: str) -> tuple[str, str] | None:
    """(a person's words, a client's header), or (a header, what it quotes), of a line that holds
    both."""
    if "@" not in line or not STAMP.search(line):
        return None
    found = SHARED.match(shape(line)) if line.endswith(":") else RUN_ON.match(line)
    if found is None:
        return None
    parts = found.groupdict()
    return (found[1], found[2]) if _announces(parts["head"], True) else None


def is_forward(subject: str) -> bool:
    """Whether a mail's subject says that it was forwarded, under any prefixes."""
    at = 0
    while found := PREFIX.match(subject, at):
        if (found["word"] or "").casefold() in FORWARD_PREFIXES:
            return True
        at = found.end()
    return False


def header_at(shapes: Sequence[str], at: int, depths: Sequence[int]) -> Header | None:
    """The header that begins at line `at`; `depths`: how deep each line is quoted."""
    line = shapes[at]
    if not line or line.isspace():
        return None
    if (line.lstrip()[:1] in RULES or len(line) < SHORT) and FORWARD.match(line):
        end = _fields_end(shapes, at + 1)
        return Header(end, True) if _is_clients(line, end - at, shapes, at, depths) else None
    if len(line) < 2 * SHORT and ABOVE.match(line):
        return Header(at + 1, False)
    if "--" in line or "__" in line or "**" in line or "==" in line:
        return _ruled(shapes, at)
    if (":" in line or "：" in line) and _is_block(shapes, at):
        return Header(_fields_end(shapes, at), False)
    return _reply(shapes, at, depths)


def _ruled(shapes: Sequence[str], at: int) -> Header | None:
    """A rule of a client's: with words in it, or above a block of header fields."""
    if RULE.match(shapes[at]):
        return _forwarded_after(shapes, at, _fields_end(shapes, at + 1))
    following = [one for one in shapes[at + 1 : at + 4] if one.strip()][:1]
    fields = bool(following) and bool(FROM.match(following[0]) or SENT.match(following[0]))
    if LINE.match(shapes[at]):
        return Header(_fields_end(shapes, at + 1), False) if fields or not following else None
    ruled = RULED.match(shapes[at])
    if ruled and (fields or REPLY.search(ruled["words"])):
        return Header(_fields_end(shapes, at + 1), False)
    return None


def _is_clients(
    line: str, lines: int, shapes: Sequence[str], at: int, depths: Sequence[int]
) -> bool:
    """ "Forwarded message" alone may be a person's: rules, header fields or a quotation prove it."""
    ruled = line.lstrip()[:1] in RULES
    return (
        ruled
        or lines > 1
        or BEGIN.match(line) is not None
        or _quote_follows(depths, shapes, at, at + 1)
    )


def _forwarded_after(shapes: Sequence[str], at: int, end: int) -> Header:
    forward = any(FORWARD.match(one) for one in shapes[at:end])
    return Header(end, forward)


def field(line: str) -> bool:
    """Whether a line is a header field of a mail, as clients copy them into the text."""
    return (":" in line or "：" in line) and bool(
        FROM.match(line) or SENT.match(line) or OTHER.match(line)
    )


def _is_block(shapes: Sequence[str], at: int) -> bool:
    """Outlook's block of headers; "from:" or "date:" alone is a word of the text."""
    line = shapes[at]
    sender, sent = bool(FROM.match(line)), bool(SENT.match(line))
    if not (sender or (sent and STAMP.search(line))):
        return False
    following = [one for one in shapes[at + 1 : at + BLOCK] if one.strip()][: SPREAD + 1]
    if sender:
        fields = [bool(SENT.match(one) or OTHER.match(one)) for one in following]
        return sum(fields) > 1 and any(fields[:2])
    # Hotmail's begins with the date: then only addresses prove it.
    return any(ADDRESS.search(one) and field(one) for one in following[:3])


def _fields_end(shapes: Sequence[str], start: int) -> int:
    """Behind the fields (and blank lines before the first) that begin at `start`."""
    end, blanks = start, 0
    for at in range(start, min(len(shapes), start + 2 * BLOCK)):
        if not shapes[at].strip():
            blanks += 1
            if blanks > 1 and end > start:
                break
        elif field(shapes[at]):
            end, blanks = at + 1, 0
        elif not (end > start and not blanks and _wrapped(shapes, at)):
            break
    return end


def _wrapped(shapes: Sequence[str], at: int) -> bool:
    """A field's second line: addresses, or what another field follows at once."""
    return bool(ADDRESS.search(shapes[at])) or (at + 1 < len(shapes) and field(shapes[at + 1]))


def _reply(shapes: Sequence[str], at: int, depths: Sequence[int]) -> Header | None:
    """ "On 3 May 2026, Desk wrote:", over up to SPREAD lines as clients break it."""
    joined = ""
    for end in range(at + 1, min(len(shapes), at + SPREAD) + 1):
        line = shapes[end - 1].strip()
        if not line or depths[end - 1] != depths[at]:
            return None
        joined = f"{joined} {line}"[:LONGEST_LINE] if joined else line
        if _may_end(joined) and _announces(joined, _quote_follows(depths, shapes, at, end)):
            return Header(end, False)
        if end == at + 1 and not _may_go_on(joined):
            return None
    return None


def _may_go_on(line: str) -> bool:
    return bool(DIGIT.search(line) and (REPLY_BEGIN.match(line) or DAY_AND_HOUR.search(line)))


def _may_end(line: str) -> bool:
    """Cheap: nearly every line of a text ends otherwise, and names no address."""
    return line.rstrip(TRIM)[-1:] in COLONS or "@" in line


def _quote_follows(depths: Sequence[int], shapes: Sequence[str], at: int, end: int) -> bool:
    near = range(end, min(len(shapes), end + 3))
    following = next((one for one in near if shapes[one].strip()), None)
    return following is not None and depths[following] > depths[at]


def _announces(line: str, quote_follows: bool) -> bool:
    """Whether a client wrote the line: it names an address, or day and hour, or how a client
    begins it, and a quotation follows."""
    if DATED.match(line) or (quote_follows and DAY_FIRST.match(line)):
        return True
    stamped, enclosed = bool(STAMP.search(line)), bool(ENCLOSED.search(line))
    colon = line.rstrip(TRIM)[-1:] in COLONS
    # Looking for the verbs costs most: what can't be a header is not searched for them.
    if not (quote_follows or stamped) or not (colon or (stamped and enclosed)):
        return False
    if not REPLY.search(line):
        return False
    begins = bool(REPLY_BEGIN.match(line))
    if not colon:
        return quote_follows or bool(begins and UNCLOSED.search(line))
    if quote_follows:
        return stamped or enclosed or begins
    return enclosed or (begins and bool(YEAR.search(line) or ADDRESS.search(line)))
