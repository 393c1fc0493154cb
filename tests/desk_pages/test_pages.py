"""All replies in all languages in a real browser: direction, order of numbers, width; screenshots.

The screenshots stay in artefacts/ for people to look at.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from chromium import Browser

from zammad_plugin.config.places import default_desk
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.replies.html import isolated
from zammad_plugin.sync.replies.page import render
from zammad_plugin.sync.replies.translations import Replies, replies_of
from zammad_plugin.text.languages import LANGUAGES, is_rtl

HERE = Path(__file__).parent
ARTEFACTS = HERE.parents[1] / "artefacts"
LOOK = (HERE / "look.js").read_text(encoding="utf-8")
RTL = [lang for lang in LANGUAGES if is_rtl(lang)]
DESKTOP, PHONE = 1400, 360
# One language alone, its cards beside each other and its chats left out: a page to print.
ONLY = """(() => {
  const style = document.createElement("style");
  style.textContent = `article:not([data-lang="LANG"]), h1, h2, .about, .chat { display: none }
    body { display: grid; gap: 12px; grid-template-columns: repeat(4, 1fr); align-items: start }
    section, .row { display: contents }`;
  document.head.append(style);
})()"""


@pytest.fixture(scope="module")
def replies() -> Replies:
    source = read(default_desk())
    assert source.problems == []
    return replies_of(source.desired)


@pytest.fixture(scope="module")
def page(replies: Replies, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "replies.html"
    file.write_text(render(replies), encoding="utf-8")
    return file


def look(browser: Browser) -> dict[str, Any]:
    return dict(browser.run(f"({LOOK})({json.dumps(RTL)})"))


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_every_reply_in_every_language_is_shown_right(
    browser: Browser, replies: Replies, page: Path, width: int
) -> None:
    browser.open(page, width)
    seen = look(browser)
    assert seen["problems"] == []
    assert seen["cards"] == sum(map(len, replies.values())) > 200
    assert seen["runs"] > 100 and seen["lines"] > 500


def test_screenshots_are_kept(browser: Browser, replies: Replies, page: Path) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    for lang in sorted({lang for languages in replies.values() for lang in languages}):
        browser.open(page, DESKTOP)
        browser.run(ONLY.replace("LANG", lang))
        file = ARTEFACTS / f"replies-{lang}.png"
        browser.shoot(file)
        assert file.read_bytes().startswith(b"\x89PNG") and file.stat().st_size > 20_000


CARD = """<!doctype html><meta charset="utf-8"><section id="x"><article lang="ar" data-lang="ar"
dir="DIR" style="width:WIDTH"><div class="mail"><p>TEXT</p></div>
<pre class="chat" style="unicode-bidi: plaintext; text-align: start">TEXT</pre></article>
</section>"""
NUMBER = "اتصلوا بالرقم 01-293293 أو +961 81 633 133 اليوم"


@pytest.mark.parametrize(
    ("text", "direction", "width", "wrong"),
    [
        (isolated(NUMBER, "ar"), "rtl", "600px", ""),
        (NUMBER, "rtl", "600px", "not shown from left to right"),
        ("كلمة", "ltr", "600px", "runs the wrong way"),
        ("TikTok هنا كلمات كثيرة", "rtl", "600px", "begins at the left"),
        (isolated("https://" + "a" * 90, "ar") + " كلمة", "rtl", "200px", "runs out of its card"),
        ("كلمة", "rtl", "3000px", "wide, the window"),
    ],
)
def test_the_look_sees_what_is_wrong(
    browser: Browser, tmp_path: Path, text: str, direction: str, width: str, wrong: str
) -> None:
    file = tmp_path / "card.html"
    html = CARD.replace("TEXT", text).replace("DIR", direction).replace("WIDTH", width)
    file.write_text(html, encoding="utf-8")
    browser.open(file, DESKTOP)
    problems = look(browser)["problems"]
    assert any(wrong in one for one in problems) if wrong else problems == []
