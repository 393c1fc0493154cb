"""The internal note: what to do first, why, which replies; ten seconds and sixty words at most."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape, unescape

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import file_of
from zammad_plugin.routing.decision import Decision, applies
from zammad_plugin.routing.rules import When
from zammad_plugin.text.bidi import isolated
from zammad_plugin.text.detect import NONE
from zammad_plugin.text.languages import comma, direction, in_language
from zammad_plugin.tickets.note.by_machine import transcripts_html
from zammad_plugin.tickets.note.keywords import of_package
from zammad_plugin.tickets.note.short import mention
from zammad_plugin.tickets.voice.spoken import Heard
from zammad_plugin.triage.evidence.marks import CHILD_SIGNS
from zammad_plugin.triage.model import Assessment, Hit, Reason
from zammad_plugin.vocabulary import AGENT_LANGUAGES, MAIN

REASONS = 3  # whose codes are remembered
WORDS = 60  # an agent reads no more at two in the morning
QUOTED, FEWEST = 14, 5  # words of the writer: at most, and where the rest is long
TITLE = 14  # words of the title as it came, if there is room; the ticket's history has it whole
ALSO_READS = {"ar-Latn": "ar", "mixed": "ar"}  # who writes this way reads that
WEIGHED = {"wording", "meaning"}  # reasons of the trained part: told where no rule has one
TAG = re.compile(r"<[^>]+>")
COLON = (": ", " : ")  # in French the second
SIGN = re.compile(r" (?=[:;?!»])|(?<=«) ")  # where French has a space that never breaks
Keyword = Callable[[str, str], str]  # (key of a reply, language) → what finds it, or ''


class First(Strict):
    """What to do first, by language, when `when` holds."""

    when: When
    """Conditions, as in the routing file."""
    say: dict[str, str]
    """Language → what to do first."""


class Words(Strict):
    """rules/note.yml"""

    words: dict[str, dict[str, str]]
    """Code → language → word of the note."""
    codes: dict[str, dict[str, str]]
    """Urgency, category, language or reason of doubt → language → its name in the note."""
    fields: dict[str, dict[str, str]]
    """Field of a ticket → language → its name in the note."""
    first: tuple[First, ...]
    """What to do first: the first whose conditions hold is told."""


@dataclass(frozen=True)
class Facts:
    """What the note tells beside the judgement. `said`: codes that earlier notes told; `again`:
    at a follow-up; `answer_by`, `window`: times as the desk reads them; `related`: ticket numbers;
    `call`: id of the owner to be called; `heard`: what a machine heard just now; `refused`: fields
    that the server did not take; `group`: where the ticket should have gone;
    `unsafe`: writing to the person may put them in danger; `bounced`: what came is a mail server's
    word that an answer did not arrive; `stranger`: who wrote is not the ticket's customer;
    `newest`: the words that tell in what came since the last note."""

    said: tuple[str, ...] = ()
    again: bool = False
    kept: tuple[str, ...] = ()
    answer_by: str = ""
    window: str = ""
    related: tuple[str, ...] = ()
    subject: str = ""
    call: int = 0
    heard: tuple[Heard, ...] = ()
    refused: tuple[str, ...] = ()
    group: str = ""
    unsafe: bool = False
    bounced: bool = False
    stranger: bool = False
    newest: str = ""


@cache
def words() -> Words:
    """Raises DeskError when the file is broken."""
    return load_fast(Words, file_of("note"))


def codes(assessment: Assessment, decision: Decision) -> tuple[str, ...]:
    """What a note of these says, as codes for the memory."""
    return (*_judged(assessment), *(f"reply:{key}" for key in decision.replies))


def _judged(assessment: Assessment) -> tuple[str, ...]:
    rules = (f"rule:{reason.rule}" for reason in assessment.reasons[:REASONS])
    return (f"urgency:{assessment.urgency}", f"category:{assessment.category}", *rules)


def dangers(assessment: Assessment, grave: Collection[str]) -> tuple[str, ...]:
    """Codes of all rules in `grave` that saw something, also of those that the note has no room
    for: what was seen before is no news when it is told later."""
    return tuple(f"danger:{reason.rule}" for reason in assessment.reasons if reason.rule in grave)


def evidence(assessment: Assessment) -> str:
    """The writer's words that tell: the passage that decides, else the longest that a rule saw."""
    if assessment.passage:
        return assessment.passage.text
    main = _main(assessment)
    return max((hit.text for hit in main.hits), key=len, default="") if main else ""


def _main(assessment: Assessment) -> Reason | None:
    return next((one for one in assessment.reasons if one.rule not in WEIGHED), None)


def _silent(assessment: Assessment) -> Reason | None:
    """Why it can't be judged, where no rule saw anything else."""
    kept = [one for one in assessment.reasons if one.rule not in WEIGHED]
    return kept[0] if [one.rule for one in kept] == [assessment.unclear] else None


def note_html(
    assessment: Assessment,
    decision: Decision,
    lang: str = MAIN,
    facts: Facts = Facts(),
    keyword: Keyword | None = None,
) -> str:
    """HTML for an internal article; texts seen in the message are escaped and isolated.
    `keyword`: of the desk's replies, without it of the package's."""
    return _Note(assessment, decision, lang, facts, keyword or of_package()).html()


def count_words(html: str) -> int:
    """Words that a reader sees; signs alone are none."""
    shown = unescape(TAG.sub(" ", html)).split()
    return sum(any(map(str.isalnum, one)) for one in shown)


class _Note:
    def __init__(
        self, assessment: Assessment, decision: Decision, lang: str, facts: Facts, keyword: Keyword
    ) -> None:
        self.assessment, self.decision, self.lang, self.facts = assessment, decision, lang, facts
        self.keyword = keyword
        self.room = self.title = 0  # words of the message and of its title that are quoted
        self.brief = False  # without the reason, which the passage shows
        told = set(_judged(assessment)) - {f"rule:{one}" for one in WEIGHED}
        self.whole = not facts.again or not told <= set(facts.said)

    def html(self) -> str:
        """The writer's words get what the rest leaves of the room."""
        left = WORDS - self._count()
        if left < FEWEST:
            self.brief, left = True, WORDS - self._count()
        self.room = max(FEWEST, min(QUOTED, left))
        side = direction(self.lang)
        self.title = min(TITLE, WORDS - self._count() - count_words(self._word("subject")))
        lines = "".join(f'<p dir="{side}">{line}</p>' for line in self._lines())
        passage = self.assessment.passage
        deciding = passage.text if passage else ""
        return f'<div dir="{side}">{lines}{self._transcripts(deciding, side)}</div>'

    def _transcripts(self, deciding: str, side: str) -> str:
        """Whole, below the note: they take nothing of its room."""
        return transcripts_html(self.facts.heard, deciding, self._word, side)

    def _count(self) -> int:
        return count_words(" ".join(self._lines()))

    def _lines(self) -> Iterator[str]:
        if self.facts.unsafe:
            yield f"<b>{self._word('unsafe')}</b>"
        if self.facts.call:
            yield f"{mention(self.facts.call)} <b>{self._word('alert')}</b>"
        yield from (f"<b>{line}</b>" for line in self._handling())
        if self.whole:
            yield from self._first()
            yield self._head()
            yield from self._why()
            yield from self._replies()
        else:
            calm = "nothing_heard" if self.facts.heard else "nothing_new"
            yield f"<b>{self._again}.</b> {self._word(calm)} ({self._labels()})"
        yield from self._frame()

    def _set(self, text: str) -> str:
        """Our own words as their language is set."""
        return escape(SIGN.sub("\u00a0", text) if self.lang == "fr" else text, quote=False)

    def _word(self, name: str) -> str:
        return self._set(in_language(words().words[name], self.lang))

    def _code(self, code: str) -> str:
        """In the agent's language, where the file has it."""
        return _isolated(in_language(words().codes.get(code, {}), self.lang, code))

    def _field(self, name: str) -> str:
        return _isolated(in_language(words().fields.get(name, {}), self.lang, name))

    def _named(self, name: str, text: str) -> str:
        return f"{self._word(name)}{self._set(COLON[self.lang == 'fr'])}{text}"

    def _listed(self, names: Iterable[str]) -> str:
        return comma(self.lang).join(names)

    def _handling(self) -> Iterator[str]:
        around = self.decision.around
        if around.voice:
            yield self._word("listen")
        if around.pictures:
            yield self._word("media").format(number=around.pictures)
        if self.assessment.review:
            yield self._word("look")
        if self.facts.bounced:
            yield self._word("bounced")
        if self.facts.stranger:
            yield self._word("stranger")

    def _first(self) -> Iterator[str]:
        for one in words().first:
            if applies(one.when, self.assessment, self.decision.around):
                said = self._set(in_language(one.say, self.lang))
                yield f"<b>{self._named('first', said)}</b>"
                return

    def _labels(self) -> str:
        one = self.assessment
        langs = [self._code(one.lang)] if one.lang != NONE else []
        return " · ".join([self._code(one.urgency), self._matter(), *langs])

    def _matter(self) -> str:
        """The category; where nobody told anything, that, and no guess: a bare picture is none."""
        silent = _silent(self.assessment)
        return self._described(silent) if silent else self._code(self.assessment.category)

    def _described(self, reason: Reason) -> str:
        return self._set(in_language(reason.describe, self.lang, reason.rule))

    @property
    def _again(self) -> str:
        return self._word("spoken" if self.facts.heard else "again")

    def _head(self) -> str:
        again = f"{self._again} · " if self.facts.again else ""
        return f"<b>{again}{self._labels()}</b>"

    def _why(self) -> Iterator[str]:
        main = _main(self.assessment) or next(iter(self.assessment.reasons), None)
        told = "" if _silent(self.assessment) else self._reason(main)
        quoted = self._quote()
        if told or quoted:
            yield self._set(COLON[self.lang == "fr"]).join(filter(None, (told, quoted)))

    def _reason(self, reason: Reason | None) -> str:
        one = self.assessment
        if reason and not self.brief:
            return self._described(reason)
        if one.unclear:
            return self._code(one.unclear)
        return "" if one.child_safety or one.review else self._word("nothing")

    def _quote(self) -> str:
        """One passage, in the writer's words; at a follow-up of what came now, where that tells."""
        text = self.facts.newest or evidence(self.assessment)
        main = _main(self.assessment)
        hits = main.hits if main else ()
        return self._quoted(_telling(text, self.room, hits)) if text and self.room else ""

    def _quoted(self, text: str) -> str:
        return self._set("« {} »" if self.lang == "fr" else "«{}»").format(_isolated(text))

    def _replies(self) -> Iterator[str]:
        found: dict[str, list[str]] = {}
        for key in self.decision.replies:
            offers = ((one, self.keyword(key, one)) for one in self._reads())
            lang, word = next((one for one in offers if one[1]), ("", ""))
            if word:
                found.setdefault(lang, []).append(_isolated(f"::{word}"))
        parts = [self._in(lang) + self._listed(keys) for lang, keys in found.items()]
        if parts:
            yield self._named("replies", " · ".join(parts))

    def _reads(self) -> tuple[str, ...]:
        """The writer's languages, then the agent's, then those that every reply has."""
        one = self.assessment
        theirs = (one.answer_lang, ALSO_READS.get(one.lang, ""))
        return tuple(dict.fromkeys([*filter(None, theirs), self.lang, *AGENT_LANGUAGES]))

    def _in(self, lang: str) -> str:
        if lang == self.assessment.answer_lang:
            return ""
        return f"({self._word('elsewhere')} {self._code(lang)}) "

    def _frame(self) -> Iterator[str]:
        facts = self.facts
        yield from self._refused()
        times = {"answer_by": facts.answer_by, "window": facts.window}
        due = [self._named(name, _isolated(at)) for name, at in times.items() if at]
        if due:
            yield " · ".join(due)
        if facts.kept:
            yield self._named("kept", self._listed(map(self._field, facts.kept)))
        if facts.related:
            yield self._named("related", self._listed(map(_isolated, facts.related)))
        if facts.subject and self.title > 1:
            yield self._named("subject", self._quoted(_cut(facts.subject, self.title)))

    def _refused(self) -> Iterator[str]:
        """What a person must set now, and which right is missing where it is the group."""
        refused = self.facts.refused
        if refused:
            fields = self._listed(map(self._field, refused))
            yield f"<b>{self._named('refused', fields)}</b>"
        if "group" in refused:
            yield self._named("right", _isolated(self.facts.group))


def _cut(text: str, most: int) -> str:
    """Its first `most` words."""
    said = text.split()
    return " ".join(said[:most]) + (" …" if len(said) > most else "")


def _telling(text: str, most: int, hits: Iterable[Hit]) -> str:
    """Its `most` words that hold most of what a rule saw: the beginning where that does, else the
    middle of those that do, so that what is seen has words around it."""
    said = text.split()
    seen = [_seen(" ".join(said[at : at + most]), hits) for at in range(len(said) - most + 1)]
    best = [at for at, one in enumerate(seen) if one == max(seen)]
    at = best[len(best) // 2] if best and best[0] else 0
    return ("… " if at else "") + _cut(" ".join(said[at:]), most)


def _seen(text: str, hits: Iterable[Hit]) -> int:
    """How many concepts `text` shows whole; who a child is says nothing of what happens to it."""
    shown = {one.concept for one in hits if " ".join(one.text.split()) in text}
    return len(shown - set(CHILD_SIGNS))


def _isolated(text: str) -> str:
    """Escaped, and whole whatever the direction around it. The server's sanitiser may drop <bdi>;
    characters stay."""
    return isolated(escape(text))
