"""HTML of agents as a messenger's text: nothing lost but what was never meant, cut where people
pause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.text.messenger import split, to_plain


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
        ("<div>one</div><div>two</div><div><br></div><div>three</div>", "one\n\ntwo\n\nthree"),
        ("<ul><li>one</li><li> two </li></ul>after", "• one\n• two\n\nafter"),
        ("a &lt;b&gt; &amp;  c\n d", "a <b> & c d"),
        ('<a href="https://x.org/a">here</a>', "here (https://x.org/a)"),
        ('<a href="https://x.org/">https://x.org</a>', "https://x.org"),
        ('<a href="mailto:a@x.org">a@x.org</a> <a>none</a>', "a@x.org none"),
        ("<blockquote><p>you</p><p>said</p></blockquote>yes", "> you\n>\n> said\n\nyes"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("one<hr>two", "one\n\ntwo"),
        ('<b>hi</b> <a data-mention-user-id="3" href="#">Anna</a>', "hi"),
        ('<p>hi</p><div data-signature="true">The desk</div>', "hi"),
        ("<script>x</script><style>y</style><img src='cid:1'>", ""),
        ("", ""),
        ("a\0b", "ab"),
    ],
)
def test_what_it_becomes(html: str, plain: str) -> None:
    assert to_plain(html) == plain


def test_plain_text_stays() -> None:
    assert to_plain("a <b>\r\n\n\n\nc", "text/plain") == "a <b>\n\nc"


def test_lines_that_run_from_the_right_keep_their_direction() -> None:
    html = '<div dir="rtl"><p>TikTok يهددها</p><p>مرحبا</p><p dir="ltr">TikTok</p></div>'
    first, second, third = to_plain(html).split("\n\n")
    assert first == "\u200fTikTok يهددها"
    assert (second, third) == ("مرحبا", "TikTok")
    listed = to_plain('<ul dir="rtl"><li>PayPal لا</li><li>نعم</li></ul>')
    assert listed == "\u200f• PayPal لا\n• نعم"


@pytest.mark.parametrize(
    ("line", "turned"),
    [
        ("\u2066Take It Down\u2069 (NCMEC)", True),  # the first letter outside of the isolate
        ("\u2066Take It Down\u2069 نعم", False),
        ("\u2068نعم\u2069 NCMEC نعم", True),
        ("\u2066116 111\u2069", True),  # none at all: it would begin at the left
        ("\u2066a \u2067b\u2069 c\u2069 نعم", False),  # one within another
        ("\u2069نعم", False),  # an end of nothing
        ("١ a", True),
        ("\u200fPayPal", False),
    ],
)
def test_isolates_do_not_give_a_line_its_direction(line: str, turned: bool) -> None:
    told = to_plain(f'<p dir="rtl">{line}</p>')
    assert told == ("\u200f" + line if turned else line)


@given(st.text(max_size=300))
def test_never_raises(text: str) -> None:
    to_plain(f"<p dir='rtl'>{text}</p>")
    to_plain(text, "text/plain")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two. Three.", ["One. Two.", "Three."]),
        ("واحد؟ اثنان؟ ثلاثة؟", ["واحد؟ اثنان؟", "ثلاثة؟"]),
        ("one two three", ["one two", "three"]),
        ("one\n\ntwo three", ["one", "two three"]),
        ("abcdefghijklmnop", ["abcdefghijkl", "mnop"]),
        ("short", ["short"]),
        ("  ", []),
    ],
)
def test_cuts(text: str, parts: list[str]) -> None:
    assert split(text, 12) == parts


def test_letters_and_their_marks_stay_together() -> None:
    marked = "a" * 11 + "e\u0301" + "b" * 5
    assert split(marked, 12) == ["a" * 11, "e\u0301" + "b" * 5]
    family = "a" * 10 + "\U0001f469\u200d\U0001f467" + "b" * 3
    assert split(family, 12) == ["a" * 10, "\U0001f469\u200d\U0001f467bbb"]


@given(st.text(max_size=3000), st.integers(10, 200))
def test_nothing_is_lost_and_no_part_is_too_long(text: str, most: int) -> None:
    parts = split(text, most)
    assert all(0 < len(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
