"""What a name in a file may refer to: objects, attributes, values, tags, logins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zammad_plugin.check.names import zammad_words as words
from zammad_plugin.check.names.near import (
    UNQUOTE,
    WORD_PROCESSOR,
    in_curly_quotes,
    meant,
    numbered,
    slip_of,
)
from zammad_plugin.check.names.world import Entry, World
from zammad_plugin.check.placed import Loc, Problem
from zammad_plugin.sync.model import Record
from zammad_plugin.sync.server.inverse import listed
from zammad_plugin.vocabulary import OUR_FIELDS, OURS

MEND = "mend the name, then: zammad-plugin check"
OWNERS = {"ticket.owner", "ticket.owner_id", "ticket.customer"}


@dataclass(frozen=True)
class Here:
    """One file on its way through the world. `elsewhere`: (resource, name) → places that name what
    no file of the desk makes."""

    world: World
    entry: Entry
    elsewhere: dict[tuple[str, str], list[str]]

    def named(self, loc: Loc, resource: str, name: object) -> Iterator[Problem]:
        """A group, state, calendar … that the file names."""
        known = self.world.of(resource)
        if not isinstance(name, (str, int)) or str(name) in known or "#{" in str(name):
            return
        found = slip_of(str(name), known) or numbered(str(name), known)
        what = f"no '{name}' among {resource}"
        if found:
            yield loc, f"{what}, did you mean '{found}'?", MEND
        else:
            self._only_the_server(resource, str(name))

    def attribute(self, loc: Loc, name: str) -> Iterator[Problem]:
        """`ticket.NAME` and its like, in a condition, an action or a column."""
        thing, dot, column = name.partition(".")
        if not dot:
            near = f", did you mean 'ticket.{name}'?" if name in self._columns("ticket") else ""
            yield loc, f"'{name}' is no attribute: it has no 'ticket.' before it{near}", MEND
        elif thing not in words.OBJECTS:
            yield loc, f"no object '{thing}'{meant(thing, words.OBJECTS)}", MEND
        elif (known := self._columns(thing)) and column not in known:
            yield from self._column(loc, thing, column, known)

    def _column(self, loc: Loc, thing: str, column: str, known: set[str]) -> Iterator[Problem]:
        """One that no file of the desk makes."""
        name, found = f"{thing}.{column}", slip_of(column, known)
        if found:
            yield loc, f"no attribute '{name}', did you mean '{thing}.{found}'?", MEND
        elif column.startswith(OUR_FIELDS):
            what = f"no file makes the attribute '{column}'{meant(column, known)}"
            yield loc, what, f"write templates/attributes/….yml for {column}, or mend the name"
        else:
            self._only_the_server("attributes", name)

    def _only_the_server(self, resource: str, name: str) -> None:
        """…may have it."""
        self.elsewhere.setdefault((resource, name), []).append(str(self.entry.file))

    def type_of(self, name: str) -> str:
        """Of an attribute of tickets that a file makes, or a time of Zammad's own; else empty."""
        column = name.removeprefix("ticket.")
        own = column in words.TICKET and (column.endswith("_at") or column == "pending_time")
        return "datetime" if own else self.world.types.get(column, "")

    def _columns(self, thing: str) -> set[str]:
        if thing == "ticket":
            return {*words.TICKET, *self.world.values}
        return set(words.ARTICLE) if thing == "article" else set()

    def value(self, loc: Loc, name: str, value: object) -> Iterator[Problem]:
        """Of an attribute of ours with options."""
        known = self.world.values.get(name.removeprefix("ticket."))
        if not known:
            return
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, (str, int)) and str(one) not in {*known, ""}:
                what = f"'{name}' has no value '{one}'{meant(str(one), known)}"
                yield loc, what, f"one of {', '.join(sorted(known))}"

    def tags(self, loc: Loc, value: object, asked: bool) -> Iterator[Problem]:
        """`asked`: by a condition; then something must set it."""
        for tag in listed(value):
            yield from self._asked_tag(loc, tag) if asked else self.routed_tag(loc, tag)

    def _asked_tag(self, loc: Loc, tag: str) -> Iterator[Problem]:
        known = self.world.tags
        if tag in known or tag.startswith(self.world.prefixes):
            return
        near = slip_of(tag, known)
        if in_curly_quotes(tag):
            yield loc, f"the tag {tag} {WORD_PROCESSOR}", UNQUOTE
        elif near:
            yield loc, f"no tag '{tag}', did you mean '{near}'?", MEND
        elif tag.startswith(OURS):
            what = f"nothing sets the tag '{tag}'{meant(tag, known)}"
            yield loc, what, "mend it, or write it into rules/taxonomy.yml"

    def routed_tag(self, loc: Loc, tag: str) -> Iterator[Problem]:
        """One that a rule or an action sets: nearly one that is known is a slip."""
        known = self.world.written
        if tag in known:
            return
        same = next((one for one in sorted(known) if one == tag.casefold().replace("_", "-")), None)
        near = same or (slip_of(tag, known) if tag.startswith(OURS) else None)
        if in_curly_quotes(tag):
            yield loc, f"the tag {tag} {WORD_PROCESSOR}", UNQUOTE
        elif near:
            yield loc, f"no tag '{tag}', did you mean '{near}'?", MEND
        elif tag.startswith(OURS) and len(tag.split()) > 1:
            yield loc, f"'{tag}' is one tag with a blank in it", "several: [cs-…, cs-…]"

    def login(self, loc: Loc, value: object) -> Iterator[Problem]:
        for login in value if isinstance(value, list) else [value]:
            logins = self.world.logins
            short = (one for one in sorted(logins) if one.partition("@")[0] == str(login))
            near = slip_of(str(login), logins) or next(short, None)
            if near and str(login) not in self.world.logins:
                yield loc, f"no login '{login}', did you mean '{near}'?", MEND


def table(value: object) -> Record:
    return value if isinstance(value, dict) else {}
