"""Server-sent events as signal-cli writes them: bytes → events and signs of life. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

RECEIVE = "receive"
LARGEST = 4 * 1024 * 1024  # bytes an event: 64 KB of text, escaped, fits 10 times


class Events:
    """Feed what arrived; get the data of each `receive` event, None for each comment.

    Lines end with LF or CRLF; U+2028 is text here, so str.splitlines() must not cut them.
    What is larger than `largest` bytes is cut there, and so malformed for whoever reads it.
    """

    def __init__(self, largest: int = LARGEST) -> None:
        self._largest = largest
        self._line = bytearray()
        self._name = ""
        self._data: list[str] = []
        self._size = 0

    def feed(self, chunk: bytes) -> Iterator[str | None]:
        *whole, rest = chunk.split(b"\n")
        for part in whole:
            self._add(part)
            yield from self._end_of_line()
        self._add(rest)

    def rest(self) -> str | None:
        """The data of an event that the end of the stream cut; None when nothing was under way.

        The standard drops it. Here it may be a child's message that comes only once.
        """
        if self._line:
            self._field(self._take())
        data, name = "\n".join(self._data), self._name
        self._reset()
        return data if data and name in {RECEIVE, ""} else None

    def _add(self, part: bytes) -> None:
        room = max(0, self._largest - self._size - len(self._line))
        self._line += part[:room]

    def _take(self) -> str:
        line = bytes(self._line).removesuffix(b"\r")
        self._line.clear()
        return line.decode("utf-8", "replace")

    def _end_of_line(self) -> Iterable[str | None]:
        line = self._take()
        if line.startswith(":"):
            return (None,)
        if line:
            self._field(line)
            return ()
        data, name = "\n".join(self._data), self._name
        self._reset()
        return (data,) if data and name == RECEIVE else ()

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._name = value
        elif name == "data":
            self._data.append(value)
            self._size += len(value.encode("utf-8", "replace"))

    def _reset(self) -> None:
        self._name, self._data, self._size = "", [], 0
