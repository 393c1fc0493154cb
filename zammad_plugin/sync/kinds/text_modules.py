"""Replies: templates/replies/<key>/<lang>.md, YAML front matter and text."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import Field

from zammad_plugin.sync.html import to_html
from zammad_plugin.sync.model import Kind, Record, Ref, Spec, folder_and_stem


class Reply(Spec):
    title: str = Field(min_length=1, max_length=200)
    keyword: str = Field(min_length=1, max_length=200)
    purpose: str
    audience: Literal["child", "parent", "anyone"]
    ages: Literal["minor", "adult", "any"] = "any"  # of the person concerned
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")  # where the text is valid only there
    status: Literal["drafted", "checked", "approved"]
    by: str
    date: datetime.date
    remark: str = ""  # for translators and reviewers; stays in the file
    groups: tuple[str, ...] = ()
    active: bool = True
    lang: str = Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$")  # the file's name
    body: str = Field(min_length=1)  # what follows the front matter

    def fields(self) -> Record:
        return {
            "name": f"[{self.lang}] {self.title}",
            "keywords": f"{self.lang} {self.keyword}",
            "content": to_html(self.body, self.lang),
            "active": self.active,
            "group_ids": [Ref("groups", name) for name in self.groups],
        }

    def about(self) -> Record:
        return {"lang": self.lang, "audience": self.audience, "body": self.body,
                "status": self.status, "ages": self.ages, "country": self.country}  # fmt: skip


KIND = Kind(
    name="text_modules",
    resource="text_modules",
    spec=Reply,
    files="templates/replies/*/*.md",
    key=folder_and_stem,
    after=("groups",),
    refs=("groups",),
    html=frozenset({"content"}),
)
