"""Whether a file is a voice message: its type, its name and its first bytes must all say so.

Any sender may call a picture `voice.ogg`; a picture is never opened, copied or handed on.
"""

from __future__ import annotations

from zammad_plugin.zammad.articles import AUDIO_ENDINGS, mime
from zammad_plugin.zammad.rows import Attachment

# Ogg, FLAC, MP3 with a tag, AMR, AU; what frames of MP3 and AAC begin with is told apart below.
BEGINNINGS = (b"OggS", b"fLaC", b"ID3", b"#!AMR", b".snd")
# Streams of pictures in the containers that sound shares with them.
SEEN = (b"theora", b"OVP80", b"BBCD", b"vide", b"pict", b"METADATA_BLOCK_PICTURE")
# None of these forms is one that opens other files by name, as playlists do.
FORMS = (
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"ID3", "mp3"),
    (b"#!AMR", "amr"),
    (b".snd", "au"),
)
SOUND_BRANDS = (b"M4A ", b"M4B ", b"F4A ")


def is_named_sound(attachment: Attachment) -> bool:
    """Its type says sound, and its name, where it has an ending, no other thing."""
    name = str(attachment.get("filename") or "").lower()
    ending = name.endswith(AUDIO_ENDINGS) or "." not in name
    return mime(attachment).startswith("audio/") and ending


def is_sound(head: bytes) -> bool:
    """Whether a file that begins so can be sound, and holds no picture that shows by then."""
    if any(one in head for one in SEEN):
        return False
    return head.startswith(BEGINNINGS) or _frame(head) or _riff(head) or _boxed(head)


def form_of(head: bytes) -> str:
    """The one form by ffmpeg's name in which a file that begins so may be opened; '' for none."""
    if _boxed(head):
        return "mov"
    if _riff(head):
        return "wav"
    named = (form for begin, form in FORMS if head.startswith(begin))
    return next(named, _frames(head))


def _frames(head: bytes) -> str:
    """AAC's frames have no layer; a tag before them is MP3's or AAC's: ffmpeg's `mp3` reads none of
    the latter, which then is for a person."""
    if not _frame(head):
        return ""
    return "mp3" if head[1] & 0x06 else "aac"


def _frame(head: bytes) -> bool:
    """A frame of MP3 or AAC: eleven bits set, and no reserved layer and rate. JPEG has ten."""
    return len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] != 0xFF


def _riff(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WAVE"


def _boxed(head: bytes) -> bool:
    """An MP4 that says it is sound alone; other brands are video's too."""
    return head[4:8] == b"ftyp" and head[8:12] in SOUND_BRANDS
