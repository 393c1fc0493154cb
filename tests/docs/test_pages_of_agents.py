"""docs/agents.md and docs/routing.md: pictures are there and small, examples are read."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from zammad_plugin.config.files import parse
from zammad_plugin.config.reading.placed_yaml import read_yaml
from zammad_plugin.config.taxonomy import read_taxonomy
from zammad_plugin.routing.rules import Routing

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("agents", "routing", "live")
AGENTS, ROUTING, LIVE = ((DOCS / f"{name}.md").read_text("utf-8") for name in PAGES)
LARGEST = 150 * 1024


def test_every_picture_is_there_and_small() -> None:
    named = set(re.findall(r"\]\((pictures/[\w-]+\.png)\)", AGENTS))
    assert named == {f"pictures/{file.name}" for file in (DOCS / "pictures").glob("*.png")}
    _are_small(named)


def test_every_picture_of_a_real_server_is_there_and_small() -> None:
    named = set(re.findall(r"\]\((pictures/real/[\w-]+\.png)\)", LIVE))
    there = (DOCS / "pictures" / "real").iterdir()
    assert named == {f"pictures/real/{file.name}" for file in there}
    _are_small(named)


def _are_small(named: set[str]) -> None:
    for name in named:
        data = (DOCS / name).read_bytes()
        assert data.startswith(b"\x89PNG") and len(data) < LARGEST


def test_every_tag_on_the_page_of_agents_exists() -> None:
    known = {one.tag for one in read_taxonomy().tags} | {"cs-same-"}
    assert set(re.findall(r"`(cs-[a-z-]+)", AGENTS)) <= known


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_the_page_in_another_language_shows_and_names_the_same(lang: str) -> None:
    """Lists by the names that Zammad shows in that language; no picture and no tag is left out."""
    text = (DOCS / f"agents-{lang}.md").read_text("utf-8")
    for form in (r"\]\((pictures/[\w-]+\.png)\)", r"`(cs-[a-z-]+)", r"(?m)^(#+) "):
        assert sorted(set(re.findall(form, text))) == sorted(set(re.findall(form, AGENTS)))
    overviews = (DOCS.parent / "templates" / "overviews").glob("*.yml")
    for file in overviews:
        name = read_yaml(file)["name"]
        if f"**{name['en']}**" in AGENTS:
            assert f"**{name[lang]}**" in text, file.name
    assert "(agents.md)" in text  # says that nobody read it, and which page counts


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", ROUTING, re.DOTALL))
def test_every_example_is_read(block: str) -> None:
    """Those of the settings by their own model, rules alone as part of a file."""
    from zammad_plugin.config.settings.desk import Settings

    text = f"rules:\n{block}" if block.startswith("  - ") else block
    data = read_yaml(Path("example.yml"), text)
    settings = not isinstance(data.get("rules"), list) and set(data) <= set(Settings.model_fields)
    if not settings:
        data.setdefault("rules", [])
    parse(Settings if settings else Routing, data, Path("example.yml"))


def test_a_picture_gets_smaller_and_keeps_its_size(tmp_path: Path) -> None:
    """Each of PNG's filters is undone: a picture of few colours comes out the same."""
    width, height = 7, 10
    lines = b"".join(bytes([row % 5]) + bytes(width * 3) for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    data = b"".join(
        struct.pack(">I", len(one)) + kind + one + struct.pack(">I", zlib.crc32(kind + one))
        for kind, one in parts
    )
    file = tmp_path / "x.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + data)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from png import shrink; "
            "shrink(Path(sys.argv[1]))",
            str(file),
        ],
        cwd=DOCS,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = file.read_bytes()
    assert struct.unpack(">IIBB", made[16:26]) == (width, height, 8, 3)
