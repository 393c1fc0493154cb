"""Mail that no person wrote is known by its structure, in every language."""

from __future__ import annotations

from typing import Any

import pytest

from zammad_plugin.zammad.machine_mail import machine

AUTO = {"is-auto-response": True, "send-auto-response": False}


def mail(**given: Any) -> dict[str, Any]:
    return {"type": "email", "subject": "Re: help", "from": "Rima <r@x.org>", "body": "-", **given}


@pytest.mark.parametrize(
    "article",
    [
        mail(**{"from": "Mail Delivery System <MAILER-DAEMON@example.org>"}),
        mail(body="Final-Recipient: rfc822; c@x.org\nAction: failed\nStatus: 5.1.1"),
        mail(subject="Undeliverable: Re: help", body="550 5.1.1 user unknown"),
        mail(subject="تعذر تسليم: مساعدة", body="#550 5.1.1 RESOLVER.ADR"),
        mail(subject="Teslim edilemedi: yardım", body="550 5.7.1"),
        mail(preferences=AUTO, body="host mx.x.org said: 550 5.1.1 user unknown"),
        mail(
            attachments=[{"filename": "a", "preferences": {"Mime-Type": "message/delivery-status"}}]
        ),
    ],
)
def test_a_bounce(article: dict[str, Any]) -> None:
    assert machine(article) == "bounce"


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: help",
        "Out of Office: help",
        "Réponse automatique : aide",
        "رد تلقائي: مساعدة",
        "الرد التلقائي: مساعدة",
        "Otomatik yanıt: yardım",
        "پاسخ خودکار: کمک",
        "وەڵامی ئۆتۆماتیکی: یارمەتی",
        "Ինքնաշխատ պատասխան: օգնութիւն",
        "Automatische Antwort: Hilfe",
    ],
)
def test_an_out_of_office(subject: str) -> None:
    assert machine(mail(subject=subject)) == "auto_reply"


def test_an_out_of_office_by_its_mark_and_words() -> None:
    assert machine(mail(preferences=AUTO, body="Je suis en congé, de retour le 5.")) == "auto_reply"


@pytest.mark.parametrize(
    "article",
    [
        mail(subject="Read: your answer", preferences=AUTO),
        mail(subject="Lu : réponse", body=""),
        mail(subject="مقروءة: الرد", body=""),
        mail(subject="Okundu: yanıt", body=""),
        mail(body="Disposition: manual-action/MDN-sent-manually; displayed"),
        mail(
            attachments=[
                {"filename": "a", "preferences": {"Mime-Type": "message/disposition-notification"}}
            ]
        ),
    ],
)
def test_a_read_receipt(article: dict[str, Any]) -> None:
    assert machine(article) == "receipt"


@pytest.mark.parametrize(
    "article",
    [
        mail(body="he has my photos and says he is out of the office of his father"),
        mail(body="my mail came back, error 550, what now?"),
        mail(preferences=AUTO, body="A man has photos of my son, please help"),  # a list, a form
        mail(subject="Read this please", body="he has my photos"),
        mail(subject="Read: this please", body="he has my photos"),
        mail(**{"type": "whatsapp message", "subject": "Automatic reply"}),
    ],
)
def test_a_persons_mail_is_none(article: dict[str, Any]) -> None:
    assert machine(article) is None
