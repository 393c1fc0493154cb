"""The words of an article: HTML, quoted replies and signatures taken off. Never raises.

A reply's quote is the desk's own text or an older message: it goes. A forwarded message is what the
writer wants to be read: it stays, however deep it is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

# Characters read of one article: a longer one keeps its head and its tail, where people write.
LONGEST = 200_000
MANY_TAGS = 5_000  # more are no mail: a parser's time grows with the square of their depth
LONGEST_LINE = 400  # characters of a line that are looked at
SPREAD = 3  # lines over which a client breaks the line that starts a quote
TAG = re.compile(r"<[^<>]{0,2000}>")
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
        ],
        None,
    ),
    0xA0: " ",
    0x202F: " ",
}
WROTE = (
    r"wrote|writes|a écrit|écrit|ecrit|schrieb|yazdı|nivîsand|nivîsî|نوشت|نوشته|نووسی|نووسیویەتی"
    r"|գրել է|գրեց|كتب|كتبت|تمت كتابة ما يلي بواسطة"
)
# "On 3 May 2026, Desk wrote:" as Gmail, Apple Mail, Thunderbird and Outlook's apps write it.
REPLY = re.compile(rf"^.{{0,300}}\b(?:{WROTE})\b.{{0,120}}$", re.I)
REPLY_BEGIN = re.compile(r"^\W{0,4}(?:on|le|am|في|بتاريخ|يوم|فى|در|لە)\b.{0,200}\d", re.I)
COLONS = (":", "՝", "：")
# A mark of a client between an answer and what it answers.
RULE = re.compile(
    r"^\s*[-_*=]{2,}\s*(?:original message|message d['’]origine|message original|reply message"
    r"|original appointment|reply above this line|répondre au-dessus|الرسالة الأصلية"
    r"|الرسالة الاصلية|رسالة أصلية|النص الأصلي|orijinal mesaj|özgün ileti|پیام اصلی"
    r"|նախնական նամակ)\s*[-_*=]{2,}\s*$",
    re.I,
)
LINE = re.compile(r"^\s*_{10,}\s*$")
FORWARDED = (
    r"(?:begin )?forwarded (?:message|by)|message transféré|message réexpédié|transféré par"
    r"|début du message (?:transféré|réexpédié)|(?:بدء )?(?:ال)?رسالة (?:ال)?(?:محولة|معاد توجيهها)"
    r"|iletilen mesaj|yönlendirilen ileti|پیام (?:فوروارد|هدایت) شده|نامەی ڕەوانەکراو"
    r"|peyama şandî|փոխանցուած նամակ|փոխանցված հաղորդագրություն"
)
FORWARD = re.compile(rf"^\W{{0,12}}(?:{FORWARDED})\b", re.I)
ANY_FORWARD = re.compile(FORWARDED, re.I)
FORWARD_SUBJECT = re.compile(r"^\s*(?:fwd|fw|tr|wg|إعادة توجيه|تحويل|ارسال)\s*:", re.I)
FROM = re.compile(
    r"^\W{0,4}(?:from|de|von|من|المرسل|gönderen|kimden|از|فرستنده|لە|ji|ումից)\s*[:：]\s*\S", re.I
)
SENT = re.compile(
    r"^\W{0,4}(?:sent|date|envoyé|envoye|le|تاريخ الإرسال|تم الإرسال|أرسلت|التاريخ|مرسل|gönderildi"
    r"|tarih|تاریخ|ارسال شده|dîrok|ամսաթիւ|ամսաթիվ)\s*[:：]",
    re.I,
)
SUBJECT = re.compile(
    r"^\W{0,4}(?:subject|objet|sujet|to|à|cc|الموضوع|إلى|konu|kime|موضوع|به|mijar|թեմա|առարկա)"
    r"\s*[:：]",
    re.I,
)
SIGNATURE = re.compile(r"^-- ?$")
LONGEST_SIGNATURE = 12  # lines; what is longer is no signature
# A phone's own line; people write below it, so only the line itself goes.
PHONE = re.compile(
    r"^\W{0,3}(?:sent from (?:my|the|outlook|yahoo|mail|proton|samsung)|get outlook for"
    r"|sent (?:with|via) (?:proton|tuta|spark|canary|mailfence|bluemail)|envoyé de mon"
    r"|envoyé depuis (?:mon|l['’]app|outlook|yahoo|proton)|envoyé à partir de|envoye de mon"
    r"|télécharger outlook|أرسلت من|مرسل من|تم الإرسال من|تم إرسالها من|ارسلت من"
    r"|الحصول على outlook|iphone['’]umdan gönderildi|\S+ cihazımdan gönderildi"
    r"|telefonumdan gönderildi|ارسال شده از|فرستاده شده از|ուղարկուած է|ուղարկվել է)\b.{0,60}$",
    re.I,
)
NOTHING = "no visible content"  # what Zammad writes for a mail without a text
BLOCKS = "br, p, div, li, tr, h1, h2, h3, h4, hr"
ADDED = "zammad-plugin"  # title of what a bridge adds to a person's words; Zammad keeps titles
# Signatures and quotes as web mail marks them (Gmail, Yahoo, Thunderbird, Proton, Zammad).
SIGNED = (
    ".gmail_signature, .moz-signature, .protonmail_signature_block, .js-signatureMarker, "
    f'blockquote[title="{ADDED}"]'
)
QUOTED = (
    f"{SIGNED}, .gmail_quote, .gmail_quote_container, .yahoo_quoted, .moz-cite-prefix, "
    ".protonmail_quote, blockquote"
)


def clean_article(body: str, content_type: str, subject: str = "") -> str:
    """Plain text of an article's body; `content_type` as Zammad gives it (text/html, …).

    Of a forwarded mail, told by `subject` or by its own line, the quotation is kept.
    """
    forwarded = bool(FORWARD_SUBJECT.match(subject))
    text = body.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    text = "" if text.strip() == NOTHING else _bounded(text)
    if "html" in content_type.lower():
        text = TAG.sub(" ", text) if text.count("<") > MANY_TAGS else _html(text, forwarded)
    return (_unmarked(text) if forwarded else _without_quotes(text)).strip()


def _unmarked(text: str) -> str:
    """The signs of a quotation taken off, its words kept."""
    return "\n".join(line.lstrip("> ") for line in text.splitlines())


def _bounded(text: str) -> str:
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]}\n{text[-half:]}"


def _html(markup: str, forwarded: bool) -> str:
    """A forwarded message is a quote for the clients that mark it: then quotes stay."""
    forwarded = forwarded or bool(ANY_FORWARD.search(markup.translate(SHAPE)))
    said = _said(markup, SIGNED if forwarded else QUOTED)
    return said if said.strip() else _said(markup, SIGNED)


def _said(markup: str, without: str) -> str:
    tree = LexborHTMLParser(markup)
    for node in tree.css(f"script, style, head, {without}"):
        node.decompose()
    for node in tree.css(BLOCKS):
        node.insert_before("\n")
    return tree.body.text(separator="") if tree.body else ""


def _without_quotes(text: str) -> str:
    """Own lines up to the quoted mail; all of it when nothing of the own would be left."""
    lines = text.splitlines()
    own = "\n".join(_own(lines, [line[:LONGEST_LINE].translate(SHAPE) for line in lines]))
    # A bare quote has no words of its own: then the quoted ones are the report.
    return own if own.strip() else text


def _own(lines: list[str], shapes: list[str]) -> Iterator[str]:
    for at, shape in enumerate(shapes):
        if FORWARD.match(shape):
            yield from _forwarded(lines[at + 1 :], shapes[at + 1 :])
            return
        if _starts_quote(shapes, at):
            forward = next((one for one in _near(shapes, at) if FORWARD.match(shapes[one])), None)
            if forward is not None:
                yield from _forwarded(lines[forward + 1 :], shapes[forward + 1 :])
            return
        if SIGNATURE.match(shape) and len(lines) - at <= LONGEST_SIGNATURE:
            return
        if not shape.lstrip().startswith(">") and not PHONE.match(shape):
            yield lines[at]


def _near(shapes: list[str], at: int) -> range:
    return range(at, min(len(shapes), at + SPREAD + 1))


def _starts_quote(shapes: list[str], at: int) -> bool:
    shape = shapes[at]
    following = shapes[at + 1 : at + 1 + SPREAD]
    if not shape.strip():
        return False
    if RULE.match(shape):
        return True
    if LINE.match(shape):
        return any(FROM.match(one) for one in following) or not following
    if FROM.match(shape):  # Outlook's block of headers; "from:" alone is a word of the text
        return sum(bool(SENT.match(one) or SUBJECT.match(one)) for one in following) > 1
    return _is_reply(shape, following[:2]) or _is_broken_reply(shapes, at)


def _is_reply(line: str, following: list[str]) -> bool:
    """A quote follows, or the line names an address: "he wrote:" alone is told by a child."""
    if not line.rstrip().endswith(COLONS) or not REPLY.match(line):
        return False
    rest = [one for one in following if one.strip()]
    return "@" in line or not rest or rest[0].lstrip().startswith(">")


def _is_broken_reply(shapes: list[str], at: int) -> bool:
    """The line that starts a quote, broken over several by the client."""
    line, following = shapes[at], shapes[at + 1 : at + 1 + SPREAD]
    if not REPLY_BEGIN.match(line):
        return False
    for count, last in enumerate(following, start=1):
        if not last.strip():
            return False
        if last.rstrip().endswith(COLONS):
            joined = " ".join([line, *following[:count]])[:LONGEST_LINE]
            return _is_reply(joined, shapes[at + count + 1 : at + count + 3])
    return False


def _forwarded(lines: list[str], shapes: list[str]) -> Iterator[str]:
    """A forwarded message without its headers and the marks of quoting."""
    heads = True
    for line, shape in zip(lines, shapes, strict=True):
        bare = shape.lstrip("> ")
        heads = heads and (not bare.strip() or _is_head(bare))
        if not (heads and (FROM.match(bare) or SENT.match(bare))) and not PHONE.match(bare):
            yield line.lstrip("> ")


def _is_head(line: str) -> bool:
    return bool(FROM.match(line) or SENT.match(line) or SUBJECT.match(line))
