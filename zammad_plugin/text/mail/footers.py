"""Sentences that no person wrote for this message: disclaimers, banners, virus scanners, web forms.

Known by wording that belongs to them alone; a sentence of a person's between them stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import ahocorasick

Kind = Literal["disclaimer", "banner", "scanner", "form"]

# A word that must be there (in lower case), which is looked for first because that costs nothing;
# then what stands around it.
DISCLAIMER = (
    # English
    ("intended", r"intended (?:solely |only |exclusively )?for|not the intended|the intended (?:recip|addr)"),
    ("intended", r"unless you are the|for the (?:sole|exclusive) use of|confidential information intended"),
    ("addressee", r"for the addressee|to the addressee|not the (?:named )?addressee|addressees? only|use by the addressee"),
    ("recipient", r"not (?:the|an) (?:intended |named )?recipient|recipients? should check"),
    ("notify", r"(?:please )?notify (?:the sender|us) (?:immediately|at once|by|and|of)|please (?:immediately )?notify the sender"),
    ("confidential", r"confidential(?:ity)? (?:notice|note|and (?:may|is|intended|privileged|protected))|may contain confidential"),
    ("privileged", r"legally privileged|privileged (?:and|or|information)|confidential or privileged"),
    ("views", r"views (?:or opinions )?(?:expressed|presented|contained)|any views[\w\s]{0,20} are (?:those|solely)"),
    ("opinions", r"opinions (?:expressed|presented|contained)"),
    ("environment", r"(?:consider|think of|thinking of|care for) (?:the|our) environment"),
    ("printing", r"before printing (?:this|the|it)"),
    ("prohibited", r"(?:use|review|dissemination|disclosure|distribution|copying|retransmission)\b[\w\s,()/-]{0,80}\bprohibited|strictly prohibited"),
    ("unlawful", r"(?:use|disclosure|copying)\b[\w\s,]{0,60}\bmay be unlawful"),
    ("liability", r"(?:accepts?|no) (?:no |any )?liability|liability (?:is|can be) accepted"),
    ("responsib", r"accepts? no responsibility|cannot accept (?:any )?responsibility"),
    ("guaranteed", r"(?:e-?mail|transmissions?)[\w\s]{0,30}cannot be guaranteed"),
    ("registered", r"registered (?:in england|office|charity|company)"),
    ("unsubscribe", r"unsubscribe (?:from|here|at any time)|to unsubscribe|unsubscribe$"),
    # French
    ("exclusi", r"à l['’](?:intention|attention|usage) exclusi|destinataires? exclusi|exclusivement destin"),
    ("destinataire", r"n['’]?(?:êtes|etes) pas[\w\s'’]{0,20}destinataire|pas le destinataire|réservés? (?:à|au)[\w\s]{0,15}destinataire"),
    ("expéditeur", r"(?:avertir|avertissez|prévenir|informer|aviser|avisez)[\w\sé]{0,20}l['’]expéditeur"),
    ("environnement", r"(?:pensez|pensons) à (?:l['’])?environnement"),
    ("imprimer", r"avant d['’]imprimer|n['’]imprimer? (?:ce|que)"),
    ("interdite", r"(?:utilisation|diffusion|divulgation|reproduction|publication|copie)\b[\w\s,'’]{0,70}\binterdite"),
    ("responsabilité", r"décline(?:nt)? toute responsabilité"),
    ("désabonner", r"(?:se|vous) désabonner|désabonner$"),
    # Arabic
    ("مخصص", r"مخصص[ةه]?[^.\n]{0,12} (?:لاستخدام|للمرسل|للشخص|لعناية|للجهة|حصر)"),
    ("المرسل", r"(?:لم تكن|لست|لستم)[^.\n]{0,20}المرسل [إا]لي|(?:[إا]بلاغ|[إا]خطار|[إا]شعار|[إا]علام) المرسل"),
    ("المقصود", r"(?:لم تكن|لست|لستم)[^.\n]{0,30}المقصود"),
    ("مسؤولية", r"(?:لا|ولا) (?:ت|ي)تحمل[^.\n]{0,40}مسؤولية[^.\n]{0,40}(?:محتو|فيروس|ضرر|آراء|الرسالة)"),
    ("طباعة", r"قبل طباعة هذ|الطباعة إلا"),
    ("البيئة", r"حفاظ[اً]{0,2} على البيئة"),
    ("يحظر", r"يحظر (?:أي |اي )?(?:استخدام|نشر|نسخ|توزيع|[إا]فشاء)"),
    ("الاشتراك", r"لإلغاء الاشتراك|إلغاء الاشتراك"),
    # Turkish, Persian, Kurdish, Armenian, German, Spanish, Italian
    ("yalnızca", r"yalnızca (?:gönderil|adres|muhatab|yukarıda)"),
    ("muhatab", r"muhatab[ıi] (?:değil|olmayan)"),
    ("yazdırmadan", r"yazdırmadan önce"),
    ("yanlışlıkla", r"yanlışlıkla (?:size |tarafınıza )?(?:ulaş|gönder)"),
    ("گیرنده", r"گیرنده(?:‌?ی)? (?:مورد نظر|اصلی)"),
    ("چاپ", r"(?:پیش|قبل) از چاپ"),
    ("հասցեատեր", r"հասցեատերը չեք"),
    ("vertraulich", r"vertrauliche (?:und|informationen)|(?:mail|nachricht)[\w\s,]{0,40}vertraulich"),
    ("irrtümlich", r"irrtümlich erhalten"),
    ("destinatari", r"no (?:es|sea)[\w\s]{0,10}destinatario|non (?:è|siete)[\w\s]{0,10}destinatari"),
)  # fmt: skip
# What a person could write too: it counts beside a sentence of the others only.
DOUBTFUL = (
    ("by mistake", r"received (?:this|it|the) (?:e-?mail|message|communication)[\w\s]{0,20}by mistake"),
    ("in error", r"receiv\w+ (?:this|it|the)[\w\s,'’-]{0,40}\bin error|sent (?:to you )?in error"),
    ("confidential", r"(?:e-?mail|message|communication|transmission|attach\w*)[\w\s,()/'’-]{0,60}\b(?:is|are|may be|contains?)\b[\w\s,/]{0,25}\bconfidential"),
    ("because", r"you (?:are receiving|received|receive) this (?:e-?mail|message|newsletter) because"),
    ("par erreur", r"(?:reçu|recevez|parvenu)[\w\s'’]{0,40}par erreur|par erreur,? (?:merci|veuillez|nous vous)"),
    ("confidentiel", r"(?:pi[eè]ces? jointes?|messages?|courriels?|e-?mails?|informations?)[\w\s,'’()-]{0,70}\bconfidentiel"),
    ("سري", r"سر[يّ]{1,2}[ةه]? (?:و(?:م|ت|قد|لا|هي)|للغاية)|معلومات سري|(?:الرسالة|البريد|المرفقات)[^.\n]{0,60} سري"),
    ("سرّي", r"سرّي[ةه]? (?:و|للغاية)|(?:الرسالة|البريد)[^.\n]{0,60} سرّي"),
    ("الخط", r"(?:وصل|استلم|تلقي|تسلم)[^.\n]{0,50}(?:بالخط|بطريق الخط|عن طريق الخط)"),
    ("gizli", r"(?:mesaj|e-?posta|ileti)[\w\s,]{0,60}gizli|gizli(?:dir)? ve "),
    ("اشتباه", r"(?:ایمیل|پیام)[^.\n]{0,30}اشتباه|به اشتباه[^.\n]{0,20}(?:دریافت|رسید)"),
    ("محرمانه", r"محرمانه (?:است|بوده|و|می)|اطلاعات محرمانه"),
    ("نهێنی", r"(?:نامەیە|ئیمەیڵە)[^.\n]{0,40}نهێنی"),
    ("գաղտնի", r"(?:նամակ|հաղորդագր)[^.\n]{0,60}գաղտնի"),
    ("confidencial", r"(?:mensaje|correo|informaci[oó]n)[\w\s,]{0,50}confidencial"),
    ("riservat", r"(?:messaggio|informazioni)[\w\s,]{0,50}riservat"),
)  # fmt: skip
BANNER = (
    ("outside", r"(?:e-?mail|message|sender)[\w\s]{0,20} (?:originated|comes?|came|sent|is) (?:from )?outside|originated outside|from outside (?:of )?(?:the|your|our) organi"),
    ("external", r"^\W*(?:caution|warning|attention|alert|notice)?\W{0,4}(?:this is an? )?external (?:e-?mail|sender|message|source)|from an external (?:sender|source|e-?mail)"),
    ("click", r"do not click (?:on )?(?:any )?links|(?:do not|don['’]t|avoid) (?:click|open)[\w\s]{0,30}(?:links|attachments) (?:or|unless|from)"),
    ("often get", r"you don['’]t often get e-?mail"),
    ("important", r"learn why this is important"),
    ("recognize the", r"unless you (?:recogni[sz]e|know) the (?:sender|source|content)"),
    ("recognise the", r"unless you recogni[sz]e the (?:sender|source|content)"),
    ("extérieur", r"(?:courriel|message|mail) (?:provient|vient|émane)[\w\s'’]{0,30}extérieur"),
    ("externe", r"(?:courriel|mail|message|expéditeur) (?:provenant d['’]une source )?externe\b[\W\s]*(?:$|[:.!-])|expéditeur externe|^\W*(?:attention|prudence)\W+[\w\s'’-]{0,40}externe"),
    ("cliquez", r"ne cliquez (?:pas|sur aucun)[\w\s]{0,25}lien"),
    ("خارج", r"(?:بريد|رسال[ةه])[^.\n]{0,20} خارج(?:ي|ية)\b|من خارج (?:ال)?(?:مؤسس|منظم|شرك|جهة|نطاق)"),
    ("تنقر", r"لا تنقر[^.\n]{0,20}(?:روابط|رابط|الروابط)"),
    ("dışından", r"(?:kurum|kuruluş|şirket)\w*(?: |['’])?dışından"),
    ("tıklamayın", r"bağlant\w+ tıklamayın"),
    ("سازمان", r"از خارج (?:از )?سازمان"),
)  # fmt: skip
SCANNER = (
    ("virus", r"virus-?free\b.{0,40}(?:avast|avg|www|$)|no virus(?:es)? (?:was |were )?found"),
    ("virus", r"(?:scanned|checked|screened|tested)[\w\s]{0,25}\bvirus|garanti sans virus|absence de virus"),
    ("virus", r"(?:vérifié|analysé|scanné|contrôlé)[\w\s,'’]{0,50}virus|(?:believed|found) to be (?:virus|clean)"),
    ("scanned", r"scanned by [\w\s]{0,20}(?:mailscanner|mimecast|barracuda|sophos|kaspersky|eset|avast|avg|symantec|mcafee|antivirus)"),
    ("vérifié", r"vérifié par [\w\s]{0,20}(?:avast|avg|kaspersky|eset|mailinblack)"),
    ("فيروس", r"(?:تم )?(?:فحص|التحقق|التأكد)[^.\n]{0,50}فيروس|خال[يٍ]?[ةه]? من (?:ال)?فيروس"),
    ("avast", r"(?:avast|www\.avast\.com)\W*(?:antivirus)?\W*$"),
    ("virüs", r"virüs (?:taramas|bulunma|içerm)|virüslere karşı"),
    ("viren", r"virenfrei|auf viren (?:geprüft|überprüft)"),
    ("ویروس", r"ویروس(?:‌| )?یاب"),
)  # fmt: skip
FORM = (
    ("form", r"(?:sent|submitted|received|generated) (?:from|via|through|by|using|on) (?:a |the |your |our )?(?:web(?:site)?['’]?s? )?(?:contact|web|website|online|feedback|report(?:ing)?) ?form"),
    ("form", r"(?:form was submitted|new (?:form )?submission)[\w\s]{0,20}(?:from|on|at)|powered by (?:wpforms|contact form|gravity|elementor|typeform|jotform)"),
    ("formulaire", r"(?:envoyé|transmis|reçu|soumis)[\w\s'’]{0,30}formulaire|formulaire de contact (?:de|du|sur) (?:votre|notre|le) site"),
    ("نموذج", r"[إا]رسال[^.\n]{0,30}نموذج (?:الاتصال|التواصل|الموقع)"),
    ("استمارة", r"[إا]رسال[^.\n]{0,30}استمارة (?:الاتصال|التواصل|الموقع)"),
    ("iletişim formu", r"iletişim formu(?:ndan|\w* (?:aracılığıyla|üzerinden|ile))"),
    ("فرم", r"از (?:طریق )?فرم (?:تماس|سایت)"),
    ("submission", r"submission (?:id|date|ip|time)\b"),
    ("ip", r"^\W*(?:remote |sender(?:['’]s)? |your |user )?ip(?:[ -]address)? ?: ?[\da-f]"),
    ("user", r"^\W*user[ -]agent ?: ?\S+/"),
    ("url", r"^\W*(?:page|form|referr?er) url ?: ?http"),
    ("adresse ip", r"adresse ip ?: ?\d"),
)  # fmt: skip
TABLES: tuple[tuple[Kind, bool, tuple[tuple[str, str], ...]], ...] = (
    ("form", True, FORM),
    ("scanner", True, SCANNER),
    ("banner", True, BANNER),
    ("disclaimer", True, DISCLAIMER),
    ("disclaimer", False, DOUBTFUL),
)


class Rule(NamedTuple):
    """A sentence of `kind`; `sure`: by itself."""

    kind: Kind
    sure: bool
    word: str
    pattern: re.Pattern[str]


RULES = tuple(
    Rule(kind, sure, word, re.compile(pattern, re.I))
    for kind, sure, table in TABLES
    for word, pattern in table
)
SENTENCE_END = re.compile(r"(?<=[.!?؟۔։…])[\"'»”’)\]]*\s+")
MOST = 2_000  # characters of one sentence that are looked at
NEAR = 1  # sentences between two of one footer


def _automaton() -> ahocorasick.Automaton:
    words = ahocorasick.Automaton()
    for rule in RULES:
        words.add_word(rule.word, rule.word)
    words.make_automaton()
    return words


_WORDS = _automaton()


class Footer(NamedTuple):
    """A sentence from `start` to `end` of the text."""

    kind: Kind
    start: int
    end: int


def footers(text: str, sentences: Iterable[tuple[int, int]]) -> Iterator[Footer]:
    """Which of the `sentences` (start, end) of `text` are nobody's words, in order."""
    words = _words_in(text)
    if not words:
        return
    rules = [rule for rule in RULES if rule.word in words]
    places = list(sentences)
    found = [_rule(text[start:end][:MOST], rules) for start, end in places]
    for at, (rule, (start, end)) in enumerate(zip(found, places, strict=True)):
        near = found[max(0, at - NEAR) : at] + found[at + 1 : at + 1 + NEAR]
        if rule and (rule.sure or any(near)):
            yield Footer(rule.kind, start, end)


def _words_in(text: str) -> set[str]:
    return {word for _, word in _WORDS.iter(text.lower())}


def _rule(sentence: str, rules: Iterable[Rule]) -> Rule | None:
    low = sentence.lower()
    return next((one for one in rules if one.word in low and one.pattern.search(sentence)), None)
