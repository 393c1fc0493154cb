"""The internal note: what to do first, why, which replies; ten seconds and sixty words at most."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zammad_plugin.routing.decision import Decision, applies
from zammad_plugin.text.detect import NONE
from zammad_plugin.text.languages import colon, direction, in_language
from zammad_plugin.tickets.note.by_machine import transcripts_html
from zammad_plugin.tickets.note.facts import NOTHING, Facts
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
from zammad_plugin.tickets.note.wording import Wording, count_words, isolated_html
from zammad_plugin.tickets.note.words import words
from zammad_plugin.triage.model import Assessment, Reason
from zammad_plugin.vocabulary import AGENT_LANGUAGES, MAIN

WORDS = 60  # an agent reads no more at two in the morning
QUOTED, FEWEST = 14, 5  # words of the writer: at most, and where the rest is long
TITLE = 14  # words of the title as it came, if there is room; the ticket's history has it whole
ALSO_READS = {"ar-Latn": "ar", "mixed": "ar"}  # who writes this way reads that
Keyword = Callable[[str, str], str]  # (key of a reply, language) → what finds it, or ''


def note_html(
    assessment: Assessment,
    decision: Decision,
    lang: str = MAIN,
    facts: Facts = NOTHING,
    keyword: Keyword | None = None,
) -> str:
    """HTML for an internal article; texts seen in the message are escaped and isolated.
    `keyword`: of the desk's replies, without it of the package's."""
    return _Note(assessment, decision, lang, facts, keyword or of_package()).html()


class _Note:
    def __init__(
        self, assessment: Assessment, decision: Decision, lang: str, facts: Facts, keyword: Keyword
    ) -> None:
        self.assessment, self.decision, self.lang, self.facts = assessment, decision, lang, facts
        self.keyword, self.say = keyword, Wording(lang)
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
        self.title = min(TITLE, WORDS - self._count() - count_words(self.say.word("subject")))
        lines = "".join(f'<p dir="{side}">{line}</p>' for line in self._lines())
        passage = self.assessment.passage
        deciding = passage.text if passage else ""
        return f'<div dir="{side}">{lines}{self._transcripts(deciding, side)}</div>'

    def _transcripts(self, deciding: str, side: str) -> str:
        """Whole, below the note: they take nothing of its room."""
        return transcripts_html(self.facts.heard, deciding, self.say.word, side)

    def _count(self) -> int:
        return count_words(" ".join(self._lines()))

    def _lines(self) -> Iterator[str]:
        if self.facts.unsafe:
            yield f"<b>{self.say.word('unsafe')}</b>"
        if self.facts.call:
            yield f"{mention(self.facts.call)} <b>{self.say.word('alert')}</b>"
        yield from (f"<b>{line}</b>" for line in self._handling())
        if self.whole:
            yield from self._first()
            yield self._head()
            yield from self._why()
            yield from self._replies()
        else:
            calm = "nothing_heard" if self.facts.heard else "nothing_new"
            yield f"<b>{self._again}.</b> {self.say.word(calm)} ({self._labels()})"
        yield from self._frame()

    def _handling(self) -> Iterator[str]:
        around = self.decision.around
        if around.voice:
            yield self.say.word("listen")
        if around.pictures:
            yield self.say.word("media").format(number=around.pictures)
        if self.assessment.review:
            yield self.say.word("look")
        if self.facts.bounced:
            yield self.say.word("bounced")
        if self.facts.stranger:
            yield self.say.word("stranger")

    def _first(self) -> Iterator[str]:
        for one in words().first:
            if applies(one.when, self.assessment, self.decision.around):
                said = self.say.typeset(in_language(one.say, self.lang))
                yield f"<b>{self.say.named('first', said)}</b>"
                return

    def _labels(self) -> str:
        one = self.assessment
        langs = [self.say.code(one.lang)] if one.lang != NONE else []
        return " · ".join([self.say.code(one.urgency), self._matter(), *langs])

    def _matter(self) -> str:
        """The category; where nobody told anything, that, and no guess: a bare picture is none."""
        why = silent(self.assessment)
        return self.say.described(why) if why else self.say.code(self.assessment.category)

    @property
    def _again(self) -> str:
        return self.say.word("spoken" if self.facts.heard else "again")

    def _head(self) -> str:
        again = f"{self._again} · " if self.facts.again else ""
        return f"<b>{again}{self._labels()}</b>"

    def _why(self) -> Iterator[str]:
        main = main_reason(self.assessment) or next(iter(self.assessment.reasons), None)
        told = "" if silent(self.assessment) else self._reason(main)
        quoted = self._quote()
        if told or quoted:
            yield self.say.typeset(colon(self.lang)).join(filter(None, (told, quoted)))

    def _reason(self, reason: Reason | None) -> str:
        one = self.assessment
        if reason and not self.brief:
            return self.say.described(reason)
        if one.unclear:
            return self.say.code(one.unclear)
        return "" if one.child_safety or one.review else self.say.word("nothing")

    def _quote(self) -> str:
        """One passage, in the writer's words; at a follow-up of what came now, where that tells."""
        text = self.facts.newest or evidence(self.assessment)
        main = main_reason(self.assessment)
        hits = main.hits if main else ()
        return self.say.quoted(telling(text, self.room, hits)) if text and self.room else ""

    def _replies(self) -> Iterator[str]:
        found: dict[str, list[str]] = {}
        for key in self.decision.replies:
            offers = ((one, self.keyword(key, one)) for one in self._reads())
            lang, word = next((one for one in offers if one[1]), ("", ""))
            if word:
                found.setdefault(lang, []).append(isolated_html(f"::{word}"))
        parts = [self._in(lang) + self.say.listed(keys) for lang, keys in found.items()]
        if parts:
            yield self.say.named("replies", " · ".join(parts))

    def _reads(self) -> tuple[str, ...]:
        """The writer's languages, then the agent's, then those that every reply has."""
        one = self.assessment
        theirs = (one.answer_lang, ALSO_READS.get(one.lang, ""))
        return tuple(dict.fromkeys([*filter(None, theirs), self.lang, *AGENT_LANGUAGES]))

    def _in(self, lang: str) -> str:
        if lang == self.assessment.answer_lang:
            return ""
        return f"({self.say.word('elsewhere')} {self.say.code(lang)}) "

    def _frame(self) -> Iterator[str]:
        facts = self.facts
        yield from self._refused()
        times = {"answer_by": facts.answer_by, "window": facts.window}
        due = [self.say.named(name, isolated_html(at)) for name, at in times.items() if at]
        if due:
            yield " · ".join(due)
        if facts.kept:
            yield self.say.named("kept", self.say.listed(map(self.say.field, facts.kept)))
        if facts.related:
            yield self.say.named("related", self.say.listed(map(isolated_html, facts.related)))
        if facts.subject and self.title > 1:
            yield self.say.named("subject", self.say.quoted(cut(facts.subject, self.title)))

    def _refused(self) -> Iterator[str]:
        """What a person must set now, and which right is missing where it is the group."""
        refused = self.facts.refused
        if refused:
            fields = self.say.listed(map(self.say.field, refused))
            yield f"<b>{self.say.named('refused', fields)}</b>"
        if "group" in refused:
            yield self.say.named("right", isolated_html(self.facts.group))
