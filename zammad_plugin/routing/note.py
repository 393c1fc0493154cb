"""The internal note that explains: read in ten seconds, in the desk's working language."""

from __future__ import annotations

from html import escape

from zammad_plugin.routing.decision import Decision
from zammad_plugin.triage.model import Assessment

REASONS = 3
WORDS = {
    "en": ("Urgency", "Category", "Language", "Why", "Replies to use", "A person must look",
           "Voice message: please listen", "Nothing in the text points to a child in danger"),
    "fr": ("Urgence", "Catégorie", "Langue", "Pourquoi", "Réponses à utiliser",
           "À vérifier par une personne", "Message vocal : à écouter",
           "Rien dans le texte n'indique un enfant en danger"),
    "ar": ("الإلحاح", "الفئة", "اللغة", "السبب", "ردود مقترحة", "يجب أن يراجعها شخص",
           "رسالة صوتية: يُرجى الاستماع", "لا شيء في النص يدل على طفل في خطر"),
}  # fmt: skip


def note_html(assessment: Assessment, decision: Decision, lang: str = "en") -> str:
    """HTML for an internal article; texts seen in the message are escaped and isolated."""
    urgency, category, language, why, replies, look, listen, nothing = WORDS.get(lang, WORDS["en"])
    code = escape(assessment.category)
    lines = [
        f"<p><b>{urgency}: {escape(assessment.urgency)}</b> · {category}: {code}"
        f" · {language}: {escape(assessment.lang)}</p>"
    ]
    if "cs-voice" in decision.tags:
        lines.append(f"<p><b>{listen}</b></p>")
    if assessment.review:
        lines.append(f"<p><b>{look}</b></p>")
    lines.append(_reasons(assessment, why, nothing, lang))
    if decision.replies:
        keys = ", ".join(
            f"::{escape(key)} {escape(assessment.answer_lang)}" for key in decision.replies
        )
        lines.append(f"<p>{replies}: {keys}</p>")
    direction = "rtl" if lang == "ar" else "ltr"
    return f'<div dir="{direction}">{"".join(lines)}</div>'


def _reasons(assessment: Assessment, why: str, nothing: str, lang: str) -> str:
    if not assessment.reasons:
        return f"<p>{nothing}.</p>"
    items = []
    for reason in assessment.reasons[:REASONS]:
        said = reason.describe.get(lang) or reason.describe.get("en") or reason.rule
        seen = ", ".join(f"«<bdi>{escape(hit.text)}</bdi>»" for hit in reason.hits[:REASONS])
        items.append(f"<li>{escape(said)} ({escape(reason.rule)}): {seen}</li>")
    return f"<p>{why}:</p><ul>{''.join(items)}</ul>"
