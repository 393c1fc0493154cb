"""Header fields of a mail (From, Sent, Subject) as clients copy them into the text. Pure.

Labels prove nothing, in whatever language: people tell what happened under them. An address or the
hour at which a mail was sent beside them does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

NEXT = 4  # lines below the first that hold the rest of a header
BLOCK = 9  # lines among which the fields of one header stand
COLONS = frozenset(":՝：")
ADDRESS = re.compile(r"[^\s<>@]+@[\w-]+(?:\.[\w-]+)+|<mailto:|\[mailto:", re.I)
# As clients write it behind a name; a person who tells of an address writes it bare.
ENCLOSED = re.compile(r"[<(\[]\s*(?:mailto:)?[^\s<>@]+@[\w-]+(?:\.[\w-]+)+", re.I)
# A day with a year, or a time of day: who tells of "3 May" names no year.
STAMP = re.compile(
    r"\d{1,2}[:.h]\d{2}(?!\d)|\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|[٢۲][٠۰][٠-٩۰-۹]{2}"
    r"|[٠-٩۰-۹]{1,2}:[٠-٩۰-۹]{2}"
)
HOUR = re.compile(r"\b\d{1,2}[:.h]\d{2}(?!\d)|[٠-٩۰-۹]{1,2}:[٠-٩۰-۹]{2}")
LONGEST_DATE = 10  # words
FEWEST_UNLISTED = 3
FROM_WORDS = (
    r"from|de|von|van|da|od|от|от кого|från|fra|lähettäjä|feladó|expéditeur|remitente|mittente"
    r"|avsender|afsender|من|المرسل|gönderen|kimden|از|فرستنده|لە|لەلایەن|ji|şandyar|ումից|ումէ|ուղարկող"
    r"|從|发件人|差出人|מאת"
)
SENT_WORDS = (
    r"sent|date|sent on|received|message du|envoyé|envoye|le|gesendet|datum|verzonden|inviato|data"
    r"|enviado|enviada?(?: em| el)?|fecha|wysłano|дата|отправлено|skickat|sendt|dato|lähetetty|päiväys"
    r"|تاريخ الإرسال|تم الإرسال|أرسلت|التاريخ|مرسل|gönderildi|gönderilme|gönderim|tarih|gönderme tarihi"
    r"|gönderilme tarihi|تاریخ|ارسال شده|ارسال|زمان|dîrok|şandin|hatiye şandin|بەروار|ڕێکەوت|نێردرا|ناردن"
    r"|ամսաթիւ|ամսաթիվ|ուղարկված է|ուղարկուած է|թուական|发送时间|日時|送信日時"
)
OTHER_WORDS = (
    r"subject|objet|sujet|betreff|onderwerp|oggetto|asunto|assunto|temat|тема|ämne|emne|aihe"
    r"|to|à|an|aan|a|para|per|do|кому|till|til|vastaanottaja|cc|cci|bcc|kopie|copie(?: à)?|kopia|копия"
    r"|reply-to|importance|attachments?|priority|الموضوع|إلى|الى|نسخة|konu|kime|bilgi|موضوع|به|گیرنده"
    r"|mijar|ji bo|بابەت|بۆ|թեմա|առարկա|նիւթ|ում|主题|件名|收件人|宛先"
)
FIELD_END = r"\W{0,3}[:：՝]"
FROM = re.compile(rf"^\W{{0,4}}(?:{FROM_WORDS}){FIELD_END}\W{{0,4}}\S", re.I)
SENT = re.compile(rf"^\W{{0,4}}(?:(?:{SENT_WORDS}){FIELD_END}|message du \d)", re.I)
OTHER = re.compile(rf"^\W{{0,4}}(?:{OTHER_WORDS}){FIELD_END}", re.I)
# "Sent: Monday", as some clients shorten it.
DAY = re.compile(
    r"^\W*\S+\W{0,4}[:：՝]\W*(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\W*$"
    r"|^\W*\S+\W{0,4}[:：՝]\W*(?:lun|mar|mercre|jeu|vendre|same)(?:di)?\W*$",
    re.I,
)
# Up to four words, whatever they mean.
LABEL = re.compile(r"^\W{0,4}[^\W\d_][^\s:：՝]*(?: [^\W\d_][^\s:：՝]*){0,3}\W{0,3}[:：՝]\W{0,4}\S")


def field(line: str) -> bool:
    """Whether a line is a header field of a mail, as clients copy them into the text."""
    return has_colon(line) and bool(FROM.match(line) or SENT.match(line) or OTHER.match(line))


def has_colon(line: str) -> bool:
    """Any of the signs that end a label; cheap, most lines of a text have none."""
    return any(sign in line for sign in COLONS)


def is_block(shapes: Sequence[str], at: int) -> bool:
    """Outlook's block of headers begins at line `at`; "from:" or "date:" is a word of the text."""
    line = shapes[at]
    following = [one for one in shapes[at + 1 : at + BLOCK] if one.strip()][: NEXT + 1]
    if FROM.match(line):
        fields = [bool(SENT.match(one) or OTHER.match(one)) for one in following]
        if sum(fields) > 1 and any(fields[:2]) and _is_proven([line, *following]):
            return True
    elif SENT.match(line) and STAMP.search(line):
        # Hotmail's begins with the date: then only addresses prove it.
        return any(ADDRESS.search(one) and field(one) for one in following[:3])
    elif OTHER.match(line):
        # A receipt repeats to whom, about what and when a mail was sent.
        return len(following) > 1 and all(map(field, following[:2])) and _is_dated(following[:2])
    return _is_unlisted([line, *following[:3]])


def _is_proven(block: Sequence[str]) -> bool:
    """Whether a mail's address or date stands in a field: a list of a person's has neither."""
    return any(field(one) and ADDRESS.search(one) for one in block) or any(
        SENT.match(one) and _is_date(one) for one in block
    )


def _is_date(line: str) -> bool:
    """Told by a year or an hour, or a day's name alone."""
    words = len(line.split())
    return words <= LONGEST_DATE if STAMP.search(line) else bool(DAY.match(line))


def _is_dated(block: Sequence[str]) -> bool:
    return any(SENT.match(one) and HOUR.search(one) and _is_whole_date(one) for one in block)


def _is_unlisted(block: Sequence[str]) -> bool:
    """Labels of a language that nobody listed: beside a sender's address and a day with an hour."""
    labels = list(takewhile(LABEL.match, block))
    return (
        len(labels) >= FEWEST_UNLISTED
        and bool(ENCLOSED.search(labels[0]))
        and any(HOUR.search(one) and _is_whole_date(one) for one in labels)
    )


def _is_sure(line: str) -> bool:
    """Whether an unlisted label's line is a client's: its other lines may hold what a form asked."""
    dated = bool(HOUR.search(line)) and _is_whole_date(line)
    return bool(LABEL.match(line)) and (dated or bool(ENCLOSED.search(line)))


def _is_whole_date(line: str) -> bool:
    return len(line.split()) <= LONGEST_DATE + 2 and len(STAMP.findall(line)) > 1


def fields_end(shapes: Sequence[str], start: int) -> int:
    """Behind the fields (and blank lines before the first) that begin at `start`."""
    end, blanks = start, 0
    unlisted = _is_unlisted([one for one in shapes[start : start + BLOCK] if one.strip()][:4])
    for at in range(start, min(len(shapes), start + 2 * BLOCK)):
        if not shapes[at].strip():
            blanks += 1
            if blanks > 1 and end > start:
                break
        elif field(shapes[at]) or (unlisted and _is_sure(shapes[at])):
            end, blanks = at + 1, 0
        elif not (end > start and not blanks and _wrapped(shapes, at)):
            break
    return end


def _wrapped(shapes: Sequence[str], at: int) -> bool:
    """A field's second line: addresses, or what another field follows at once."""
    return bool(ADDRESS.search(shapes[at])) or (at + 1 < len(shapes) and field(shapes[at + 1]))
