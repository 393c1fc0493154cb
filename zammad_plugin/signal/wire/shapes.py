"""What a Signal message is made of: plain values, frozen.

None of them shows what it holds when printed: a log or a traceback must not tell a child's words.
Times are Signal's own: milliseconds since 1970, of the sender's clock.
"""

from __future__ import annotations

from dataclasses import dataclass

LONG_TEXT = "text/x-signal-plain"


class Silent:
    """A value whose repr tells its class only."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True, repr=False, slots=True)
class Attachment(Silent):
    """A file that signal-cli keeps under `id` ("" when it kept none); `size` in bytes.

    `voice`: sound, somebody must hear it; signal-cli marks no voice messages. `held`: a picture
    or video, or what may be one: never fetched before two people released it.
    """

    id: str
    content_type: str
    filename: str | None
    size: int | None
    caption: str | None
    voice: bool
    held: bool

    @property
    def is_long_text(self) -> bool:
        """The whole of a text over 2,000 bytes: phones send it as a file, and the text itself
        cut. Until 0.14 signal-cli tells both as they came; since then the text is whole."""
        return self.content_type == LONG_TEXT


@dataclass(frozen=True, repr=False, slots=True)
class Quote(Silent):
    """The message that is answered: `author` (uuid, else number, else "") at `timestamp`.

    `attachments`: content types of the files it had.
    """

    timestamp: int
    author: str
    text: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False, slots=True)
class Contact(Silent):
    """A card of an address book."""

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    organization: str | None = None


@dataclass(frozen=True, repr=False, slots=True)
class Sticker(Silent):
    pack: str
    number: int


@dataclass(frozen=True, repr=False, slots=True)
class Preview(Silent):
    """A link that the sender's phone looked up; its picture is not told."""

    url: str
    title: str
    description: str


@dataclass(frozen=True, repr=False, slots=True)
class Text(Silent):
    """A message. `expires_in`: seconds until the phones delete it, 0 never."""

    text: str
    attachments: tuple[Attachment, ...] = ()
    quote: Quote | None = None
    contacts: tuple[Contact, ...] = ()
    sticker: Sticker | None = None
    previews: tuple[Preview, ...] = ()
    expires_in: int = 0
    view_once: bool = False
    answers_story: bool = False


@dataclass(frozen=True, repr=False, slots=True)
class Edit(Silent):
    """`text` replaces the message of `target`."""

    target: int
    text: Text


@dataclass(frozen=True, repr=False, slots=True)
class Deletion(Silent):
    """The sender deleted the message of `target` for everybody."""

    target: int


@dataclass(frozen=True, repr=False, slots=True)
class Reaction(Silent):
    """`author` wrote the message of `target` that the reaction is to."""

    emoji: str
    author: str
    target: int
    removed: bool


@dataclass(frozen=True, repr=False, slots=True)
class TimerChange(Silent):
    """Messages of this chat disappear after `seconds`; 0: no longer."""

    seconds: int


@dataclass(frozen=True, repr=False, slots=True)
class Call(Silent):
    """`kind`: offer (somebody calls; the daemon never answers), answer, busy, hangup, ice."""

    kind: str
    id: str
    video: bool = False


@dataclass(frozen=True, repr=False, slots=True)
class Receipt(Silent):
    """`kind`: delivered, read or viewed, for our messages of `timestamps`."""

    kind: str
    timestamps: tuple[int, ...]


@dataclass(frozen=True, repr=False, slots=True)
class Typing(Silent):
    started: bool


@dataclass(frozen=True, repr=False, slots=True)
class Story(Silent):
    pass


@dataclass(frozen=True, repr=False, slots=True)
class Sync(Silent):
    """What another device of the desk's own account did; `kind` is the wire's key."""

    kind: str


@dataclass(frozen=True, repr=False, slots=True)
class GroupMessage(Silent):
    """Something in a group; `written`: a person wrote, it is no change of the group itself."""

    group_id: str
    written: bool


@dataclass(frozen=True, repr=False, slots=True)
class Unreadable(Silent):
    """Somebody wrote and signal-cli could not read it; `reason` is the class of its error,
    as in `UntrustedIdentityException`."""

    reason: str


@dataclass(frozen=True, repr=False, slots=True)
class Unknown(Silent):
    """A kind of message that we do not know; `kind` is the wire's key."""

    kind: str


Content = (
    Text
    | Edit
    | Deletion
    | Reaction
    | TimerChange
    | Call
    | Receipt
    | Typing
    | Story
    | Sync
    | GroupMessage
    | Unreadable
    | Unknown
)


@dataclass(frozen=True, repr=False, slots=True)
class Event(Silent):
    """One event. `sender_uuid` and `timestamp` are the message's key.

    `sender_uuid` is "" when the daemon told none (only what is Unreadable, Unknown or Sync).
    `received_at`: when the daemon got it; `server_received_at`: when Signal's servers got it.
    """

    account: str
    sender_uuid: str
    sender_number: str | None
    sender_device: int
    timestamp: int
    received_at: int | None
    server_received_at: int | None
    content: Content
