"""Replies: templates/replies/<key>/<lang>.md, YAML front matter and text."""

from __future__ import annotations

import datetime
import re
from typing import Literal

from pydantic import Field

from zammad_plugin.sync.html import canonical, to_body, to_html
from zammad_plugin.sync.model import Kind, Named, Record, Ref, Spec, folder_and_stem


class Reply(Spec):
    """One reply in one language: front matter, and below it the text."""

    title: str = Field(min_length=1, max_length=200)
    """Name in the list of text modules, after the language."""
    keyword: str = Field(min_length=1, max_length=200)
    """Word that finds it after `::` in the editor."""
    purpose: str
    """When it is used, and on what it rests; stays in the file."""
    audience: Literal["child", "parent", "anyone"]
    """Who reads it; texts to children obey more rules."""
    ages: Literal["minor", "adult", "any"] = "any"
    """Age of the person concerned."""
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    """Two letters, where the text is valid in one country only."""
    status: Literal["drafted", "checked", "approved"]
    """How far it was read by people who speak the language."""
    by: str
    """Who wrote it, or `machine`."""
    date: datetime.date
    """Day of the last change."""
    name: str = Field(default="", max_length=250)
    """The whole name, where it isn't `[LANGUAGE] TITLE`."""
    keywords: str | None = Field(default=None, max_length=500)
    """All keywords, where they aren't `LANGUAGE KEYWORD`."""
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
    """The text: what follows the front matter."""

    def fields(self) -> Record:
        return {
            "name": self.name or f"[{self.lang}] {self.title}",
            "keywords": f"{self.lang} {self.keyword}" if self.keywords is None else self.keywords,
            "content": self.body if self.html else to_html(self.body, self.lang),
            "active": self.active,
            "group_ids": [Ref("groups", name) for name in self.groups],
        }

    def about(self) -> Record:
        return {"lang": self.lang, "audience": self.audience, "body": self.body,
                "status": self.status, "ages": self.ages, "country": self.country}  # fmt: skip


NAME = re.compile(r"^\[([a-z]{2,3}(?:-[A-Za-z]+)?)\] (.+)$")


def _unread(row: Record, named: Named) -> Record:
    """What only our own files know (purpose, audience, who read it) starts at its beginning."""
    ours, content = NAME.match(row["name"]), str(row["content"] or "")
    lang = ours[1] if ours else "en"
    title = ours[2] if ours else row["name"]
    keywords = row.get("keywords") or ""
    body = to_body(content)
    plain = canonical(to_html(body, lang)) == canonical(content) if body else False
    return {
        "title": title,
        "keyword": keywords.removeprefix(f"{lang} ") or title,
        **({} if ours else {"name": row["name"]}),
        **({} if ours and keywords.startswith(f"{lang} ") else {"keywords": keywords}),
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
    spec=Reply,
    files="templates/replies/*/*.md",
    unread=_unread,
    key=folder_and_stem,
    after=("groups",),
    html=frozenset({"content"}),
)
