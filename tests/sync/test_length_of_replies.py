"""Replies are read on a telephone, often in fear: none is long."""

from __future__ import annotations

from zammad_plugin.config.places import default_desk
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.replies.translations import replies_of

MOST = 110  # words with a letter or a figure; signs that stand alone are none


def test_no_reply_in_any_language_is_too_long_for_a_chat() -> None:
    long = {
        f"{key}/{lang}": many
        for key, languages in replies_of(read(default_desk()).desired).items()
        for lang, item in languages.items()
        if (many := words(str(item.about["raw"]))) > MOST
    }
    assert long == {}


def words(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in text.split())
