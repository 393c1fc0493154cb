"""The linter: each rule has what it catches and what it lets through."""

from __future__ import annotations

import pytest

from zammad_plugin.sync.lint import rules
from zammad_plugin.text.safe_words import objections


def found(text: str, lang: str = "en", audience: str = "anyone") -> set[str]:
    return {one.rule for one in objections(text, lang, audience, rules())}


@pytest.mark.parametrize(
    ("rule", "lang", "bad", "good"),
    [
        ("no-pictures-asked", "en", "Please send us the picture.", "Never send us the picture."),
        ("no-pictures-asked", "fr", "Envoyez-nous la photo.", "N'envoyez pas de photo."),
        ("no-pictures-asked", "ar", "أرسل لنا الصورة", "لا ترسل لنا الصورة"),
        ("no-advice-to-pay", "en", "You can pay a bit.", "Please do not pay."),
        ("no-advice-to-pay", "fr", "Vous pouvez payer.", "Ne payez pas, on ne peut pas payer."),
        ("no-advice-to-pay", "ar", "يمكنك الدفع", "لا تدفع أبداً"),
        ("no-deleting", "en", "Please delete the chat.", "Please do not delete the chat."),
        ("no-deleting", "fr", "Supprimez la conversation.", "Ne supprimez pas la conversation."),
        ("no-deleting", "ar", "احذف المحادثة", "لا تحذف المحادثة"),
        ("no-promise", "en", "We promise it will stop.", "We cannot promise that it will stop."),
        ("no-promise", "fr", "Nous vous promettons.", "Nous ne pouvons rien promettre."),
        ("no-promise", "ar", "نعدك بذلك", "لا نضمن ذلك"),
        ("no-blame", "en", "Why did you do it?", "It is not your fault."),
        ("no-blame", "fr", "Pourquoi as-tu fait ça ?", "Ce n'est pas ta faute."),
        ("no-blame", "ar", "لماذا أرسلت", "هذا ليس ذنبك"),
        ("no-amounts", "en", "He wants 200 dollars", "He wants money"),
        ("unknown-variable", "en", "Hi #{ticket.nonsense}", "Hi #{ticket.customer.firstname}"),
        ("mixed-digits", "ar", "من 3 إلى ٥", "من ٣ إلى ٥"),
    ],
)
def test_rule(rule: str, lang: str, bad: str, good: str) -> None:
    assert rule in found(bad, lang)
    assert rule not in found(good, lang)


def test_the_first_line_for_a_child_is_neutral() -> None:
    assert "neutral-first-line" in found("About the blackmail\nHello", audience="child")
    assert found("Hello\nAbout the blackmail", audience="child") == set()
    assert found("About the blackmail", audience="parent") == set()


def test_a_text_for_a_child_is_short() -> None:
    assert found("word " * 200, audience="child") == {"too-long"}
    assert found("word " * 200, audience="parent") == set()
