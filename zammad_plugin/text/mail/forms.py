"""A web form's questions and labels among the answers of whoever filled it in. Pure.

Asked of a mail only that says itself to come from a form. A label that gives its answer its meaning
(an age, what was answered by yes) stays with it: in doubt it is the person's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zammad_plugin.text.any_of import any_of
from zammad_plugin.text.mail.lines import Line, shape
from zammad_plugin.text.mail.wordings.forms import NAMES
from zammad_plugin.text.mail.wordings.persons import OWN, tells

LONGEST = 18  # words of a question
SHORT = 12  # words of one that nothing but its own words tells
NEAR = 3  # lines among which an answer follows its label
NAMED = re.compile(rf"^\W*(?:{any_of(NAMES)})(?: ?\([^)]{{1,40}}\))?[\s*:؟?]*$", re.I)
AGE = re.compile(
    r"\bage\b|\bâge\b|\bold\b|عمر|السن\b|\byaş|\bسن\b|تەمەن|\btemen|տարիք|\b3omr", re.I
)
YES = re.compile(
    r"\W*(?:yes|yeah|yep|yup|oui|ouais|نعم|اي|إي|أيوا|ايوا|ايه|أكيد|evet|بله|آره|بەڵێ|erê|այո|eh|na3am|ja|sí|sì)\b",
    re.I,
)
AGREED = re.compile(
    r"privacy|terms|consent|policy|conditions|confidentialité|rgpd|خصوصية|شروط|gizlilik|kvkk|حریم",
    re.I,
)
ADDRESSED = re.compile(
    r"\b(?:you|your|yours|we|us|our|vous|votre|vos|tu|ton|ta|tes|te|toi|nous|notre|siz\w*|sana|seni?n?)\b"
    r"|\bt['’]|\b\w{2,}كم?\b|\bت\w{2,}|\bشما\b|\bte\b",
    re.I,
)
QUESTION = re.compile(r"[?؟՞:][\s*]*$")
ASKS = re.compile(r"[?؟՞][\s*:]*$")
BREATH = re.compile("[,،;؛]")
BULLET = re.compile(r"^\s*[*•·]\s")


def asked(lines: Sequence[Line]) -> list[int]:
    """Of each line of a form's mail how many characters at its beginning the form wrote."""
    return [_asked(lines, at) for at in range(len(lines))]


def _asked(lines: Sequence[Line], at: int) -> int:
    line = lines[at]
    head = line.head or (len(line.text) if _stands_alone(lines, at) else 0)
    answer = line.text[head:].strip() or _following(lines, at)
    if not head or not answer:
        return 0
    if YES.match(answer) and not AGREED.search(line.text[:head]):
        return 0
    label, listed = shape(line.text[:head]).strip(), BULLET.match(answer) is not None
    return head if _is_label(label, line.head > 0, listed) else 0


def _stands_alone(lines: Sequence[Line], at: int) -> bool:
    """Whether a line stands as a question does: a blank line above, its answer close below."""
    text = lines[at].text
    above = at == 0 or not lines[at - 1].text.strip()
    close = at + 1 < len(lines) and bool(lines[at + 1].text.strip())
    return bool(above or text.rstrip().endswith(":")) and (close or bool(NAMED.match(text)))


def _following(lines: Sequence[Line], at: int) -> str:
    near = (line.text.strip() for line in lines[at + 1 : at + 1 + NEAR])
    return next((text for text in near if text), "")


def _is_label(text: str, set_apart: bool, listed: bool) -> bool:
    """`set_apart`: by how the mail is laid out, else its words must tell; `listed`: a bullet stands
    before the answer."""
    if NAMED.match(text):
        return True
    if len(text.split()) > LONGEST or AGE.search(text):
        return False
    if AGREED.search(text):
        return set_apart or QUESTION.search(text) is not None
    if OWN.search(text) or (not set_apart and tells(text.lower())):
        return False
    return set_apart or _asks(text, listed)


def _asks(text: str, listed: bool) -> bool:
    """Whether a plain line alone is a form's question: short, in one breath, to the reader."""
    if len(text.split()) > SHORT or BREATH.search(text) or not ASKS.search(text):
        return False
    return listed or ADDRESSED.search(text) is not None
