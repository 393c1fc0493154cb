"""A sentence beside a footer is of it when it speaks of mail alone; people's words stay."""

from __future__ import annotations

import pytest

from zammad_plugin.text.mail.clean import read_article

FOOTER = "This e-mail is intended solely for the addressee."
NOTICE = "This is an automated message."


@pytest.mark.parametrize(
    "more",
    [
        "Any copies of this message must be deleted.",
        "Our correspondence is kept for ten years.",
    ],
)
def test_the_rest_of_a_footers_paragraph_is_of_it(more: str) -> None:
    read = read_article(f"help me\n\n{FOOTER} {more}", "text/plain")
    assert (read.words, read.of("disclaimer")) == ("help me", [f"{FOOTER} {more}\n"])


@pytest.mark.parametrize(
    "line", ["View this message | Reply", "Manage notifications", "Se désinscrire"]
)
def test_lines_of_machines_words_are_of_the_notice_beside_them(line: str) -> None:
    for body in (f"help me\n\n{NOTICE}\n{line}", f"help me\n\n{line}\n\n{NOTICE}"):
        assert read_article(body, "text/plain").words == "help me"


@pytest.mark.parametrize(
    "said",
    [
        "A man sends this message to girls of 12.",
        "He reads every message and all copies.",
        "my mother checks this email and the messages",
        "please help, the website shows it",
        "Message: got hacked on facebook",
        "تصلني هذه الرسالة من رجل يهدد ابنتي",
        "elle lit tout ce message et le courriel",
    ],
)
@pytest.mark.parametrize("beside", [FOOTER, NOTICE])
def test_people_are_told_of_by_people(said: str, beside: str) -> None:
    for body in (f"{beside} {said}", f"{beside}\n{said}", f"{said}\n{beside}"):
        assert read_article(body, "text/plain").words == said


@pytest.mark.parametrize(
    ("said", "footer"),
    [
        ("حضرت فيلم وثائقي عن غرف الشات السرية وتجنيد المراهقين وبدي اسال عنو شو رايكم", NOTICE),
        ("صديقتي عمرها ١٥ اهلها عرفوا بالمحادثة وابوها طالع السلاح ويحلف يذبحها الليلة", FOOTER),
        ("im 16 n i think my phone has spyware bc i got an ad for new shoes", "this e-mail is "
         "for the addressee only"),
    ],
)  # fmt: skip
def test_a_long_line_does_not_run_on_into_the_footer_below(said: str, footer: str) -> None:
    assert read_article(f"{said}\n{footer}", "text/plain").words == said


def test_how_to_answer_is_the_persons_beside_a_notice_too() -> None:
    said = "Please answer by e-mail only."
    assert read_article(f"{said}\n\n{NOTICE}", "text/plain").words == said
