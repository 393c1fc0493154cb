"""Every text for a child passes the linter and names no contact that has no source; the linter
refuses what it must."""

from __future__ import annotations

import datetime
import random

from scale import figure, many

from zammad_plugin.check.replies.texts import lint
from zammad_plugin.config.places import default_desk
from zammad_plugin.config.safe_words.rules import rules
from zammad_plugin.sync.files.source import read
from zammad_plugin.text.safe_words import objections

UNSAFE = ("It is your fault", "Why did you send it", "We promise", "Pay him", "Delete the chat")
DAYS = many(30, 1500)


def test_every_shipped_text_is_safe() -> None:
    desired = read(default_desk()).desired
    assert list(lint(desired)) == []
    figure("safe words: objects that pass", len(desired))


def test_an_unsafe_sentence_is_refused_wherever_it_stands() -> None:
    dice, safe, count = random.Random(7), rules(), many(40, 2000)
    texts = [str(item.about["raw"]) for item in read(default_desk()).desired if "raw" in item.about]
    english = [one for one in texts if one.isascii()] or ["Thank you for writing to us."]
    for _ in range(count):
        lines, unsafe = dice.choice(english).splitlines(), f"{dice.choice(UNSAFE)}."
        lines.insert(dice.randint(0, len(lines)), unsafe)
        found = objections("\n".join(lines), "en", "child", safe)
        before = objections("\n".join(one for one in lines if one != unsafe), "en", "child", safe)
        assert len({one.rule for one in found} - {one.rule for one in before}), unsafe
    figure("safe words: unsafe sentences refused", count)


def test_no_expired_contact_is_ever_inserted() -> None:
    """On any day: a contact stands in a text only until the day that its source gives."""
    today = datetime.date(2026, 11, 30)
    for day in range(0, DAYS, 15):
        source = read(default_desk(), today + datetime.timedelta(days=day))
        assert all("{{" not in str(item.fields.get("content")) for item in source.desired)
    figure("safe words: days on which texts were filled", len(range(0, DAYS, 15)))
