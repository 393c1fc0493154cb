"""The routing file: ordered rules from an assessment to what the desk wants done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, model_validator

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import file_of
from zammad_plugin.vocabulary import Channel, Urgency

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
PENDING = "pending reminder"
Minutes = Annotated[int, Field(ge=1, le=60 * 24 * 30)]


@cache
def _zones() -> set[str]:
    """A walk through every file of the system's table."""
    return available_timezones()


def _zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(f"no time zone '{name}', such as Asia/Beirut")
    return name


def _title(title: str) -> str:
    """Raises ValueError for a title that `{number}` alone can't fill."""
    try:
        title.format(number="")
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise ValueError("only {number} may stand in it: 'Request {number}'") from error
    return title


class Hours(Strict):
    """When somebody is at the desk, in its own time; a day that is not named is closed."""

    timezone: Annotated[str, AfterValidator(_zone)]
    """IANA time zone, such as Asia/Beirut."""
    week: dict[Weekday, list[tuple[Clock, Clock]]]
    """Weekday → spans of two clock times; a day not named is closed."""


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


class When(Strict):
    """Every condition that is given must hold; a list means one of.

    `hour`: in or out of the desk's hours; `returning`: the customer wrote in another ticket
    before; `risk`: a danger or a situation of rules/risks.yml, blackmail, account_suspended or a
    concept of the language files.
    """

    child_safety: bool | None = None
    """Whether triage sees a child in danger."""
    review: bool | None = None
    """Whether triage is unsure and asks a person."""
    category: list[str] | None = None
    """Codes of what is reported."""
    urgency: list[Urgency] | None = None
    """How soon a person must look."""
    language: list[str] | None = None
    """Language of the report, such as ar or ar-Latn."""
    channel: list[Channel] | None = None
    """How it came."""
    platform: list[str] | None = None
    """Service that is named, such as tiktok."""
    reporter: list[str] | None = None
    """Who writes: child, parent, teacher …"""
    age: list[Literal["under13", "minor", "adult", "unknown"]] | None = None
    """Age of the person concerned."""
    risk: list[str] | None = None
    """A danger or a situation of rules/risks.yml; also blackmail, account_suspended or a concept of
    the language files."""
    situation: list[str] | None = None
    """What the message is about as a whole, by the trained part: one alone holds."""
    under13: bool | None = None
    """Whether a child under 13 is concerned."""
    auto: bool | None = None
    """Whether a machine wrote it, such as an absence notice."""
    voice: bool | None = None
    """Whether it holds a voice message."""
    pictures: bool | None = None
    """Whether it holds pictures or videos."""
    hour: list[Literal["in", "out"]] | None = None
    """In or out of the desk's hours."""
    returning: bool | None = None
    """Whether the customer wrote in another ticket before."""


class Then(Strict):
    """What is left out stays as it is on the ticket.

    `owner`: a login, or `language`, `on-call`, `least-loaded` among `people`. `answer_within`:
    minutes. `auto_reply`: another key than the file's, or `none`. `as_report`: a person must look
    first, but the words for the danger that is told are at hand.
    """

    group: str | None = None
    """Group that gets the ticket; none: it stays."""
    priority: str | None = None
    """Priority by name; none: it stays."""
    state: Literal["new", "open", "pending reminder"] | None = None
    """State by name, of a new ticket; none: it stays. What is urgent or unsure is never put off:
    it becomes open."""
    follow_up: Minutes | None = None
    """With `pending reminder`: minutes until Zammad shows the ticket again."""
    owner: str | None = None
    """A login, or language, on-call or least-loaded among `people`."""
    attributes: dict[str, str] = {}
    """Attribute of the ticket → value."""
    tags: tuple[str, ...] = ()
    """Tags to add."""
    replies: tuple[str, ...] = ()
    """Keys of templates/replies that are proposed to the agent."""
    as_report: bool = False
    """Proposes first the words, and sets the tags, that the same message would get if triage were
    sure of it; nothing else of that rule is done."""
    answer_within: Minutes | None = None
    """Minutes until a person must have answered."""
    auto_reply: str | None = None
    """Another key than the file's, or `none`."""

    @model_validator(mode="after")
    def _both_or_none(self) -> Then:
        if (self.state == PENDING) != (self.follow_up is not None):
            raise ValueError(f"'{PENDING}' and follow_up go together")
        return self

    def in_group(self, names: Mapping[str, str]) -> Then:
        """With the desk's own name of its group."""
        own = names.get(self.group or "")
        return self.model_copy(update={"group": own}) if own else self

    def at_least(self, least: Then, wordless: bool) -> Then:
        """With what `least` adds. `wordless`: nothing is written, its replies come first and its
        `auto_reply` goes out. Priorities compare by their names, as everywhere (tickets/prepare).
        """
        replies = (least.replies, self.replies) if wordless else (self.replies, least.replies)
        priorities = [one for one in (self.priority, least.priority) if one]
        return self.model_copy(
            update={
                "group": self.group or least.group,
                "priority": max(priorities, default=None),
                "owner": self.owner or least.owner,
                "attributes": {**least.attributes, **self.attributes},
                "tags": (*self.tags, *least.tags),
                "replies": tuple(dict.fromkeys(sum(replies, ()))),
                "answer_within": self.answer_within or least.answer_within,
                "auto_reply": self.auto_reply or (least.auto_reply if wordless else None),
            }
        )


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
