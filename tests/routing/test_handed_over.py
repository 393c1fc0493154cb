"""What a colleague reads first who hands over a child's case: what we take on, until when the child
stays with them, what we need, and what must not be sent. Two texts say it, for a colleague who asks
for advice may mean to hand over too."""

from __future__ import annotations

import pytest

from zammad_plugin.config.places import default_desk
from zammad_plugin.routing.decision import decide
from zammad_plugin.routing.facts import Circumstances
from zammad_plugin.routing.rules import load_routing
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.replies.translations import replies_of
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load

RULES, ROUTING = load(), load_routing()
KEYS = {"partner-referral", "first-answer-professional"}
REPLIES = replies_of(read(default_desk()).desired)
# Thanks, what we take on, who stays with the child, when, danger, what not to send, a safe way.
SAID = {
    "en": ("Thank you", "take on", "stay with the child", "{{answer-within?}}", "emergency number"),
    "ar": ("شكرا", "نتولاه", "إلى جانب الطفل", "{{answer-within?}}", "برقم الطوارئ"),
    "fr": ("Merci", "en charge", "auprès de l'enfant", "{{answer-within?}}", "numéro d'urgence"),
}
NOT_TO_SEND = {
    "en": ("no pictures", "ask", "names"),
    "ar": ("عدم إرسال صور", "اسألونا", "أسماء"),
    "fr": ("N'envoyez ni images", "demandez-nous", "noms"),
}


@pytest.mark.parametrize(
    "body",
    [
        "we are a helpline in France and would like to hand over a case: girl, 15, blackmail",
        "Hello, I am a social worker at a shelter. I am referring a 13 year old girl to you, a man "
        "online asks her for pictures. Her mother agrees. What do you need from me?",
        "نحن خط مساعدة في الأردن ونود إحالة حالة إليكم: فتاة عمرها ١٥ سنة تتعرض لابتزاز، وقد وافقت",
        "أنا أخصائية اجتماعية، أريد تحويل حالة طفل عمره ١٢ سنة إليكم، شخص يطلب منه صورا",
        "Nous sommes une association à Lyon et nous souhaitons vous transmettre la situation d'une "
        "fille de 14 ans victime de chantage. Elle est d'accord.",
        "Je suis assistante sociale, je voudrais vous orienter un garçon de 13 ans à qui un adulte "
        "demande des photos. De quoi avez-vous besoin ?",
    ],
)
def test_who_hands_over_a_case_gets_words_for_a_colleague(body: str) -> None:
    made = decide(assess([Message(body)], RULES), Circumstances("signal"), ROUTING)
    assert set(made.replies[:2]) == KEYS


@pytest.mark.parametrize("lang", sorted(SAID))
@pytest.mark.parametrize("key", sorted(KEYS))
def test_both_texts_say_what_a_lead_would(key: str, lang: str) -> None:
    text = str(REPLIES[key][lang].about["raw"])
    folded = text.casefold()
    wanted = (*SAID[lang], *NOT_TO_SEND[lang])
    assert [one for one in wanted if one.casefold() not in folded] == []
