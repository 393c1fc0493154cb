"""A signature that nothing parts from the text: a name, then titles, an office, telephones. Pure.

People also give the name, the school and the number of whoever harms them, and a child's class says
how old it is: nothing of that kind is a signature, nor anything below a sentence that points to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zammad_plugin.text.mail.lines import unmarked
from zammad_plugin.text.mail.wordings.offices import ORGANISATION, POINTS, PROFESSION
from zammad_plugin.text.mail.wordings.persons import TOLD

MOST_LINES = 10
MOST_WORDS = 13  # of one line
NAME = 5  # words
CONTACT = re.compile(
    r"\S@\S+\.\S|https?://|\bwww\.|\b[\w-]+\.(?:example|com|org|net|edu|gov|lb|fr)\b"
    r"|[+\d٠-٩][\d٠-٩\s().\-/]{5,}[\d٠-٩]"
    r"|\bsur rendez-vous\b|\b(?:tel|tél|mob|fax|phone|mobile|ph|ext|p\.?o\.? box)\b",
    re.I,
)
ENDED = re.compile(r"[.!?؟۔։…,،;)»”\"'’]\s*$")
CLOSING = re.compile(
    r"^\W*(?:thanks?|thank you|many thanks|merci|merci d['’]avance|شكرا|مع الشكر|ودمتم|teşekkür\w*"
    r"|spas|سپاس|շնորհակալ\S*)\b(?:\W+\w+){0,4}\W*$",
    re.I,
)
TWO = re.compile(r"\w{4}[.!?؟] +[^\W\d_]")  # sentences; "Dr." and "St." end none
# "Mounira B. | Teacher", all in one line.
BARRED = re.compile(r"\W*[^|\W\d](?:[^|]{1,30}) \| ?[^|]{4,60}$")
# "Ms. D. (she/her)".
PRONOUNS = re.compile(r"\((?:\w+/){1,2}\w+\)")
LOWER = re.compile(r"\W*[a-zà-öø-ÿ]+ (?!@)", re.ASCII)  # offices begin a line with a capital
HONOURED = re.compile(
    r"\W*(?:mr|mrs|ms|miss|mister|sir|mme|mlle|m\.|monsieur|madame|bay|bayan)\b|\W*(?:ال)?(?:[أا]ستاذ|سيد|آنسة|مستر|مس|ميس)[ةه]?\s",
    re.I,
)
WORD = re.compile(r"[^\W\d_]+")


def office_at(lines: Sequence[str]) -> int:
    """Index of the line where such a signature begins among `lines`, which end the writer's own
    words; their number when there is none."""
    filled = [at for at, line in enumerate(lines) if WORD.search(line)][-MOST_LINES - 1 :]
    found = len(lines)
    for place in range(len(filled) - 1, 0, -1):
        at = filled[place]
        if not is_line(unmarked(lines[at])):
            break
        parted = not lines[at - 1].strip() or CLOSING.match(lines[at - 1])
        block = [unmarked(lines[one]) for one in filled[place:]]
        if parted and _is_office(block) and _may_end(unmarked(lines[filled[place - 1]])):
            found = at
    return found


def is_line(line: str) -> bool:
    """Whether a line may stand in a signature: it tells of nobody and asks nothing."""
    short = len(line.split()) <= MOST_WORDS and not line.endswith(("?", "؟"))
    return short and not TOLD.search(PRONOUNS.sub("", line)) and not TWO.search(line)


def _may_end(line: str) -> bool:
    """Whether the text may end with the line above; it must not point to what follows."""
    closes = ENDED.search(line) or CLOSING.match(line)
    return bool(closes) and not POINTS.search(" ".join(line.split()[-NAME * 2 :]))


def _is_office(block: Sequence[str]) -> bool:
    """A name above somebody's work, or two lines of an organisation; no list of people."""
    if any(LOWER.match(one) for one in block) or any(HONOURED.match(one) for one in block[1:]):
        return False
    offices = sum(is_office(one) for one in block)
    contacts = sum(bool(CONTACT.search(one)) and not is_office(one) for one in block)
    if not is_office(block[0]) and not _is_name(block[0]):
        return False
    at_work = not is_office(block[0]) and any(PROFESSION.search(one) for one in block[1:])
    if len(block) == 1:
        return BARRED.match(block[0]) is not None
    return at_work or (offices > 0 and offices + contacts > 1)


def is_office(line: str) -> bool:
    """Whether a line names somebody's work or where it is done."""
    return bool(PROFESSION.search(line) or ORGANISATION.search(line))


def _is_name(line: str) -> bool:
    """A script without capitals can only tell by its length."""
    words = WORD.findall(line)
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    return 0 < len(words) <= NAME and all(word[0].isupper() for word in cased)
