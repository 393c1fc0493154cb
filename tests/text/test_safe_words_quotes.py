"""Quotations in a draft: where they are, and what is left when they are taken out."""

from __future__ import annotations

import pytest

from zammad_plugin.text.safe_words.quotes import in_one_piece, spans, split


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He wrote 'send one more or I'll post it'. Leave it.", "send one more or I'll post it"),
        ("« T'avais qu'à pas l'envoyer » : c'est faux.", "T'avais qu'à pas l'envoyer"),
        ("كتبلك «ابعتي فيديو تاني». ما تردّي", "ابعتي فيديو تاني"),
        ('She said "you are overreacting" to you.', "you are overreacting"),
        ("I don't think the parents' group isn't 'ok'.", ""),
        ("3m y2oul 'b3atle ye' w ma badak", "b3atle ye"),
    ],
)
def test_what_another_said_is_taken_out(text: str, quoted: str) -> None:
    own, found = split(text)
    assert found.strip() == quoted
    assert not quoted or quoted not in own


def test_a_quotation_ends_no_sentence_and_the_text_keeps_its_length() -> None:
    text = "He wrote 'Pay. Or else!' to you."
    assert in_one_piece(text) == "He wrote 'Pay, Or else,' to you."


def test_a_mark_that_nobody_closes_quotes_nothing() -> None:
    assert list(spans("He wrote «send it and then")) == []
