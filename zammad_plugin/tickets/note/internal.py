"""The internal note: what to do first, why, which replies; ten seconds and sixty words at most."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape

from zammad_plugin.routing.decision import Decision, applies
from zammad_plugin.text.bidi import isolated
from zammad_plugin.text.detect import NONE
from zammad_plugin.text.languages import colon, comma, direction, in_language
from zammad_plugin.tickets.note.by_machine import transcripts_html
from zammad_plugin.tickets.note.keywords import of_package
from zammad_plugin.tickets.note.short import mention
from zammad_plugin.tickets.note.told import (
    WEIGHED,
    cut,
    evidence,
    judged,
    main_reason,
    silent,
    telling,
)
from zammad_plugin.tickets.note.words import words
from zammad_plugin.tickets.voice.spoken import Heard
from zammad_plugin.triage.model import Assessment, Reason
from zammad_plugin.vocabulary import AGENT_LANGUAGES, MAIN

WORDS = 60  # an agent reads no more at two in the morning
QUOTED, FEWEST = 14, 5  # words of the writer: at most, and where the rest is long
TITLE = 14  # words of the title as it came, if there is room; the ticket's history has it whole
ALSO_READS = {"ar-Latn": "ar", "mixed": "ar"}  # who writes this way reads that
TAG = re.compile(r"<[^>]+>")
SIGN = re.compile(r" (?=[:;?!»])|(?<=«) ")  # where French has a space that never breaks
Keyword = Callable[[str, str], str]  # (key of a reply, language) → what finds it, or ''


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
        told = set(judged(assessment)) - {f"rule:{one}" for one in WEIGHED}
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
        return f"{self._word(name)}{self._set(colon(self.lang))}{text}"

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
        why = silent(self.assessment)
        return self._described(why) if why else self._code(self.assessment.category)

    def _described(self, reason: Reason) -> str:
        return self._set(in_language(reason.describe, self.lang, reason.rule))

    @property
    def _again(self) -> str:
        return self._word("spoken" if self.facts.heard else "again")

    def _head(self) -> str:
        again = f"{self._again} · " if self.facts.again else ""
        return f"<b>{again}{self._labels()}</b>"

    def _why(self) -> Iterator[str]:
        main = main_reason(self.assessment) or next(iter(self.assessment.reasons), None)
        told = "" if silent(self.assessment) else self._reason(main)
        quoted = self._quote()
        if told or quoted:
            yield self._set(colon(self.lang)).join(filter(None, (told, quoted)))

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
        main = main_reason(self.assessment)
        hits = main.hits if main else ()
        return self._quoted(telling(text, self.room, hits)) if text and self.room else ""

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
            yield self._named("subject", self._quoted(cut(facts.subject, self.title)))

    def _refused(self) -> Iterator[str]:
        """What a person must set now, and which right is missing where it is the group."""
        refused = self.facts.refused
        if refused:
            fields = self._listed(map(self._field, refused))
            yield f"<b>{self._named('refused', fields)}</b>"
        if "group" in refused:
            yield self._named("right", _isolated(self.facts.group))


def _isolated(text: str) -> str:
    """Escaped, and whole whatever the direction around it. The server's sanitiser may drop <bdi>;
    characters stay."""
    return isolated(escape(text))
