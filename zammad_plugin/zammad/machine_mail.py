"""Mail that no person wrote, inside a thread: a bounce, an out-of-office, a read receipt.

Known by what mail servers write into it (RFC 3464, RFC 8098) and by the prefixes of clients, in any
language. Zammad's own mark alone proves nothing: lists and web forms, through which people write,
carry it too.
"""

from __future__ import annotations

import re
from typing import Literal

from zammad_plugin.zammad.articles import MAILER, channel_of, is_auto, mime
from zammad_plugin.zammad.rows import Article

Machine = Literal["bounce", "auto_reply", "receipt"]

FIELDS = re.compile(
    r"^\W{0,3}(?:reporting-mta|final-recipient|original-recipient|remote-mta|diagnostic-code|action"
    r"|arrival-date|received-from-mta)\s*:",
    re.I | re.M,
)
FEWEST_FIELDS = 2
DISPOSITION = re.compile(
    r"^\W{0,3}disposition\s*:\s*\S*mdn-sent|disposition-notification", re.I | re.M
)
# A reply code of SMTP with its enhanced one (RFC 3463).
STATUS = re.compile(
    r"\b[45]\d\d[ -]{1,3}#?[45]\.\d{1,3}\.\d{1,3}\b|\b(?:smtp|error|status)\W{0,12}[45]\.\d\.\d{1,2}\b",
    re.I,
)
BOUNCE_SUBJECT = re.compile(
    r"^\W*(?:undeliver|undelivered mail|delivery (?:status|has failed|failure|incomplete)|mail delivery"
    r"|(?:mail|message) (?:delivery )?(?:failed|failure)|failure notice|returned mail|delivery delayed"
    r"|non remis|message non (?:remis|distribué)|échec (?:de|d['’])\w+|notification d['’]échec|non distribu"
    r"|unzustellbar|zustellung|no se pudo entregar|impossibile recapitare|mancato recapito|onbestelbaar"
    r"|teslim edilemedi|iletilemedi|iletim|تعذ[ّ]?ر (?:ال)?تسليم|لم يتم (?:ال)?تسليم|فشل (?:ال)?(?:تسليم|إرسال)"
    r"|غير قابل للتسليم|تحویل (?:داده )?نشد|ارسال ناموفق|не доставлено|նամակը չի)",
    re.I,
)
AUTO_SUBJECT = re.compile(
    r"^\W*(?:auto(?:matic)?[ -]?(?:reply|response|antwort|svar)|automatic reply|auto ?:|autoreply|out of (?:the )?"
    r"office|ooo ?:|on vacation|vacation reply|réponse automatique|absence du bureau|absent du bureau"
    r"|message d['’]absence|automatische antwort|abwesenheit|abwesend|respuesta automática|risposta automatica"
    r"|automatisch antwoord|otomatik (?:yanıt|cevap)|ofis dışında|(?:ال)?رد (?:ال)?(?:تلقائي|آلي|الي)|خارج المكتب"
    r"|پاسخ خودکار|وەڵامی (?:ئۆتۆماتیکی|خۆکار)|bersiva otomatîk|ավտոմատ պատասխան|ինքնաշխատ պատասխան|автоответ)",
    re.I,
)
RECEIPT_SUBJECT = re.compile(
    r"^\W*(?:read(?: receipt)? ?:|not read ?:|lu ?:|accusé de (?:lecture|réception)|gelesen ?:|leído ?:|letto ?:"
    r"|gelezen ?:|okundu(?: bilgisi)?|(?:تم(?:ت)? ال)?قراءة ?:|مقروء[ةه]? ?:|إيصال (?:ال)?قراءة|خوانده شد|رسید خواندن"
    r"|прочитано|ընթերցուած|կարդացված|delivered ?:)",
    re.I,
)
# What an out-of-office says, beside Zammad's mark.
AWAY = re.compile(
    r"out of (?:the )?office|on (?:annual |sick |maternity )?leave|automated (?:message|reply|response)|auto-?generated"
    r"|will be back|i am (?:currently )?away|do not reply to this|no-?reply|we have received your"
    r"|absent(?:e)? (?:du|jusqu|d)|en congé|de retour le|réponse automatique|ne pas répondre|bien reçu votre"
    r"|خارج المكتب|في إجازة|سأعود|رد تلقائي|رد آلي|لقد استلمنا|تم استلام|لا ترد على|izinde(?:yim)?|ofis dışında"
    r"|otomatik (?:yanıt|mesaj)|در مرخصی|پاسخ خودکار|abwesend|im urlaub|nicht im büro",
    re.I,
)
REPORTS = ("message/delivery-status", "message/feedback-report", "text/rfc822-headers")
READ = 4_000  # characters of a body that are looked at; the standards' fields come early


def machine(article: Article) -> Machine | None:
    """What kind of machine wrote the article; None for a person's, and for every chat's."""
    if channel_of(article) != "email":
        return None
    body, subject = str(article.get("body") or "")[:READ], str(article.get("subject") or "")
    kinds = [mime(one) for one in article.get("attachments") or []]
    if any("disposition-notification" in kind for kind in kinds) or DISPOSITION.search(body):
        return "receipt"
    if _is_bounce(article, body, subject, kinds):
        return "bounce"
    if AUTO_SUBJECT.match(subject) or (is_auto(article) and AWAY.search(f"{subject}\n{body}")):
        return "auto_reply"
    if RECEIPT_SUBJECT.match(subject) and (is_auto(article) or not body.strip()):
        return "receipt"
    return None


def _is_bounce(article: Article, body: str, subject: str, kinds: list[str]) -> bool:
    if any(kind.startswith(REPORTS) for kind in kinds):
        return True
    if len(FIELDS.findall(body)) >= FEWEST_FIELDS:
        return True
    if MAILER.search(str(article.get("from") or "")):
        return not AUTO_SUBJECT.match(subject)
    # Each of these a person's mail may have (a list's mark, "Undelivered" as a subject, a copied
    # error); two of them no person's mail has.
    signs = (
        is_auto(article),
        BOUNCE_SUBJECT.match(subject) or BOUNCE_SUBJECT.match(body.lstrip()),
        STATUS.search(body),
    )
    return sum(map(bool, signs)) >= 2
