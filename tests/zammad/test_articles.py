from __future__ import annotations

import pytest

from zammad_plugin.zammad.articles import channel_of, is_voice, other_bridge, pictures_in


@pytest.mark.parametrize(
    ("article", "channel"),
    [
        ({"type": "cdr_signal"}, "signal"),
        ({"type": "whatsapp message"}, "whatsapp"),
        ({"type": "cdr_whatsapp"}, "whatsapp"),
        ({"type": "cdr_voice"}, "phone"),
        ({"type": "email"}, "email"),
        ({"type": "web"}, "web"),
        ({"type": "phone"}, "phone"),
        ({"type": "note", "preferences": {"signal": {}}}, "signal"),
        ({"type": "note", "preferences": {"cdr_whatsapp": {}}}, "whatsapp"),
        ({"type": "note", "preferences": {}}, "other"),
        ({"type": "note", "preferences": None}, "other"),
        ({"type_id": 1}, "other"),
    ],
)
def test_channel(article, channel):
    assert channel_of(article) == channel


@pytest.mark.parametrize(
    ("attachment", "voice"),
    [
        ({"filename": "x", "preferences": {"Mime-Type": "audio/ogg"}}, True),
        ({"filename": "x", "preferences": {"Content-Type": "audio/aac; codecs=x"}}, True),
        ({"filename": "PTT-1.OPUS"}, True),
        ({"filename": "a.png", "preferences": {"Content-Type": "image/png"}}, False),
        ({"filename": None, "preferences": None}, False),
    ],
)
def test_voice_by_type_and_name(attachment, voice):
    assert is_voice({"attachments": [attachment]}) is voice


def test_no_attachments():
    assert not is_voice({})
    assert not is_voice({"attachments": None})


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("cdr_signal", True),
        ("cdr_whatsapp", True),
        ("cdr_voice", True),
        ("whatsapp message", True),
        ("note", False),
        ("email", False),
        ("phone", False),
        ("web", False),
        (None, False),
    ],
)
def test_tickets_of_other_bridges(kind: str | None, other: bool) -> None:
    assert other_bridge(kind) is other


def test_pictures_that_the_bridge_held_are_counted() -> None:
    mark = {"zammad_plugin_signal": {"key": "signal:x:1", "held": 2}}
    assert pictures_in({"preferences": mark}) == 2
    for odd in ({"held": -1}, {"held": "3"}, {}, None):
        assert pictures_in({"preferences": {"zammad_plugin_signal": odd}}) == 0
