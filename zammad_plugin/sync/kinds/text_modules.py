"""Replies: templates/replies/<key>/<lang>.md, YAML front matter and text."""

from __future__ import annotations

import datetime
import hashlib
import re
from typing import Literal

from pydantic import Field, field_validator, model_validator

from zammad_plugin.sync.model import About, Fact, Kind, Named, Record, Spec, folder_and_stem
from zammad_plugin.sync.refs import Ref
from zammad_plugin.sync.replies.html import canonical, to_body, to_html
from zammad_plugin.text.bidi import without_isolates
from zammad_plugin.text.languages import LANGUAGES, known
from zammad_plugin.vocabulary import MAIN, REPLY_CHANNELS, Audience, ReplyChannel

NOBODY = "none"  # has read it as a native speaker
HASH = r"^([0-9a-f]{12})?$"


def digest(title: str, body: str) -> str:
    """By which a translation knows its source, and a review what was read.

    Line ends and spaces at the end of lines do not count.
    """
    lines = [line.rstrip() for line in f"{title}\n{body}".strip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


class Reply(Spec):
    """One reply in one language: front matter, and below it the text."""

    title: str = Field(min_length=1, max_length=200)
    """Name in the list of text modules, after the language."""
    keyword: str = Field(min_length=1, max_length=200)
    """Word that finds it after `::` in the editor."""
    purpose: str
    """What it is for; stays in the file."""
    when: str = ""
    """When an agent takes it, and when not; stays in the file."""
    audience: Audience
    """Who reads it; texts to children and bystanders obey more rules."""
    channels: tuple[ReplyChannel, ...] = REPLY_CHANNELS
    """Channels that it fits."""
    first_hour: bool = False
    """Whether it belongs to the first hour: wanted in every language of the desk."""
    ages: Literal["minor", "adult", "any"] = "any"
    """Age of the person concerned."""
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    """Two letters, where the text is valid in one country only."""
    status: Literal["drafted", "reviewed"]
    """Whether a second person has read and accepted it."""
    by: str
    """Who wrote it, or who reviewed it; `machine` for a machine."""
    date: datetime.date
    """Day of the last change or of the review."""
    native_reader: str = Field(default=NOBODY, min_length=1)
    """The native speaker who has read it, `none` while nobody has."""
    source: str = Field(default="", pattern=HASH)
    """Of a translation: the mark of the English text that it follows (`templates follow`)."""
    read: str = Field(default="", pattern=HASH)
    """Of a reviewed text: the mark of what was read (`templates accept`)."""
    facts: tuple[Fact, ...] = ()
    """What it says of platforms, laws and offices, with sources; stands in the English file."""
    name: str = Field(default="", max_length=250)
    """The whole name, where it isn't `[LANGUAGE] TITLE`."""
    keywords: str | None = Field(default=None, max_length=500)
    """All keywords, where they aren't `LANGUAGE-KEYWORD`."""
    html: bool = False
    """The text below is HTML as Zammad keeps it, not ours to write."""
    remark: str = ""
    """For translators and reviewers; stays in the file."""
    groups: tuple[str, ...] = ()
    """Groups that see it; none: all."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""
    lang: str = Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$")
    """Language: the file's name."""
    body: str = Field(min_length=1)
    """The text: what follows the front matter, contacts filled in."""
    raw: str = ""
    """The text as it stands in the file."""

    _known = field_validator("lang")(known)

    @model_validator(mode="after")
    def _review_is_marked(self) -> Reply:
        if self.status == "reviewed" and not self.read:
            raise ValueError("'reviewed' without 'read'; zammad-plugin templates accept writes it")
        return self

    def fields(self) -> Record:
        return {
            "name": self.name or f"[{self.lang}] {self.title}",
            "keywords": self.found_by,
            "content": self.body if self.html else to_html(self.body, self.lang),
            "active": self.active,
            "group_ids": [Ref("groups", name) for name in self.groups],
        }

    def about(self) -> About:
        return {
            "title": self.title,
            "purpose": self.purpose,
            "when": self.when,
            "lang": self.lang,
            "audience": self.audience,
            "channels": self.channels,
            "first_hour": self.first_hour,
            "ages": self.ages,
            "country": self.country,
            "status": self.status,
            "by": self.by,
            "date": self.date,
            "native_reader": self.native_reader if self.read == self.mark else NOBODY,
            "source": self.source,
            "read": self.read,
            "html": self.html,
            "body": self.body,
            "raw": self.raw,
            "facts": self.facts,
            "mark": self.mark,
            "accepted": self.accepted,
        }

    @property
    def found_by(self) -> str:
        """The keywords as Zammad has them: one word, for the editor of the new interface looks for
        no more than what stands between `::` and the first space."""
        return f"{self.lang}-{self.keyword}" if self.keywords is None else self.keywords

    @property
    def mark(self) -> str:
        """By which reviews and translations know this text."""
        return digest(self.title, self.raw or self.body)

    @property
    def accepted(self) -> bool:
        """Reviewed, and not changed since."""
        return self.status == "reviewed" and self.read == self.mark


NAME = re.compile(r"^\[([a-z]{2,3}(?:-[A-Za-z]+)?)\] (.+)$")


def _as_written(body: str, content: str, lang: str) -> str:
    """Without the isolates that `to_html` puts in by itself."""
    bare = without_isolates(body)
    return bare if canonical(to_html(bare, lang)) == canonical(content) else body


def _unread(row: Record, named: Named) -> Record:
    """What only our own files know (purpose, audience, who read it) starts at its beginning."""
    ours, content = NAME.match(row["name"]), str(row["content"] or "")
    ours = ours if ours and ours[1] in LANGUAGES else None
    lang = ours[1] if ours else MAIN
    title = ours[2] if ours else row["name"]
    keywords = row.get("keywords") or ""
    body = _as_written(to_body(content), content, lang)
    plain = canonical(to_html(body, lang)) == canonical(content) if body else False
    keyword = keywords.removeprefix(f"{lang}-")
    return {
        "title": title,
        "keyword": keyword or title,
        **({} if ours else {"name": row["name"]}),
        **({} if ours and keyword != keywords else {"keywords": keywords}),
        "purpose": "taken from Zammad",
        "audience": "anyone",
        "status": "drafted",
        "by": "Zammad",
        "date": str(row["updated_at"])[:10],
        "groups": [named("groups", one) for one in row.get("group_ids") or []],
        "active": row["active"],
        "html": not plain,
        "lang": lang,
        "body": body if plain else content,
    }


KIND = Kind(
    name="text_modules",
    resource="text_modules",
    permission="admin.text_module",
    agents_read=True,
    spec=Reply,
    files="templates/replies/*/*.md",
    unread=_unread,
    key=folder_and_stem,
    after=("groups",),
    html=frozenset({"content"}),
    only_here=frozenset(
        {
            "purpose",
            "when",
            "audience",
            "channels",
            "first_hour",
            "ages",
            "country",
            "status",
            "by",
            "date",
            "native_reader",
            "source",
            "read",
            "facts",
            "remark",
        }
    ),
)
