"""Server-sent events, in whatever pieces the network brings them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.signal.wire.sse import Events

TEXTS = st.text(st.characters(blacklist_characters="\r\n", blacklist_categories=["Cs"]), min_size=1)


def read(*chunks: bytes, largest: int = 1000) -> tuple[list[str | None], str | None]:
    parser = Events(largest)
    return [one for chunk in chunks for one in parser.feed(chunk)], parser.rest()


def event(text: str) -> bytes:
    return f"event:receive\ndata:{text}\n\n".encode()


def test_events_and_signs_of_life() -> None:
    assert read(b":\n", event("a"), b":\n\n", event("b")) == ([None, "a", None, "b"], None)


def test_a_space_after_the_colon_and_crlf() -> None:
    assert read(b"event: receive\r\ndata: a\r\n\r\n") == (["a"], None)


def test_several_lines_of_data_and_other_fields() -> None:
    assert read(b"id:1\nevent:receive\nretry\ndata:a\ndata:b\n\n") == (["a\nb"], None)


def test_other_events_and_empty_ones_are_none_of_ours() -> None:
    other = b"event:other\ndata:a\n\n"
    assert read(other, b"event:receive\n\n", b"data:b\n\n", b"\n") == ([], None)


def test_line_separators_are_text() -> None:
    """U+2028, U+0085 and form feeds end no line here."""
    text = "a\u2028b\x85c\x0cd\x1ce"
    assert read(event(text)) == ([text], None)


def test_what_is_no_utf8_is_kept_as_far_as_it_goes() -> None:
    assert read(b"event:receive\ndata:a\xff\n\n") == (["a\ufffd"], None)


def test_an_event_that_the_end_cuts() -> None:
    assert read(event("a"), b'event:receive\ndata:{"acc') == (["a"], '{"acc')
    assert read(b"event:receive\ndata:a\n") == ([], "a")
    assert read(b"event:other\ndata:a\n") == ([], None)
    assert read(b"event:rec") == ([], None)
    assert read(b"data:a") == ([], "a")


def test_what_is_too_large_is_cut_and_the_next_is_whole() -> None:
    got, _ = read(event("x" * 5000), event("ok"))
    assert [len(one or "") for one in got] == [1000 - len("data:"), 2]
    many = b"event:receive\n" + b"data:0123456789\n" * 500 + b"\n"
    got, _ = read(many, event("ok"))
    assert len(got[0] or "") < 1500 and got[1] == "ok"


@given(st.lists(TEXTS | st.none()), st.data())
def test_pieces_do_not_matter(told: list[str | None], draw: st.DataObject) -> None:
    whole = b"".join(b":\n" if one is None else event(f" {one}") for one in told)
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(whole)), max_size=8)))
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert read(*pieces, largest=10**6) == (told, None)


@given(st.lists(st.binary(max_size=60)))
def test_any_bytes(pieces: list[bytes]) -> None:
    got, rest = read(*pieces, largest=50)
    assert all(one is None or one for one in got) and rest != ""
