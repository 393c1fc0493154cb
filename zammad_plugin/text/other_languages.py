"""Languages that nobody here answers in: known well enough not to be taken for a neighbour.

Small words and letters of each, by the code of BCP 47. A desk that brings a language of its own
takes it from here.
"""

from __future__ import annotations

from collections.abc import Mapping

# Letters of other scripts than Latin, Arabic and Armenian are told by the script itself.
SMALL: Mapping[str, str] = {
    "ur": "ہے ہیں کی کے کا میں اور کو سے نے ہو گا گی رہا رہی میری میرا یہ وہ اس نہیں پر تھا تھی بھی ایک مجھے",
    "ps": "زه ته هغه چې په کې او سره یو یوه زما ستا مې دې نه کوي کړي شوی دی ده دا څه هم له",
    "azb": "بیر وار منیم سنین دیر ائله اولدو منه سنه بونو نییه ائدیر گلیر ایچون چوخ یوخ",
    "ug": "بىر بىلەن مەن ئۇ بۇ ئۈچۈن ۋە مېنىڭ بار ئەمەس",
    "es": "el los las una del y que en por para con mi su me se no lo le es está tengo pero como muy yo hija hijo hombre ayuda si más años",
    "pt": "o os as um uma do da que em por para com meu minha seu não eu ele ela está tenho mas muito se anos ajuda homem filha filho",
    "it": "il lo gli una del della che di per con mio mia suo non io lui lei sono è ho ma molto se anni aiuto uomo figlia figlio questo",
    "de": "der die das und ist ich nicht ein eine mein meine er sie wir mit auf für von zu den dem bin hat haben wenn jahre hilfe bitte mann tochter sohn aber",
    "nl": "het een en ik niet mijn hij zij wij met op voor van te dat die ben heeft als jaar hulp man dochter zoon maar naar is",
    "sv": "och jag inte en ett min mitt han hon vi med på för av att det som är har om år hjälp man dotter son men",
    "pl": "i nie jest mnie mój moja on ona się z na do że to mam ale jak lat pomoc człowiek córka syn proszę",
    "ro": "și nu este un o meu mea el ea cu pe la de care să am dar ani ajutor bărbat fiica fiul vă",
    "so": "waxaa iyo aan ma ku ka u ah oo waa ayaa jir nin ii igu inuu haddaan",
    "tl": "ang ng mga sa ako ko ay may na hindi kung si ni po siya niya anak lalaki taong ito",
    "id": "yang dan di saya tidak ini itu dengan untuk dari aku dia ada anak tahun tolong",
    "sw": "na ya wa ni kwa mimi yangu yake mtu ana anataka miaka tafadhali",
    "sq": "dhe unë nuk është një në për me të që kam vjeç burrë ndihmë",
}
LETTERS: Mapping[str, str] = {
    "ur": "ٹڈڑےں",
    "ps": "ټډړږښځڅڼېۍ",
    "ug": "ۇۈۋڭې",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "de": "ßä",
    "pl": "ąęłśźż",
    "ro": "țșă",
}
