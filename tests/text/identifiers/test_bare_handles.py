"""Names without an @ or a link: in every frame of a sentence, and words of a sentence in none."""

from __future__ import annotations

import itertools

import pytest

from zammad_plugin.text.identifiers.find import identifiers

HANDLES = ("dark_wolf9", "jad.khoury.07", "killer99", "m.2008")
FRAMES = {
    "en": "his {} is X|X on {}|{} - X|it was X ({})|look up X on {} please|on {} it's X",
    "fr": "son {} c'est X|sur {} il s'appelle X|{} : « X »|pseudo {} : X|un certain X sur {}",
    "ar": "حسابه على {} X|اسمه ب{} X|{}: X|هيدا حسابو (X) على {}|يوزره {} \u200eX\u200e",
    "ar-Latn": "7sebo 3al {} X|{} taba3o X|X 3al {}|3ando {} esmo X|hayda l {}: X",
}
SERVICES = {"en": "insta", "fr": "insta", "ar": "الانستا", "ar-Latn": "insta"}
WORDS = {
    "en": "horrible hacked tomorrow everywhere suspicious harassment classmates",
    "fr": "magnifique suspendu malheureusement plusieurs professeur harcèlement",
    "ar-Latn": "msakkar mafto7 mbere7 byetkhara2 ma3rouf",
}
NAMELESS = {
    "en": "his {} is X|my {} was X, and then|the {} X again|add X on {}|the user X on {}",
    "fr": "son {} est X|le compte {} X|X sur {}|sur {} c'est X",
    "ar-Latn": "7sebo 3al {} X|l {} X|{} taba3o X|3al {} huwe X",
}


@pytest.mark.parametrize("lang", FRAMES)
def test_a_name_is_found_in_every_frame(lang: str) -> None:
    for frame, handle in itertools.product(FRAMES[lang].split("|"), HANDLES):
        text = frame.format(SERVICES[lang]).replace("X", handle)
        found = [(one.service, one.value) for one in identifiers(text)]
        assert found == [("instagram", handle)], text


@pytest.mark.parametrize("lang", NAMELESS)
def test_a_word_of_a_sentence_is_a_name_in_none(lang: str) -> None:
    for frame, word in itertools.product(NAMELESS[lang].split("|"), WORDS[lang].split()):
        text = frame.format(SERVICES[lang]).replace("X", word)
        assert identifiers(text) == [], text
