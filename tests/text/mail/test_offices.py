"""A signature that nothing parts from the text is known by somebody's work; no report is taken for
one."""

from __future__ import annotations

import pytest

from zammad_plugin.text.mail.clean import read_article

TEXT = "A man has pictures of a pupil of ours and wants money."


@pytest.mark.parametrize(
    "sign",
    [
        "Ms. Perla D.\nHomeroom Teacher | Cedar Heights Academy\nLearners today, leaders tomorrow",
        "Carine B.\nResponsable Crédits aux particuliers\nBanque du Mont – Agence Sin el Fil",
        "ماجدة ط.\nمحاسبة – تعاونية السهل الزراعية\nهاتف: 000 000 00 961+",
        "جمهورية العراق\nوزارة التربية / المديرية العامة للتربية\nقسم الاشراف",
        "Elif Y.\nRehber Öğretmen, Çınar Lisesi",
        "Yours faithfully,\n\nK. H.\nSenior Associate\nSample Law Offices, 4th floor, Beirut",
        "مع الشكر والتقدير\nرنا س.\nمديرة حالة\nجمعية الياسمين\nنعمل من أجل طفولة آمنة",
        "وتفضلوا بقبول فائق الاحترام\n\nمنى الخطيب\nمرشدة تربوية",
    ],
)
def test_an_office(sign: str) -> None:
    read = read_article(f"{TEXT}\n\n{sign}", "text/plain")
    assert (read.words, read.of("signature")) == (TEXT, [f"{sign}\n"])


def test_an_office_above_a_postscript() -> None:
    sign, more = (
        "E. S.\nInstituteur honoraire\nRue du Couvent, Zahlé\n",
        "P.S. ce matin il n'a rien dit",
    )
    read = read_article(f"{TEXT}\n\n{sign}\n{more}", "text/plain")
    assert (read.of("signature"), read.of("words")[-1]) == ([f"{sign}\n"], f"{more}\n")


@pytest.mark.parametrize(
    "told",
    [
        "His name and where he works are these:\n\nKarim Haddad\nTeacher, St Joseph School",
        "This is the man.\n\nKarim Haddad\nTeacher, St Joseph School\n03 123 456",
        "اسمه وشغله هيك.\n\nكريم حداد\nأستاذ رياضة\nمدرسة النور",
        "Three people know.\n\nMr Samir, principal\nMrs Rola, nurse\nMr Fadi, coach",
        "I am scared.\n\nLara\nGrade 7, Rosary School",
        "je ne dors plus.\n\nInès\nélève au lycée Victor Hugo",
        "he said it.\n\nmy teacher\nthe principal too",
        "I need somebody.\n\nPlease call the school office\nThe principal knows",
        "They all saw it.\n\nThe director\nThe nurse hit her again",
        "the list he sent\n\nRami Khoury\nManager of the club",
    ],
)
def test_what_a_person_tells_of_people_is_no_signature(told: str) -> None:
    assert read_article(told, "text/plain").words == told
