"""The internal note that explains: read in ten seconds, in the desk's working language."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import file_of
from zammad_plugin.routing.decision import Decision, applies
from zammad_plugin.routing.rules import When
from zammad_plugin.text.bidi import isolated
from zammad_plugin.text.languages import in_language
from zammad_plugin.triage.model import Assessment, Reason

REASONS = 3
RTL = {"ar", "fa", "ckb"}


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
    """Urgency, category or language → language → its name in the note."""
    first: tuple[First, ...]
    """What to do first: each whose conditions hold is told."""


@dataclass(frozen=True)
class Facts:
    """What the note tells beside the judgement. `said`: codes that earlier notes told; `again`:
    at a follow-up; `answer_by`, `window`: times as the desk reads them; `related`: ticket numbers;
    `call`: id of the owner to be called; `heard`: a transcript was read; `refused`: fields that the
    server did not take; `group`: where the ticket should have gone."""

    said: tuple[str, ...] = ()
    again: bool = False
    kept: tuple[str, ...] = ()
    answer_by: str = ""
    window: str = ""
    related: tuple[str, ...] = ()
    subject: str = ""
    call: int = 0
    heard: bool = False
    refused: tuple[str, ...] = ()
    group: str = ""


@cache
def words() -> Words:
    """Raises DeskError when the file is broken."""
    return load_fast(Words, file_of("note"))


def codes(assessment: Assessment, decision: Decision) -> tuple[str, ...]:
    """What a note of these says, as codes for the memory."""
    said = [f"urgency:{assessment.urgency}"]
    said += [f"rule:{reason.rule}" for reason in assessment.reasons[:REASONS]]
    return (*said, *(f"reply:{key}" for key in decision.replies))


def dangers(assessment: Assessment, grave: Collection[str]) -> tuple[str, ...]:
    """Those of `codes` that name one of the rules in `grave`."""
    told = (reason.rule for reason in assessment.reasons[:REASONS])
    return tuple(f"rule:{rule}" for rule in told if rule in grave)


def note_html(
    assessment: Assessment, decision: Decision, lang: str = "en", facts: Facts = Facts()
) -> str:
    """HTML for an internal article; texts seen in the message are escaped and isolated."""
    lines = "".join(_Note(assessment, decision, lang, facts).lines())
    return f'<div dir="{"rtl" if lang in RTL else "ltr"}">{lines}</div>'


def mention(user_id: int) -> str:
    """What tells a user of the ticket; Zammad takes the whole element away if it has no link."""
    return f'<a href="#user/profile/{user_id}" data-mention-user-id="{user_id}">@</a>'


class _Note:
    def __init__(self, assessment: Assessment, decision: Decision, lang: str, facts: Facts) -> None:
        self.assessment, self.decision, self.lang, self.facts = assessment, decision, lang, facts

    def lines(self) -> Iterator[str]:
        if self.facts.call:
            yield f"<p>{mention(self.facts.call)} <b>{self._word('alert')}</b></p>"
        yield self._head()
        yield from self._handling()
        yield from self._why()
        if not self.facts.again:
            yield from self._first()
        yield from self._replies()
        yield from self._frame()

    def _word(self, name: str) -> str:
        return escape(in_language(words().words[name], self.lang))

    def _code(self, code: str) -> str:
        """In the agent's language, where the file has it."""
        return _isolated(in_language(words().codes.get(code, {}), self.lang, code))

    def _said(self, by_lang: dict[str, str]) -> str:
        return in_language(by_lang, self.lang)

    def _head(self) -> str:
        one = self.assessment
        urgency = f"{self._word('urgency')}: {self._code(one.urgency)}"
        if self.facts.again:
            new = f"urgency:{one.urgency}" not in self.facts.said or self._new_reasons()
            rest = f"<b>{urgency}</b>" if new else f"{self._word('nothing_new')} ({urgency})."
            return f"<p><b>{self._word('again')}.</b> {rest}</p>"
        codes = f"{self._word('category')}: {self._code(one.category)}"
        lang = f"{self._word('language')}: {self._code(one.lang)}"
        return f"<p><b>{urgency}</b> · {codes} · {lang}</p>"

    def _handling(self) -> Iterator[str]:
        around = self.decision.around
        if around.voice:
            yield f"<p><b>{self._word('heard' if self.facts.heard else 'listen')}</b></p>"
        if around.pictures:
            yield f"<p><b>{around.pictures} × {self._word('media')}</b></p>"
        if self.assessment.review:
            yield f"<p><b>{self._word('look')}</b></p>"

    def _new_reasons(self) -> list[Reason]:
        reasons = self.assessment.reasons[:REASONS]
        return [one for one in reasons if f"rule:{one.rule}" not in self.facts.said]

    def _why(self) -> Iterator[str]:
        reasons = self._new_reasons()
        if reasons:
            items = "".join(self._reason(one) for one in reasons)
            yield f"<p>{self._word('why')}:</p><ul>{items}</ul>"
        elif not self.assessment.reasons and not self.facts.again:
            yield f"<p>{self._word('nothing')}.</p>"

    def _reason(self, reason: Reason) -> str:
        said = self._said(reason.describe) or reason.rule
        texts = list(dict.fromkeys(hit.text for hit in reason.hits))[:REASONS]
        seen = ", ".join(f"«{_isolated(one)}»" for one in texts)
        return f"<li>{escape(said)} ({_isolated(reason.rule)}){': ' if seen else ''}{seen}</li>"

    def _first(self) -> Iterator[str]:
        for one in words().first:
            if applies(one.when, self.assessment, self.decision.around):
                yield f"<p><b>{self._word('first')}:</b> {escape(self._said(one.say))}</p>"
                return

    def _replies(self) -> Iterator[str]:
        new = [key for key in self.decision.replies if f"reply:{key}" not in self.facts.said]
        if new:
            # The editor looks for the typed words in the keywords, which begin with the language.
            keys = ", ".join(_isolated(f"::{self.assessment.answer_lang} {key}") for key in new)
            yield f"<p>{self._word('replies')}: {keys}</p>"

    def _frame(self) -> Iterator[str]:
        facts = self.facts
        texts = {
            "answer_by": facts.answer_by,
            "window": facts.window,
            "kept": ", ".join(facts.kept),
            "related": ", ".join(facts.related),
        }
        yield from self._refused()
        for name, text in texts.items():
            if text:
                yield f"<p>{self._word(name)}: {_isolated(text)}</p>"
        if facts.subject:
            yield f"<p>{self._word('subject')}: «{_isolated(facts.subject)}»</p>"

    def _refused(self) -> Iterator[str]:
        """What a person must set now, and which right is missing where it is the group."""
        refused = self.facts.refused
        if refused:
            yield f"<p><b>{self._word('refused')}:</b> {escape(', '.join(refused))}</p>"
        if "group" in refused:
            yield f"<p>{self._word('right')}: {_isolated(self.facts.group)}</p>"


def _isolated(text: str) -> str:
    """Escaped, and whole whatever the direction around it. The server's sanitiser may drop <bdi>;
    characters stay."""
    return isolated(escape(text))
