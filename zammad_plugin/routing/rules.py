"""The routing file: ordered rules from an assessment to what the desk wants done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from zammad_plugin.config.files import Strict, load
from zammad_plugin.config.places import rules_folder

Urgency = Literal["low", "normal", "high", "critical"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Minutes = Annotated[int, Field(ge=1, le=60 * 24 * 30)]
Channel = Literal[
    "signal", "whatsapp", "email", "web", "phone", "sms", "telegram", "chat", "facebook",
    "twitter", "other",
]  # fmt: skip


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"no time zone '{name}', such as Asia/Beirut")
    return name


class Hours(Strict):
    """When somebody is at the desk, in its own time; a day that is not named is closed."""

    timezone: Annotated[str, AfterValidator(_zone)]
    week: dict[Weekday, list[tuple[Clock, Clock]]]


class Person(Strict):
    """An agent by login. `languages`: answers in these; `on_call`: when, also at night."""

    login: str = Field(min_length=1)
    languages: tuple[str, ...] = ()
    on_call: dict[Weekday, list[tuple[Clock, Clock]]] = {}  # noqa: RUF012 - pydantic copies


class AutoReply(Strict):
    """First words to the writer, before a person answers. Off until the desk says `enabled`.

    `reply`, `closed`: keys of templates/replies, in and out of hours. `channels`: where.
    """

    enabled: bool = False
    reply: str = ""
    closed: str = ""
    channels: tuple[Channel, ...] = ("signal", "whatsapp", "email", "sms", "telegram")


class When(Strict):
    """Every condition that is given must hold; a list means one of.

    `hour`: in or out of the desk's hours; `returning`: the customer wrote in another ticket
    before; `risk`: blackmail, account_suspended or a concept of the language files.
    """

    child_safety: bool | None = None
    review: bool | None = None
    category: list[str] | None = None
    urgency: list[Urgency] | None = None
    language: list[str] | None = None
    channel: list[Channel] | None = None
    platform: list[str] | None = None
    reporter: list[str] | None = None
    age: list[Literal["under13", "minor", "adult", "unknown"]] | None = None
    risk: list[str] | None = None
    under13: bool | None = None
    auto: bool | None = None
    voice: bool | None = None
    pictures: bool | None = None
    hour: list[Literal["in", "out"]] | None = None
    returning: bool | None = None


class Then(Strict):
    """What is left out stays as it is on the ticket.

    `owner`: a login, or `language`, `on-call`, `least-loaded` among `people`. `answer_within`:
    minutes. `auto_reply`: another key than the file's, or `none`.
    """

    group: str | None = None
    priority: str | None = None
    state: Literal["new", "open"] | None = None
    owner: str | None = None
    attributes: dict[str, str] = {}  # noqa: RUF012 - pydantic copies defaults
    tags: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()
    answer_within: Minutes | None = None
    auto_reply: str | None = None


class Rule(Strict):
    id: str
    when: When
    then: Then


class Routing(Strict):
    """`title`: what a ticket is renamed to before any reply goes out, `{number}` in it."""

    rules: tuple[Rule, ...]
    hours: Hours | None = None
    people: tuple[Person, ...] = ()
    answer_within: dict[Urgency, Minutes] = {}  # noqa: RUF012 - pydantic copies defaults
    auto_reply: AutoReply = AutoReply()
    title: str = ""

    def asks(self, condition: str) -> bool:
        """Whether any rule looks at `condition`: what nobody asks for is not fetched."""
        return any(getattr(rule.when, condition) is not None for rule in self.rules)


def load_routing(path: Path | None = None) -> Routing:
    """Raises DeskError with file:line:column."""
    return load(Routing, path or rules_folder() / "routing" / "default.yml")


def unreachable(routing: Routing) -> list[tuple[str, str]]:
    """(rule, the earlier rule that always takes its cases) for rules that can never match."""
    found = []
    for place, rule in enumerate(routing.rules):
        earlier = (one.id for one in routing.rules[:place] if _covers(one.when, rule.when))
        first = next(earlier, None)
        if first is not None:
            found.append((rule.id, first))
    return found


def _covers(wide: When, narrow: When) -> bool:
    """Whether everything that fits `narrow` fits `wide` too."""
    for name in When.model_fields:
        wanted, given = getattr(wide, name), getattr(narrow, name)
        if wanted is None:
            continue
        if given is None:
            return False
        if given != wanted and not (isinstance(given, list) and set(given) <= set(wanted)):
            return False
    return True
