"""Makes the pictures of docs/live.md: what agents see on a real Zammad that may be thrown away.

    pip install playwright
    ZAMMAD_TOKEN=T python docs/real_pictures.py http://127.0.0.1:3000 --ticket 3

The default desk is applied, T has `admin`, the ticket is one that triage read, with an Arabic
answer. Agents are made in three languages. Nothing in the pictures may be real: they are kept.
Playwright's own browsers are not needed: the one in PATH is taken.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from pictures import BROWSERS
from png import shrink

FOLDER = Path(__file__).resolve().parent / "pictures" / "real"
LANGUAGES = {"en": "en-us", "ar": "ar", "fr": "fr-fr"}
SHOWN_AROUND = {"intro": True, "keyboard_shortcuts_clues": True}
DESK = {"width": 1366, "height": 768}
TELEPHONE = {"width": 390, "height": 844}
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36"
WAITS = 60_000  # milliseconds for something to be there
RESTS = 3_000  # and for it to stand still
EDITOR_OLD = ".article-add .articleNewEdit-body"
EDITOR_NEW = ".ProseMirror"


class Zammad:
    """The server as its administrator asks it."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url.rstrip("/"), token
        self.password = secrets.token_urlsafe(16) + "aA1"

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Raises HTTPError when it says no."""
        headers = {"Authorization": f"Token token={self.token}"}
        url = f"{self.url}/api/v1/{path}"
        answer = requests.request(method, url, json=body, headers=headers, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def agent(self, lang: str) -> str:
        """Login of an agent of the desk who reads `lang` and was shown around before."""
        login = f"pictures-{lang}@example.org"
        roles = {row["name"]: row["id"] for row in self.call("GET", "roles?per_page=500")}
        user = {
            "login": login,
            "email": login,
            "firstname": {"en": "Amal", "ar": "Rana", "fr": "Chloé"}[lang],
            "lastname": "Agent",
            "password": self.password,
            "role_ids": [roles["Agent"], roles["Child safety agent"]],
            "preferences": {**SHOWN_AROUND, "locale": LANGUAGES[lang]},
        }
        known = self.call("GET", f"users/search?query={login}&limit=1")
        if known:
            self.call("PUT", f"users/{known[0]['id']}", user)
        else:
            self.call("POST", "users", user)
        return login


class Look:
    """One agent's browser; `take` writes FOLDER/NAME.png."""

    def __init__(self, page: Any, url: str, only: str = "") -> None:
        self.page, self.url, self.only = page, url, only

    def log_in(self, login: str, password: str) -> None:
        self.page.goto(f"{self.url}/#login")
        self.page.wait_for_selector("input[name=username]", timeout=WAITS)
        self.page.fill("input[name=username]", login)
        self.page.fill("input[name=password]", password)
        self.page.click("button[type=submit]")
        self.page.wait_for_selector(".navigation", timeout=WAITS)

    def take(
        self, name: str, path: str, wait_for: str, then: Callable[[], None] | None = None
    ) -> None:
        if self.only not in name:
            return
        self.page.goto("about:blank")  # else a part of the same page keeps what is open
        self.page.goto(f"{self.url}/{path}")
        self.page.wait_for_selector(wait_for, timeout=WAITS)
        self.page.wait_for_timeout(RESTS)
        if then:
            then()
            self.page.wait_for_timeout(RESTS)
        file = FOLDER / f"{name}.png"
        self.page.screenshot(path=str(file))
        shrink(file)
        print(f"{file.relative_to(FOLDER.parent.parent)}: {file.stat().st_size // 1024} KiB")

    def type_old(self, words: str) -> Callable[[], None]:
        return lambda: self._type(EDITOR_OLD, words)

    def type_new(self, words: str) -> Callable[[], None]:
        def act() -> None:
            note = self.page.locator("text=/Add internal note/")
            if note.count():  # else the draft of the other interface is open
                note.first.click()
            self._type(EDITOR_NEW, words)

        return act

    def reply_old(self, words: str) -> Callable[[], None]:
        """The first text that `words` find, in the answer to the newest mail."""

        def act() -> None:
            self.page.locator("[data-type=emailReply]").first.click(force=True)
            self._put(EDITOR_OLD, words)

        return act

    def reply_new(self, words: str) -> Callable[[], None]:
        def act() -> None:
            opens = self.page.locator("button:has-text('رد'), button:has-text('reply')")
            if not self.page.locator(EDITOR_NEW).count():
                opens.first.click()
            self._put(EDITOR_NEW, words)

        return act

    def _put(self, editor: str, words: str) -> None:
        self._type(editor, words)
        self.page.wait_for_timeout(RESTS)
        self.page.keyboard.press("Enter")

    def _type(self, editor: str, words: str) -> None:
        """In place of the draft that both interfaces share."""
        self.page.wait_for_selector(editor, timeout=WAITS)
        self.page.focus(editor)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words, delay=60)

    def macros(self) -> None:
        self.page.click(".js-openDropdownMacro")


@contextmanager
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = next((one for one in map(shutil.which, BROWSERS) if one), None)
    with sync_playwright() as tool:
        started = tool.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


def desk(look: Look, lang: str, ticket: int) -> None:
    """At 1366 × 768, both interfaces."""
    rows, article = ".table-overview tbody tr", ".ticket-article-item"
    look.take(f"old-list-{lang}", "#ticket/view/critical_now", rows)
    look.take(f"old-ticket-{lang}", f"#ticket/zoom/{ticket}", article)
    look.take(f"new-list-{lang}", "desktop/tickets/view/critical_now", "main tbody tr")
    look.take(f"new-ticket-{lang}", f"desktop/tickets/{ticket}", "article")
    if lang == "en":
        look.take("old-macros", f"#ticket/zoom/{ticket}", article, look.macros)
        words = "::ar-first-answer-parent"
        look.take("old-find", f"#ticket/zoom/{ticket}", article, look.type_old(words))
        look.take("new-find", f"desktop/tickets/{ticket}", "article", look.type_new(words))
    if lang == "ar":
        listed = "::ar-account-suspended"
        look.take("old-reply-ar", f"#ticket/zoom/{ticket}", article, look.reply_old(listed))
        look.take("new-reply-ar", f"desktop/tickets/{ticket}", "article", look.reply_new(listed))


def telephone(look: Look, lang: str, ticket: int) -> None:
    look.take(f"telephone-list-{lang}", "mobile/tickets/view/critical_now", r"text=/Request \d+/")
    look.take(f"telephone-ticket-{lang}", f"mobile/tickets/{ticket}", "article, [role=comment]")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("url")
    parser.add_argument("--ticket", type=int, required=True)
    parser.add_argument("--only", default="", help="pictures with this in their names")
    given = parser.parse_args()
    zammad = Zammad(given.url, os.environ.get("ZAMMAD_TOKEN", ""))
    FOLDER.mkdir(exist_ok=True, parents=True)
    with browser() as started:
        for lang in LANGUAGES:
            login = zammad.agent(lang)
            wide = started.new_context(viewport=DESK)
            look = Look(wide.new_page(), zammad.url, given.only)
            look.log_in(login, zammad.password)
            desk(look, lang, given.ticket)
            held = {"viewport": TELEPHONE, "is_mobile": True, "user_agent": ANDROID}
            narrow = started.new_context(**held, storage_state=wide.storage_state())
            telephone(Look(narrow.new_page(), zammad.url, given.only), lang, given.ticket)
            narrow.close()
            wide.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
