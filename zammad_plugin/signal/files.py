"""Which file may be copied, told from its type, name and size; pictures and videos never."""

from __future__ import annotations

import base64
import mimetypes
import re
from typing import Literal

from zammad_plugin.config.settings.signal import MEGABYTE, Documents
from zammad_plugin.zammad.articles import AUDIO_ENDINGS, PICTURE_ENDINGS, PICTURES
from zammad_plugin.zammad.http.kept import HEAD
from zammad_plugin.zammad.sound import is_sound

Verdict = Literal["voice", "document", "held"]
ANY = "application/octet-stream"  # of which nothing is known
UNSAFE = re.compile(r"[^\w.()\- ]+")
# First bytes of pictures: a file that says it is a document and is none is not passed on.
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"\x1aE\xdf\xa3")
BOXES = {b"heic", b"heix", b"mif1", b"msf1", b"avif"}
ENDINGS = {
    "audio/aac": ".aac",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/x-m4a": ".m4a",
    "audio/wav": ".wav",
    "audio/amr": ".amr",
    "audio/opus": ".opus",
}


def verdict(kind: str, name: str | None, size: int | None, documents: Documents) -> Verdict:
    """`held` for whatever is not surely a voice message or a listed document, of a size known and
    allowed."""
    kind, name = kind.lower().split(";")[0].strip(), (name or "").lower()
    if kind.startswith(PICTURES) or name.endswith(PICTURE_ENDINGS):
        return "held"
    if size is None or not 0 <= size <= documents.megabytes * MEGABYTE:
        return "held"
    if kind.startswith("audio/"):
        # A name that belongs to something else than sound: it is not what it says.
        return "voice" if "." not in name or name.endswith(AUDIO_ENDINGS) else "held"
    return "document" if kind in documents.types and _fits(kind, name) else "held"


def _fits(kind: str, name: str) -> bool:
    """Whether the name's ending, if it has one, is one of the type's own."""
    if "." not in name:
        return True
    return f".{name.rpartition('.')[2]}" in mimetypes.guess_all_extensions(kind)


def attached(name: str, kind: str, data: bytes) -> dict[str, str]:
    """As an article's `attachments` take it."""
    return {"filename": name, "data": base64.b64encode(data).decode(), "mime-type": kind}


def disguised(kind: str, data: bytes) -> bool:
    """Whether the bytes begin as those of a picture do, whatever the file says it is, or not as
    those of sound, where it says it is sound."""
    if kind.lower().startswith("audio/"):
        return not is_sound(data[:HEAD])
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    bitmap = data[:2] == b"BM" and data[6:10] == bytes(4)
    boxed = data[4:8] == b"ftyp" and data[8:12] in BOXES
    return webp or bitmap or boxed or data.startswith(SIGNATURES)


def file_name(kind: str, name: str | None, number: int) -> str:
    """A harmless name with the type's ending, such as `voice-1.aac`."""
    clean = UNSAFE.sub("_", (name or "").replace("\\", "/").rpartition("/")[2]).strip(". ")
    if clean:
        return clean[-100:]
    kind = kind.lower().split(";")[0].strip()
    ending = ENDINGS.get(kind) or mimetypes.guess_extension(kind) or ""
    return f"{'voice' if kind.startswith('audio/') else 'file'}-{number}{ending}"
