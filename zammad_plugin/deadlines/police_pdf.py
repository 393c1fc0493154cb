"""The sheet for the police as a page to print, in Arabic from the right.

Typst shapes Arabic and embeds the font; what people wrote reaches it as data, never as its
language. It needs the extra `pdf`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from zammad_plugin.deadlines.police_sheet import Known, heading, sections, word
from zammad_plugin.errors import PluginError
from zammad_plugin.state.atomic import replace_bytes
from zammad_plugin.text.bidi import LRI, PDI
from zammad_plugin.text.languages import is_rtl

HERE = Path(__file__).parent


def write(file: Path, known: Known, lang: str, now: datetime) -> None:
    """Into `file`, mode 0600: it names accounts. Raises PluginError without the extra, StateError
    for a file that can't be written."""
    replace_bytes(file, [page(known, lang, now)])


def page(known: Known, lang: str, now: datetime) -> bytes:
    """The PDF; `now`: when it was made, with its zone. The same input gives the same bytes."""
    if find_spec("typst") is None:
        hint = "pip install 'zammad-plugin[pdf]', or leave --pdf out for the plain text"
        raise PluginError("what makes PDF pages is not installed", hint=hint)
    import typst

    made = typst.compile(
        HERE / "police_sheet.typ",
        font_paths=[HERE / "fonts"],
        sys_inputs={"sheet": json.dumps(_data(known, lang, now), ensure_ascii=False)},
        pdf_standards=["ua-1"],  # a screen reader finds title, language and headings
        timestamp=now.astimezone(UTC).replace(microsecond=0),
    )
    assert isinstance(made, bytes)  # one page or several, a PDF is one
    return made


def _data(known: Known, lang: str, now: datetime) -> dict[str, object]:
    return {
        "lang": lang,
        "rtl": is_rtl(lang),
        "title": heading(known, lang),
        "draft": word("draft", lang),
        "made": f"{word('made', lang)}: {LRI}{now:%Y-%m-%d %H:%M} {now.tzinfo}{PDI}",
        "sections": [asdict(one) for one in sections(known, lang)],
    }
