"""Words and signs between a network and a name of an account, by language. Pure."""

from __future__ import annotations

import re

# Words between a network and a name, by language.
LABEL = (
    r"user ?names?|utilisat(?:eur|rice)|joueu(?:r|se)|players?|handles?|accounts?|acct?|acc|profiles?|pages?|users?|usr|nick(?:name)?s?"
    r"|gamer ?tags?|tags?|screen ?name|display name|login|names?|alias|in-?game name|ign"
    r"|pseudos?|comptes?|profils?|identifiants?|nom d['’ ]utilisateur|surnom|noms?"
    r"|hsebo|hseba|7sebo|7seba|hesebo|7esebo|hsabo|7sabo|hsebon|hsab|7sab|ismo|2ismo|esmo|isma|ism|2esmo"
    r"|yuser|yousar|yuzer"
    r"|حساب\w{0,4}|[إا]?لحساب|يوزر\w{0,3}|اليوزر|اسم المستخدم|[إا]سم\w{0,3}|معر[فّ]+\w{0,3}|صفحت\w{1,3}|صفحة|بروفايل\w{0,2}"
    r"|اکانت\w{0,3}|آیدی\w{0,3}|ایدیش?|کاربری|حسابی|kullanıcı adı|hesab\w{0,4}|hesap|adı"
)
ID_LABEL = (
    r"(?:(?:user|account|player|friend|game)[ -]?)?(?:ids?|uids?)|friend code|code ami|identifiants?"
    r"|num[ée]ro d['’]utilisateur|(?:ال)?[اآإ]ي ?دي\w{0,3}|رقم حساب\w{0,3}"
)
SIGNS = r"[:=：]|[-=~–—]{1,5}>|[→➡➜➔⇒👉▶]\ufe0f?"
CALLS = (
    r"(?:s?he|it|who)['’]?s (?:called|named)|is|it['’]?s|was|called|named|est|[ée]tait|c['’](?:est|[ée]tait)|s['’]appel(?:le|ait)|nomm[ée]e?|appel[ée]e?"
    r"|هو|هي|[إا]سم[وهها]{0,2}|هوي|باسم|huwe|howe|houwe|howwe|ismo|2ismo|esmo|b ?esem|bi ?ism|msamm[ei]\w*"
    r"|under|as|dır|است"
)
CONNECT = rf"(?:{SIGNS}|(?:{CALLS})(?!\w))"
FILL = (
    r"his|her|their|my|the|the|a|old|new|other|second|real|fake|main|son|sa|ses|le|la|un|on|sur|of|for|de|du"
    r"|app|game|it(?!['’])|also|following|suivante?|ci-dessous|there|now|aussi|maintenant|kamen|hala2|hnik|kan|hayd[ae]|hay|hon|هيد[اي]|هاد|هاي|كمان|هنيك|هناك|هلق|كان|عنده\w?|عندو|عندها|جديد\w?|التاني\w?|الثاني\w?|الجديد\w?|على|عال\w*|ع|تبعو|تبعه|تبعها|taba3o|tab3o|taba3a|3al|3ala|3a|aal|l|el|al"
)
# What stands round a name: brackets, quotation marks, marks of direction.
OPEN = r"(?:[\"'“„‘’(`*\[{<]|[«‹]\s?)?[\u200e\u200f\u2066-\u2069]*"
QUOTES = ('"', "'", "“", "„", "‘", "«", "‹", "`")
CLOSING = ('"', "'", "”", "“", "’", "»", "›", "`")
MARKS = " \u00a0\u202f\u200e\u200f\u2066\u2067\u2068\u2069"
AROUND = MARKS + " :=.،,;؛()[]«»\"'\n"


def is_quoted(text: str, found: re.Match[str]) -> bool:
    """The name alone: marks of direction and a French blank may stand between it and the quotation
    marks; an apostrophe ("d'Internet") is none."""
    start, end = found.span("token")
    before, behind = (
        text[max(0, start - 6) : start].rstrip(MARKS),
        text[end : end + 6].lstrip(MARKS),
    )
    return before.endswith(QUOTES) and not before[-2:-1].isalnum() and behind.startswith(CLOSING)


def is_foreign(text: str, found: re.Match[str]) -> bool:
    """A word of Latin letters between Arabic ones is hardly a word of the sentence."""
    start, end = found.span("token")
    before, behind = (
        text[max(0, start - 6) : start].rstrip(AROUND),
        text[end : end + 6].lstrip(AROUND),
    )
    arabic = before[-1:] >= "\u0600" and before[-1:] <= "\u06ff"
    return arabic and (not behind or "\u0600" <= behind[0] <= "\u06ff")
