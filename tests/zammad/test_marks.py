from __future__ import annotations

import pytest

from zammad_plugin.zammad.marks import RELEASED, internal_note, marked


def test_a_note_is_internal_and_has_no_subject() -> None:
    assert internal_note("<p>x</p>") == {
        "body": "<p>x</p>",
        "content_type": "text/html",
        "type": "note",
        "internal": True,
    }
    note = internal_note("x", {RELEASED: 7}, plain=True)
    assert (note["content_type"], note["preferences"]) == ("text/plain", {RELEASED: 7})
    assert marked(note, RELEASED) == 7


@pytest.mark.parametrize("preferences", [None, [], "x"])
def test_an_article_without_our_mark_has_none(preferences: object) -> None:
    assert marked({"preferences": preferences}, RELEASED) is None


def test_a_mark_on_a_customers_article_is_not_ours() -> None:
    assert marked({"sender": "Customer", "preferences": {RELEASED: 7}}, RELEASED) is None
