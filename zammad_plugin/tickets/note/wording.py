"""A note's own words and the writer's, in the agent's language, as they are set in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape

from zammad_plugin.text.bidi import isolated
from zammad_plugin.text.languages import colon, comma, in_language
from zammad_plugin.tickets.note.words import words
from zammad_plugin.triage.model import Reason

SIGN = re.compile(r" (?=[:;?!»])|(?<=«) ")  # where French has a space that never breaks


def isolated_html(text: str) -> str:
    """Escaped, and whole whatever the direction around it. The server's sanitiser may drop <bdi>;
    characters stay."""
    return isolated(escape(text))


@dataclass(frozen=True)
class Wording:
    """In `lang`, the agent's. Everything comes escaped."""

    lang: str

    def typeset(self, text: str) -> str:
        """Our own words as their language is set."""
        return escape(SIGN.sub("\u00a0", text) if self.lang == "fr" else text, quote=False)

    def word(self, name: str) -> str:
        return self.typeset(in_language(words().words[name], self.lang))

    def code(self, code: str) -> str:
        """In the agent's language, where the file has it."""
        return isolated_html(in_language(words().codes.get(code, {}), self.lang, code))

    def field(self, name: str) -> str:
        return isolated_html(in_language(words().fields.get(name, {}), self.lang, name))

    def named(self, name: str, text: str) -> str:
        return f"{self.word(name)}{self.typeset(colon(self.lang))}{text}"

    def listed(self, names: Iterable[str]) -> str:
        return comma(self.lang).join(names)

    def described(self, reason: Reason) -> str:
        return self.typeset(in_language(reason.describe, self.lang, reason.rule))

    def quoted(self, text: str) -> str:
        return self.typeset("« {} »" if self.lang == "fr" else "«{}»").format(isolated_html(text))


TAG = re.compile(r"<[^>]+>")


def count_words(html: str) -> int:
    """Words that a reader sees; signs alone are none."""
    shown = unescape(TAG.sub(" ", html)).split()
    return sum(any(map(str.isalnum, one)) for one in shown)
