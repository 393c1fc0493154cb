"""A block of header fields is a client's by its address or its hour, in whatever language."""

from __future__ import annotations

import pytest

from zammad_plugin.text.mail.clean import clean_article


@pytest.mark.parametrize(
    "body",
    [
        "From: my cousin\nSent: two photos\nTo: all of 9B\nSubject: me",
        "De: un garçon du lycée\nEnvoyé: une photo\nÀ: mes amis\nObjet: de l'argent",
        "من: واحد من الحي\nأرسلت: صورة\nإلى: رفيقاتي\nالموضوع: تهديد",
        "From: the start\nDate: 3 May - photo 1\nDate: 9 May - paid him\nSubject: what now",
        "Gönderen: sınıftan biri\nTarih: dün gece\nKonu: fotoğraflarım",
    ],
)
def test_a_list_in_the_shape_of_a_header_is_the_persons(body: str) -> None:
    assert clean_article(f"help\n{body}\nplease", "text/plain") == f"help\n{body}\nplease"


@pytest.mark.parametrize(
    "header",
    [
        "Ji: Desk <a@b.org>\nŞandin: Duşem, 15ê Nîsanê 2024 19:40\nMijar: hello",
        "Ումից՝ Desk <a@b.org>\nՈւղարկված է՝ 9 Դեկտեմբեր, 2024թ. 11:06\nԹեմա՝ hello",
        # Labels that stand in no list: the address and the hour are enough.
        "Avsändaren: Desk <a@b.org>\nTidpunkt: 15 april 2024 19:40\nTill hello: Me <c@d.org>",
        "Your message\n\nTo: Desk\nSubject: hello\nSent: Tuesday, November 5, 2024 1:20:11 PM",
    ],
)
def test_a_header_block_is_known_by_its_address_or_hour(header: str) -> None:
    assert clean_article(f"mine\n\n{header}\n\nold words", "text/plain").split()[0] == "mine"
    assert "hello" not in clean_article(f"mine\n\n{header}\n\nold words", "text/plain")


@pytest.mark.parametrize(
    "head",
    [
        "In a message dated 11/10/2026 5:44:18 PM Eastern Standard Time, desk@b.org writes:",
        "On Չրք, Նոյ 11, 2026 at 10:20 Desk <a@b.org> գրել է.",
        "Desk <a@b.org> 12/11/2026 14:15 >>>",
        "=-=-= Pour répondre par courriel, écrivez au-dessus de cette ligne =-=-=",
    ],
)
def test_a_clients_line_above_what_it_quotes(head: str) -> None:
    assert clean_article(f"mine\n\n{head}\n\nold words", "text/plain") == "mine"


@pytest.mark.parametrize(
    "form",
    [
        "From: Rima <a@b.org>\nDate: 3/5/2024 10:00\nSubject: help\nMessage: he threatens her",
        "Namn: Rima <a@b.org>\nTid: 2024-05-03 10:00\nMeddelande: han hotar min syster 10:30",
    ],
)
def test_what_a_form_was_told_below_a_date_is_the_persons(form: str) -> None:
    last = form.splitlines()[-1]
    assert last in clean_article(form, "text/plain")
