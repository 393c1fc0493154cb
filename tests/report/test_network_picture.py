"""Clusters as a picture: dots and squares, no hash and no words of anybody."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from zammad_plugin.report.network import DOTS, MOST, drawn
from zammad_plugin.tickets.networks.clusters import Linked, members_of

DAY = date(2026, 11, 5)


def _group(name: str, many: int) -> list[Linked]:
    code = frozenset({f"cs-same-{name}"})
    return [Linked(DAY, number, "sextortion", code) for number in range(many)]


@pytest.mark.parametrize("lang", ["en", "ar", "fr"])
def test_each_cluster_tells_its_numbers_and_nothing_else(lang: str) -> None:
    svg = drawn(members_of([*_group("aa", 4), *_group("bb", 3)]), lang)
    ElementTree.fromstring(svg)
    assert svg.count("2026-11-05") == 4 and "cs-same" not in svg
    assert {"en": "Sextortion of a minor", "ar": "ابتزاز", "fr": "Sextorsion"}[lang] in svg


def test_ten_thousand_tickets_of_one_account_are_drawn_at_once() -> None:
    svg = drawn(members_of(_group("aa", 10_000)), "en")
    assert "10000 tickets" in svg and len(svg) < 200_000
    assert len(re.findall(r"<use ", svg)) < 10 * DOTS


def test_none_and_too_many() -> None:
    assert drawn([], "en").startswith("<svg")
    many = [one for number in range(MOST + 3) for one in _group(f"n{number}", 2)]
    assert "and 3 more" in drawn(members_of(many), "en")
