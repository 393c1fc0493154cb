"""Lines by which mail clients announce that another message follows: a reply's quote or a forward.

Recognised by what only a client writes (an address, a date and a time, a block of header fields),
never by a verb alone: children tell what somebody "wrote:".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from zammad_plugin.text.mail.fields import (
    ADDRESS,
    COLONS,
    ENCLOSED,
    FROM,
    SENT,
    STAMP,
    fields_end,
    has_colon,
    is_block,
)
from zammad_plugin.text.mail.lines import LONGEST_LINE, shape

SHORT = 60  # characters: no line that announces a forward is longer, but for its rules
SPREAD = 4  # lines over which a client breaks the line that starts a quote
WROTE = (
    r"wrote|writes|said|sent|đã viết|a écrit|écrit|ecrit|schrieb|schreef|het volgende geschreven|ha scritto"
    r"|escribió|escribio|escreveu|napisał(?:\(a\)|a)?|написал(?:\(а\)|а)?|пишет|писал\(а\)|skrev"
    r"|kirjoitti|napsal(?:\(a\)|a)?|napísal|írta|a scris|έγραψε|כתב|şunu yazdı|yazdı|nivîsand|nivîsî"
    r"|نوشت|نوشته|نووسی|نووسیویەتی|գրել է|գրեց|كتب|كتبت|تمت كتابة ما يلي بواسطة|写道|のメール|作成"
)
REPLY = re.compile(rf"(?:\b(?:{WROTE})\b|[>-](?:{WROTE}))", re.I)
TRIM = " *_\"'"
UNCLOSED = re.compile(rf"(?:{WROTE})[.։]?$", re.I)  # some clients set no colon
DIGIT = re.compile(r"\d")
YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d[./-]\d{1,2}[./-]\d\d|[٢۲][٠۰][٠-٩۰-۹]{2}")
REPLY_BEGIN = re.compile(
    r"^\W{0,4}(?:on|le|am|op|il|el|em|den|ke|în|στις|в|a|w|dnia|في|بتاريخ|يوم|فى|در|لە|di|in a message dated)\b"
    r"|^\W{0,4}\d",
    re.I,
)
# "2014-07-16 15:02 GMT+02:00 Desk <desk@example.org>:" holds no verb at all.
DATED = re.compile(r"^\W{0,4}(?=.{0,40}\d{1,2}[:.]\d{2}).{0,160}<\s*[^<>\s]+@[^<>\s]+\s*>\s*:\s*$")
# GroupWise: "Desk <desk@example.org> 12/11/2026 14:15 >>>".
ARROWS = re.compile(
    r"^\W{0,4}.{0,80}<[^<>\s]+@[^<>\s]+>\s+\d[\d/.-]{5,9}\s+\d{1,2}[:.]\d{2}.{0,6}>>>\s*$"
)
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
    r"|^[\W_]*(?:pour répondre(?: \w+){0,3},? )?(?:(?:merci|prière) d[e'’] ?|veuillez )?(?:écri\w+|répon\w+|tap\w+|saisi\w+)(?: \w+){0,2}"
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
HEAD = r"(?:On|Le|Am|Op|في|بتاريخ)\s(?=.{0,60}\d)"  # how a client begins it, in one line
# "yes he is 12 On Mon, May 4, 2026 at 3:59 PM, Desk <desk@example.org> wrote:".
SHARED = re.compile(rf"^(.*?\S)(?:\s+|\s*-{{2,}}\s*)({HEAD}.{{8,200}}:)\s*$")
# Yahoo's app sets the quoted text on the header's line.
RUN_ON = re.compile(rf"^(\W{{0,4}}{HEAD}.{{8,200}}?(?:{WROTE})\s?:)\s{{2,}}(\S.*)$", re.I)


class Header(NamedTuple):
    """Lines up to `end` (exclusive) announce another message; `forward`: by the client's words."""

    end: int
    forward: bool


def shared(line: str) -> tuple[str, str] | None:
    """(a person's words, a client's header), or (a header, what it quotes), of a line that holds
    both."""
    if "@" not in line or not STAMP.search(line):
        return None
    above = line.endswith(":")
    found = SHARED.match(shape(line)) if above else RUN_ON.match(line)
    if found is None:
        return None
    head = found[2] if above else found[1]
    return (found[1], found[2]) if _announces(head, True) else None


def header_at(shapes: Sequence[str], at: int, depths: Sequence[int]) -> Header | None:
    """The header that begins at line `at`; `depths`: how deep each line is quoted."""
    line = shapes[at]
    if not line or line.isspace():
        return None
    if (line.lstrip()[:1] in RULES or len(line) < SHORT) and FORWARD.match(line):
        end = fields_end(shapes, at + 1)
        return Header(end, True) if _is_clients(line, end - at, shapes, at, depths) else None
    if len(line) < 2 * SHORT and ABOVE.match(line):
        return Header(at + 1, False)
    if "--" in line or "__" in line or "**" in line or "==" in line:
        return _ruled(shapes, at)
    if has_colon(line) and is_block(shapes, at):
        return Header(fields_end(shapes, at), False)
    return _reply(shapes, at, depths)


def _ruled(shapes: Sequence[str], at: int) -> Header | None:
    """A rule of a client's: with words in it, or above a block of header fields."""
    if RULE.match(shapes[at]):
        return _forwarded_after(shapes, at, fields_end(shapes, at + 1))
    following = [one for one in shapes[at + 1 : at + 4] if one.strip()][:1]
    fields = bool(following) and bool(FROM.match(following[0]) or SENT.match(following[0]))
    if LINE.match(shapes[at]):
        return Header(fields_end(shapes, at + 1), False) if fields or not following else None
    ruled = RULED.match(shapes[at])
    if ruled and (fields or REPLY.search(ruled["words"])):
        return Header(fields_end(shapes, at + 1), False)
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
    if DATED.match(line) or ARROWS.match(line) or (quote_follows and DAY_FIRST.match(line)):
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
