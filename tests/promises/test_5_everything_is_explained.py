"""Each judgement says which rule saw what, and the same text always gives the same answer: in this
process and in another one, where hashes of words have another order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from forks import Forks
from scale import figure, many

from zammad_plugin.text.mail.clean import clean_article
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.explain import to_dict
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load

LABELLED = Path(__file__).resolve().parents[1] / "measure" / "labelled" / "regression.jsonl"
TEXTS = many(60, 2000)


def _texts() -> list[str]:
    rows = map(json.loads, LABELLED.read_text("utf-8").splitlines())
    return [str(row.get("body") or row.get("text")) for row in rows][:TEXTS]


def _digest(texts: list[str]) -> str:
    rules, found = load(), hashlib.sha256()
    for text in texts:
        judged = assess([Message(clean_article(text, "text/plain"))], rules)
        told = to_dict(judged)
        assert not judged.child_safety or told["hits"] or told["reasons"], text[:20]
        found.update(json.dumps(told, sort_keys=True, default=str).encode())
    return found.hexdigest()


def test_the_same_text_gives_the_same_answer(
    forks: Forks, env: Mapping[str, str], tmp_path: Path
) -> None:
    texts = _texts()
    assert texts
    here = _digest(texts)
    assert here == _digest(texts)
    (tmp_path / "texts").write_text(json.dumps(texts))
    program = (
        f"import sys, json; sys.path[:0] = {[str(one) for one in Path(__file__).parents[:2]]!r}; "
        "from test_5_everything_is_explained import _digest; "
        "print(_digest(json.loads(open(argv[0]).read())))"
    )
    other = forks.run("-c", program, tmp_path / "texts", env=env)
    assert other.out.strip() == here, other.err
    figure("explained: texts judged three times alike", len(texts))
