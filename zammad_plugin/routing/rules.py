"""The routing file: ordered rules from an assessment to what the desk wants done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import file_of
from zammad_plugin.routing.hours import Clock, Hours, Weekday
from zammad_plugin.routing.then import Minutes, Then
from zammad_plugin.routing.when import When
from zammad_plugin.vocabulary import Channel, Urgency


def _title(title: str) -> str:
    """Raises ValueError for a title that `{number}` alone can't fill."""
    try:
        title.format(number="")
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise ValueError("only {number} may stand in it: 'Request {number}'") from error
    return title


class Person(Strict):
    """An agent by login. `languages`: answers in these; `on_call`: when, also at night."""

    login: str = Field(min_length=1)
    """Login of the agent in Zammad."""
    languages: tuple[str, ...] = ()
    """Languages in which he or she answers."""
    on_call: dict[Weekday, list[tuple[Clock, Clock]]] = {}
    """Weekday → spans in which he or she can be called, also at night."""


class AutoReply(Strict):
    """First words to the writer, before a person answers. Off until the desk says `enabled`.

    `reply`, `closed`: keys of templates/replies, in and out of hours. `channels`: where.
    """

    enabled: bool = False
    """Off until the desk says so."""
    reply: str = ""
    """Key of templates/replies, in hours."""
    closed: str = ""
    """Key of templates/replies, out of hours."""
    channels: tuple[Channel, ...] = ("signal", "whatsapp", "email", "sms", "telegram")
    """Channels on which it goes out."""


class Rule(Strict):
    id: str
    """Name of the rule, shown in the note."""
    when: When
    """Conditions; all that are given must hold."""
    then: Then
    """What is done with the ticket."""


class Also(Rule):
    """Replies that are proposed behind those of the rule that decides, whichever that is."""

    unless: list[str] = []
    """Dangers with which nothing is proposed beside the deciding rule's words."""

    @model_validator(mode="after")
    def _replies_alone(self) -> Also:
        if self.then.model_fields_set - {"replies"}:
            raise ValueError("`also` proposes replies; all else is for the rule that decides")
        return self


class Routing(Strict):
    """`title`: what a ticket is renamed to before any reply goes out, `{number}` in it.

    A file with `rules` takes the place of the package's; `before` and `after` stand around its
    rules, and one of the same id takes the place of the package's. What such a file leaves out
    (hours, title, times) is the package's.
    """

    rules: tuple[Rule, ...] = ()
    """In order: the first whose conditions hold decides; in the place of the package's."""
    before: tuple[Rule, ...] = ()
    """Rules that are asked before the package's."""
    after: tuple[Rule, ...] = ()
    """Rules that are asked after the package's."""
    also: tuple[Also, ...] = ()
    """Replies that are proposed beside those of the rule that decides: every one that holds."""
    hours: Hours | None = None
    """When somebody is at the desk."""
    people: tuple[Person, ...] = ()
    """Agents who can be given a ticket."""
    answer_within: dict[Urgency, Minutes] = {}
    """Urgency → minutes, where the rule says none."""
    auto_reply: AutoReply = AutoReply()
    """First words to the writer, before a person answers."""
    title: Annotated[str, AfterValidator(_title)] = ""
    """What a ticket is renamed to before a reply goes out; `{number}` in it."""
    unheard: Then = Then()
    """What a ticket with a voice message that no person has heard gets at least, whichever rule
    decides: a group where the rule names none, the higher priority, more tags and replies. Its
    `auto_reply` goes out in every language of that reply when nothing is written beside it."""

    @model_validator(mode="after")
    def _one_way(self) -> Routing:
        if self.rules and (self.before or self.after):
            raise ValueError(
                "`rules` takes the place of the package's, `before` and `after` stand around "
                "them: write one or the other"
            )
        return self

    def around(self, package: Routing, without: Iterable[str] = ()) -> Routing:
        """With the package's rules between `before` and `after`, but for those that `without`
        names; itself when it has `rules`."""
        if "rules" in self.model_fields_set:
            return self
        own = {*without, *(rule.id for rule in (*self.before, *self.after))}
        kept = tuple(rule for rule in package.rules if rule.id not in own)
        said = {name: getattr(self, name) for name in self.model_fields_set - LAYERS}
        rules = (*self.before, *kept, *self.after)
        return package.model_copy(update={**said, "rules": rules})

    def with_groups(self, names: Mapping[str, str]) -> Routing:
        """With the desk's own names of groups in the place of the package's."""
        rules = tuple(
            rule.model_copy(update={"then": rule.then.in_group(names)}) for rule in self.rules
        )
        return self.model_copy(update={"rules": rules, "unheard": self.unheard.in_group(names)})

    @property
    def thens(self) -> tuple[Then, ...]:
        """All that may be done with a ticket, or proposed."""
        return (*(rule.then for rule in (*self.rules, *self.also)), self.unheard)

    @property
    def zone(self) -> str:
        """The time zone of the desk's hours; UTC without any."""
        return self.hours.timezone if self.hours else "UTC"

    def asks(self, condition: str) -> bool:
        """Whether any rule looks at `condition`: what nobody asks for is not fetched."""
        asking = (*self.rules, *self.also)
        return any(getattr(rule.when, condition) is not None for rule in asking)


LAYERS = {"rules", "before", "after"}


def load_routing(path: Path | None = None, without: Iterable[str] = ()) -> Routing:
    """The rules of the file at `path`, with the package's where it stands around them; without
    it the package's. `without`: ids of the package's rules that are left out. Raises DeskError
    with file:line:column."""
    package = load_fast(Routing, file_of("routing"))
    own = load_fast(Routing, path) if path else Routing()
    return own.around(package, without)
