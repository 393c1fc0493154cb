"""Words by which people tell of themselves and of others, by language: no machine writes them.

What holds one is a person's, whatever else is in it. Lower case, without the marks of Arabic.
"""

from __future__ import annotations

import re

# Who tells of somebody is no machine, whatever the rest of the sentence says.
PERSONAL = re.compile(
    r"\b(?:i|me|my|mine|he|him|his|she|her|they|je|me|mon|ma|mes|moi|il(?! s['’]agit)|elle|lui)\b"
    r"|\b[jm]['’]|[أا]نا |\b(?:لي|معي|عندي|[إا]بنتي|[إا]بني|بنتي|[أا]ختي|[أا]خي)\b"
)
# Of whom a report tells.
PEOPLE = re.compile(
    r"\b(?:i|me|my|mine|he|him|his|she|her|girls?|boys?|daughters?|sons?|kids?|child|children|sisters?|brothers?|mothers?|fathers?|friends?"
    r"|m[ae]n|wom[ae]n|teachers?|pupils?|students?|someone|somebody|everyone|photos?|pics?|video|money|help|now|tonight|today"
    r"|je|moi|mon|ma|mes|il|elle|lui|filles?|fils|garçons?|enfants?|sœurs?|frères?|mère|père|amie?s?|hommes?|femmes?|élèves?|quelqu|photos?|aide[rz]?)\b|\b[jm]['’]"
    r"|[أا]نا |\b(?:لي|معي|عندي|بنت\w*|[إا]بن\w*|ولد\w*|[أا]خ[يتوه]\w*|[أا]م[يه]|رفيق\w*|صور\w*|طفل\w*|شب)\b|çocu\w+|kız\w*|fotoğraf\w*|دختر|پسر|عکس"
)
# Who speaks or is spoken of, what is asked for, how old somebody is: no signature has it.
TOLD = re.compile(
    r"\b(?:i|(?-i:me)|my|mine|he|him|his|she|her|they|them|their|you|please|pls|help|call me|grade|class|year|years"
    r"|student|pupil|aged?|victim|suspect|blackmail\w*|threat\w*|photos?|pics?|video|money"
    r"|je|moi|mon|ma|mes|il|elle|lui|ils|svp|aide[rz]?|ans|classe|élève|étudiante?|photo|vidéo|argent|menac\w+"
    r"|ben|bana|benim|sınıf\w*|öğrenci\w*|yaş\w*|ez|min|pol|դասարան\S*|աշակերտ\S*)\b|\b[jm]['’]"
    r"|(?:^|\s)(?:[أا]نا|هو|هي|هوي|هيي|عم|بدو|بدي|لي|معي|[إا]بني|بنتي|[إا]بنتي|[أا]ختي|[أا]خي|الصف|صف|عمر\w{0,3}|سنة|سنين"
    r"|طالب[ةه]?|تلميذ[ةه]?|الطالب[ةه]?|التلميذ[ةه]?|صور[ةه]?|صور\w+|فيديو|مصاري|من فضلك|ساعدو\w*|کلاس|پایه|پۆلی?|قوتابی)(?=$|[\s,،.])",
    re.I,
)
# Whoever asks himself what to do is no form; but forms let people agree in their own name.
OWN = re.compile(
    r"\b(?:i|me|my|mine|je|moi|mon|ma|mes|ben|bana|benim|ez|min|ana|ich)\b|\b[jm]['’]"
    r"|[أا]نا\b|\b(?:لي|معي|عندي|[إا]بني|[إا]?بنتي|[إا]بنتي|[أا]ختي|[أا]خي|برای من)\b|\w{2}ني\b",
    re.I,
)


def tells(text: str) -> bool:
    """Whether somebody tells of a person; `text` in lower case."""
    return bool(PERSONAL.search(text) or PEOPLE.search(text))
