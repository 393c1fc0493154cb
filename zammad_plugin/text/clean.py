"""The words of an article: HTML, quoted replies and signatures taken off. Never raises."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

# Characters read of one article: a longer one keeps its head and its tail, where people write.
LONGEST = 200_000
MANY_TAGS = 5_000  # more are no mail: a parser's time grows with the square of their depth
TAG = re.compile(r"<[^<>]{0,2000}>")
QUOTE_STARTS = (
    re.compile(r"^\s*(on|le|am|el)\b.{0,200}\b(wrote|écrit|a écrit|schrieb)\s*:\s*$", re.I),
    re.compile(r"^\s*(في|بتاريخ).{0,200}(كتب|كتبت)\b.{0,100}:\s*$"),
    re.compile(r"^\s*-{2,}\s*(original message|message d'origine|الرسالة الأصلية)\s*-{2,}", re.I),
    re.compile(r"^\s*_{10,}\s*$"),
)
# A forwarded mail is what the person wants us to read: by its subject, or by the line above it.
FORWARDED = re.compile(r"^\s*(fwd|fw|tr|wg|إعادة توجيه|تحويل|ارسال)\s*:", re.I)
FORWARDED_LINE = re.compile(
    r"^\s*-{2,}\s*(forwarded message|message transféré|رسالة مُ?عاد توجيهها|"
    r"الرسالة المحولة|weitergeleitete nachricht)\b|^\s*begin forwarded message\s*:",
    re.I | re.M,
)
SIGNATURE = re.compile(r"^-- ?$|^(sent from my|envoyé de mon|أرسلت من|مرسل من)\b", re.I)
QUOTED = re.compile(r"^[>\s]*>\s?")
NO_TEXT = "script, style"
QUOTATION = "blockquote, .gmail_quote, .js-signatureMarker"
BLOCKS = "br, p, div, li, tr, h1, h2, h3, h4"


def clean_article(body: str, content_type: str, subject: str = "") -> str:
    """Plain text of an article's body; `content_type` as Zammad gives it (text/html, …).

    Of a forwarded mail, told by `subject` or by its own line, the quotation is kept.
    """
    text = body.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    text = _bounded(text)
    forwarded = bool(FORWARDED.match(subject) or FORWARDED_LINE.search(TAG.sub("", text)))
    if "html" in content_type.lower():
        text = TAG.sub(" ", text) if text.count("<") > MANY_TAGS else _html(text, forwarded)
    return (_unmarked(text) if forwarded else _without_quotes(text)).strip()


def _unmarked(text: str) -> str:
    """The quotation's signs taken off, its words kept."""
    return "\n".join(QUOTED.sub("", line) for line in text.splitlines())


def _bounded(text: str) -> str:
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]}\n{text[-half:]}"


def _html(markup: str, quotes: bool) -> str:
    tree = LexborHTMLParser(markup)
    for node in tree.css(NO_TEXT if quotes else f"{NO_TEXT}, {QUOTATION}"):
        node.decompose()
    for node in tree.css(BLOCKS):
        node.insert_before("\n")
    body = tree.body
    return body.text(separator="") if body else ""


def _without_quotes(text: str) -> str:
    """Own lines up to the quoted mail; all of it when nothing of the own would be left."""
    kept: list[str] = []
    for line in text.splitlines():
        if any(start.match(line[:400]) for start in QUOTE_STARTS) or SIGNATURE.match(line):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line)
    own = "\n".join(kept)
    # A forwarded report has no words of its own: then the quoted ones are the report.
    return own if own.strip() else text
