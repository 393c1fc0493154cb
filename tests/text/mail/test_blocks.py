"""Each part of a message is known by who wrote it, and nothing of it is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.text.mail.clean import FIRST, UNKNOWN, Around, plain_text, read_article
from zammad_plugin.text.mail.earlier import Earlier
from zammad_plugin.text.mail.lines import LONGEST

REPLY = "On Mon, May 4, 2026 at 10:12 AM Desk <desk@example.org> wrote:"
ASKED = "How old is your daughter and what did he want from her?"
THREAT = "i know you are 12. send more tonight or everybody in your class gets the pictures"
ENGLISH = (
    "This email and any attachments are confidential and intended solely for the addressee. "
    "If you have received this message in error, please notify the sender and delete it."
)
FRENCH = (
    "Ce message est établi à l’intention exclusive de ses destinataires. Si vous n’êtes pas "
    "destinataire de ce message, merci de le détruire et d’avertir l’expéditeur."
)
ARABIC = (
    "هذه الرسالة سرية ومخصصة لاستخدام الشخص المرسلة إليه فقط. إذا وصلتك هذه الرسالة بالخطأ يرجى "
    "إبلاغ المرسل وحذفها."
)


def of(
    body: str, around: Around = UNKNOWN, subject: str = "", html: bool = False
) -> list[tuple[str, str]]:
    """(kind, text) of each block."""
    read = read_article(body, "text/html" if html else "text/plain", subject, around)
    return [(kind, read.text[start:end].strip()) for kind, start, end in read.blocks]


def after(*texts: str, by_desk: bool = True) -> Around:
    earlier = Earlier()
    for text in texts:
        earlier.add(text, by_desk)
    return Around(earlier=earlier)


def test_answers_between_and_below_quoted_lines_are_the_persons() -> None:
    body = f"Hello\n\n{REPLY}\n> {ASKED}\n\nShe is 13.\n\n> Regards\n\nHe wants money."
    assert of(body, after(ASKED)) == [
        ("words", "Hello"),
        ("header", REPLY),
        ("quoted", ASKED),
        ("words", "She is 13."),
        ("quoted", "Regards"),
        ("words", "He wants money."),
    ]


def test_in_a_first_mail_nothing_quoted_is_the_desks() -> None:
    body = f"what can we do?\n\n> {THREAT}"
    assert of(body, FIRST) == [("words", "what can we do?"), ("told", THREAT)]
    markup = f"<div>what can we do?</div><blockquote>{THREAT}</blockquote>"
    assert of(markup, FIRST, html=True) == [("words", "what can we do?"), ("told", THREAT)]


def test_a_pasted_threat_stays_in_a_follow_up() -> None:
    assert ("told", THREAT) in of(f"he wrote again\n\n> {THREAT}", after(ASKED))


def test_what_the_desk_sent_is_a_quotation_however_it_is_marked() -> None:
    block = "From: Desk\nSent: Monday, 4 May 2026\nTo: Rima\nSubject: Re: help\n\n"
    long = f"{ASKED} Please do not pay, and keep the messages of that man."
    assert ("quoted", long) in of(f"thanks\n\n{block}{long}", after(long))
    typed = of(f"see below\n\n{block}{long}\nShe is only 13 and he has her pictures", after(long))
    assert ("told", "She is only 13 and he has her pictures") in typed


def test_a_quotation_of_what_nobody_sent_is_read() -> None:
    assert ("told", THREAT) in of(f"look\n\n{REPLY}\n> {THREAT}", after(ASKED))


@pytest.mark.parametrize("channel", ["whatsapp", "signal", "web", "chat", "sms", "telegram"])
@pytest.mark.parametrize(
    "body",
    [
        f"this is what he sends\n> {THREAT}",
        f"please help\n--\n{THREAT}",
        f"yesterday @dark_rider wrote:\n{THREAT}",
        f"From: Rider\nTo: Lara\nDate: 3 May\n\n{THREAT}",
        f"{REPLY}\n{THREAT}",
        "Regards\nRima",
    ],
)
def test_in_a_chat_all_is_the_persons(channel: str, body: str) -> None:
    assert of(body, Around(channel)) == [("words", body)]


@pytest.mark.parametrize("footer", [ENGLISH, FRENCH, ARABIC])
def test_a_disclaimer_is_known_and_kept(footer: str) -> None:
    assert of(f"{THREAT}\n\n{footer}") == [("words", THREAT), ("disclaimer", footer)]
    assert of(f"Help me. {footer}") == [("words", "Help me."), ("disclaimer", footer)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("CAUTION: This email originated from outside of the organization.", "banner"),
        ("Attention : ce courriel provient de l’extérieur.", "banner"),
        ("تنبيه: هذه رسالة من خارج المؤسسة.", "banner"),
        ("Virus-free. www.avast.com", "scanner"),
        ("This email has been checked for viruses by Avast antivirus software.", "scanner"),
        ("تم فحص هذه الرسالة من الفيروسات.", "scanner"),
        ("This e-mail was sent from a contact form on Example (https://example.org)", "form"),
        ("Cet e-mail a été envoyé via le formulaire de contact de Example", "form"),
        ("هذه الرسالة أُرسلت من نموذج الاتصال في موقع Example", "form"),
        ("You have a new message from the parents' portal", "notice"),
        ("Ceci est un message automatique, merci de ne pas y répondre.", "notice"),
        ("هذه الرسالة أُرسلت آلياً.", "notice"),
        ("Bu ileti otomatik olarak gönderilmiştir.", "notice"),
        ("این پیام به صورت خودکار ارسال شده است.", "notice"),
        ("Merci de conserver le numéro de ticket dans l'objet.", "notice"),
        ("This is the mail system at host mx.example.org.", "notice"),
        ("Want fewer emails? Turn off self notifications", "notice"),
    ],
)
def test_lines_of_machines(line: str, kind: str) -> None:
    assert (kind, line) in of(f"{THREAT}\n\n{line}")


@pytest.mark.parametrize(
    "line",
    [
        "this message is confidential please, a man has my pictures",
        "a man is outside the school and waits for her",
        "he sent it in error and now he wants money",
        "I received this message by mistake from a man who threatens a girl",
        "don't click on the link, he hacks you",
        "he sends a form every day",
        "قلتلن للولاد لا تفتحو الرابط ففتحوه كلن",
        "please do not reply to this email",
        "لا تردوا على هذا البريد",
        "merci de ne pas répondre",
        "my sister has already filled in the form of that agency",
        "Ma nièce a déjà rempli le formulaire et elle est aux anges.",
        "ضغطت زر الإبلاغ ثلاث مرات ولم يصلني سوى ردّ آلي.",
        "my ticket no 88123 was closed without an answer",
        "I want to cancel my subscription before he sees it",
        "share it on facebook or pay, that is what he says",
    ],
)
def test_sentences_that_only_sound_like_a_footer_are_the_persons(line: str) -> None:
    assert of(line) == [("words", line)]


@pytest.mark.parametrize(
    "body",
    [
        f"Please help me\n--\n{THREAT}",
        f"Please help me\n-- \n{THREAT}",
        "I am scared\n--\nhe has my pictures",
        "Regards from my school\nhe has her pictures and wants money from her mother today",
    ],
)
def test_a_line_of_dashes_loses_nothing(body: str) -> None:
    assert of(body) == [("words", body)]


@pytest.mark.parametrize(
    "sign",
    [
        "-- \nRima K\nTeacher, Example School",
        "--\nRima K\n+961 3 123 456",
        "Kind regards,\nRima K",
        "Cordialement,\nRima K.\nDirectrice",
        "مع تحياتي\nريما",
    ],
)
def test_a_signature(sign: str) -> None:
    assert of(f"{THREAT}\n\n{sign}") == [("words", THREAT), ("signature", sign)]


def test_a_mail_that_is_only_a_signature_has_its_words_there() -> None:
    assert of("Regards\nhelp me") == [("words", "Regards\nhelp me")]


def test_a_very_long_text_says_how_much_was_not_read() -> None:
    words, footer = f"{THREAT}\n", f"{ENGLISH}\n"
    read = read_article(words + footer * 40_000 + words, "text/plain")
    assert read.unread == 2 * len(words) + 40_000 * len(footer) - LONGEST
    assert read.words.count(THREAT) == 2
    assert read_article(words, "text/plain").unread == 0


def test_500_quoted_levels_leave_what_was_written_last() -> None:
    levels = "\n".join(">" * level + f" {ASKED}" for level in range(1, 501))
    assert read_article(f"{levels}\n{THREAT}", "text/plain").words == THREAT


def test_cells_of_a_table_are_words_apart() -> None:
    rows = "<table><tr><td>he has</td><td>photos</td></tr><tr><td>Age</td><td>12</td></tr></table>"
    assert plain_text(rows, "text/html").split() == ["he", "has", "photos", "Age", "12"]


LETTERS = st.text("ab.:>-@ \n0\u0661_*<\uf7f0", max_size=300)


@given(st.text(max_size=300) | LETTERS, st.sampled_from([FIRST, UNKNOWN, Around("web")]))
def test_blocks_cover_the_text_in_order(body: str, around: Around) -> None:
    read = read_article(body, "text/plain", "", around)
    assert "".join(read.text[start:end] for _, start, end in read.blocks) == read.text
    assert all(start < end for _, start, end in read.blocks)


@given(st.text("ab.:>-@ \n0\u0661_*<", max_size=300))
def test_a_chat_keeps_every_letter(body: str) -> None:
    assert read_article(body, "text/plain", "", Around("whatsapp")).text.split() == body.split()
