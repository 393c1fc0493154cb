"""What the embedded server stores of a mail's HTML, as a real one does."""

from __future__ import annotations

import pytest

from zammad_plugin.emulator.html import sanitised


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ('<div class="gmail_quote">a</div>', "<div>a</div>"),
        ('<p class="moz-cite-prefix x">a</p>', "<p>a</p>"),
        ('<span class="js-signatureMarker"></span>', '<span class="js-signatureMarker"></span>'),
        ('<div class="x yahoo_quoted">a</div>', '<div class="yahoo_quoted">a</div>'),
        (
            '<div class="zammad-table" dir="rtl">a</div>',
            '<div class="zammad-table" dir="rtl">a</div>',
        ),
    ],
)
def test_classes_of_clients_go(given: str, stored: str) -> None:
    assert sanitised(given) == stored
