"""A form's questions are told from the answers; nobody's own question is."""

from __future__ import annotations

import pytest

from zammad_plugin.text.mail.clean import read_article

SENT = "This e-mail was sent from a contact form on Example (https://example.org)"


def cells(*rows: tuple[str, str]) -> str:
    inner = "".join(f"<tr><td>{one}</td><td>{two}</td></tr>" for one, two in rows)
    return f"<table>{inner}</table>"


FORMS = [
    ("plain", "Your name:\nT\n\nDo you want us to call you?\n{}\n\n---\n" + SENT),
    ("plain", "نص الرسالة:\n{}\n\n-- \nهذه الرسالة أُرسلت من نموذج الاتصال"),
    ("plain", "Is there more?\n* {}\n\nYour form just got a new response"),
    ("html", cells(("Full name", "J"), ("What did you see?", "{}")) + f"<p>{SENT}</p>"),
    ("html", f"<h2>شو صار معك؟ <span>*</span></h2><div>{{}}</div><p>{SENT}</p>"),
    ("html", f"<p>What happened? <b>{{}}</b></p><p>{SENT}</p>"),
    ("html", f"<p><b>Votre message</b></p><p>{{}}</p><p>{SENT}</p>"),
]
ANSWER = "a boy in 10th made an account with her name"


@pytest.mark.parametrize(("kind", "body"), FORMS)
def test_questions_are_the_forms(kind: str, body: str) -> None:
    read = read_article(body.format(ANSWER), f"text/{kind}")
    assert ANSWER in read.words
    for one in ("want us to call", "نص الرسالة", "What did you see", "Is there more", "شو صار"):
        assert one not in read.words
    assert "What happened" not in read.words and "Votre message" not in read.words


@pytest.mark.parametrize(
    "answer",
    [
        "hello\n\nwhat can I do?\nhe has my photos",
        "hello\n\nhow do I tell my mother?\nshe does not know",
        "help\n\nشو بعمل؟\nعم يهددني",
        "help\n\ncomment je peux le bloquer ?\nil revient toujours",
        "Name: Rami, Age: 12",
        "شو لازم اعمل لاختي، بتنصحكم رفيقتها؟\nهي خايفة",
        "what do we tell the girls meanwhile?\nthey ask",
        "هيك بعتلك:\nبفضحك",
        "he wants these three:\n* money\n* photos",
        "who has them? he and his friends, who else?\n* all of 9B",
    ],
)
def test_a_persons_own_question_stays(answer: str) -> None:
    assert read_article(f"{answer}\n\n---\n{SENT}", "text/plain").words.startswith(answer)


def test_what_gives_an_answer_its_meaning_stays() -> None:
    body = cells(("How old are you?", "12"), ("Did he touch you?", "yes")) + f"<p>{SENT}</p>"
    words = read_article(body, "text/html").words
    assert "How old are you? 12" in words and "Did he touch you? yes" in words


def test_a_table_in_a_mail_that_no_form_sent_is_the_persons() -> None:
    body = cells(("Who knows?", "his cousin"), ("What did you send?", "nothing"))
    assert "Who knows? his cousin" in read_article(body, "text/html").words
    assert "What did you send?" in read_article(body, "text/html").words
