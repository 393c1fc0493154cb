"""Numbers, handles and addresses inside text that runs from the right keep their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.sync.replies.html import isolated, to_body, to_html, to_plain
from zammad_plugin.text.bidi import LRI, PDI

PARTS = st.lists(
    st.sampled_from(
        [
            "كلمة",
            "+961 81 633 133",
            "@user_1",
            "https://x.example/a?b=1",
            "01-293293",
            "#{ticket.number}",
            "TikTok",
            "Take It Down",
            "،",
            "18",
            "\n\n",
            "- شيء",
        ]
    ),
    min_size=1,
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("هاتف +961 81 633 133 اليوم", "هاتف <+961 81 633 133> اليوم"),
        ("اسم @user_1، رابط https://x.example/a.", "اسم <@user_1>، رابط <https://x.example/a>."),
        ("في TikTok Pte. Limited", "في <TikTok Pte. Limited>"),
        ("تطبيق TikTok هنا", "تطبيق TikTok هنا"),
        ("عمر 18", "عمر <18>"),
        ("رقم #{ticket.number}", "رقم #{ticket.number}"),
        ("رقم <01-2> هنا", "رقم <01-2> هنا"),
    ],
)
def test_isolated(text: str, wanted: str) -> None:
    marks = str.maketrans({"<": LRI, ">": PDI})
    assert isolated(text.translate(marks), "ar") == wanted.translate(marks)


@pytest.mark.parametrize("lang", ["en", "fr", "ar-Latn", "kmr", "tr", "hy"])
def test_text_from_the_left_stays(lang: str) -> None:
    assert isolated("call +961 81 633 133", lang) == "call +961 81 633 133"


@given(PARTS)
def test_twice_is_once_and_nothing_is_lost(parts: list[str]) -> None:
    text = " ".join(parts)
    once = isolated(text, "ar")
    assert isolated(once, "ar") == once
    assert once.replace(LRI, "").replace(PDI, "") == text
    assert once.count(LRI) == once.count(PDI)
    assert once.count("#{ticket.number}") == text.count("#{ticket.number}")


@given(PARTS)
def test_html_read_back_gives_the_same_html(parts: list[str]) -> None:
    html = to_html(" ".join(["بداية", *parts]), "ar")
    assert to_html(to_body(html), "ar") == html


def test_a_chat_gets_isolates_too() -> None:
    assert to_plain("- رقم **01-2**", "ar") == f"• رقم {LRI}01-2{PDI}"


def test_an_address_is_a_link_before_the_server_makes_it_one() -> None:
    body = "- **see** https://example.org/a?b=1&c=2. (http://example.org)"
    link = '<a href="{0}">{0}</a>'.format
    made = to_html(body, "en")
    assert link("https://example.org/a?b=1&amp;c=2") + ". (" in made
    assert link("http://example.org") + ")" in made
    assert to_body(made) == body
    assert link("https://example.org") in to_html("https://example.org<b>", "ar")
