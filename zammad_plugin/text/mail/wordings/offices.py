"""Words of signatures, by language: what somebody is, where he works, and what points to another.

Without the marks of Arabic.
"""

from __future__ import annotations

import re

PROFESSION = re.compile(
    r"\b(?:teacher|professor|prof|principal|head(?:master|mistress| of)|counsell?or|psychologist|therapist"
    r"|social worker|nurse|doctor|physician|manager|director|officer|coordinator|assistant|associate"
    r"|engineer|eng|lawyer|attorneys?|solicitors?|barrister|partner|secretary|accountant|consultant|specialist"
    r"|supervisor|administrator|librarian|trainer|coach|analyst|president|chair(?:man|woman|person)?|dean"
    r"|registrar|advisor|adviser|editor|journalist|operator|technician|caseworker|case worker|volunteer|safeguarding lead|bursar"
    r"|professeure?|enseignante?|institut(?:eur|rice)|direct(?:eur|rice)|proviseure?|principale?|conseill(?:er|ère)"
    r"|infirmi(?:er|ère)|psychologue|psychiatre|pédiatre|éducat(?:eur|rice)|responsable|chargée? d[eu']"
    r"|gestionnaire|avocate?|juriste|médecin|secrétaire|comptable|ingénieure?|assistante?|coordinat(?:eur|rice)"
    r"|présidente?|bénévole|documentaliste|surveillante?|orthophoniste|adjointe?|économe|intendante?|instituteur|chef(?:fe)? d[eu']"
    r"|öğretmen\w*|müdür\w*|avukat|psikolog|uzman\w*|hemşire|doktor|danışman\w*|koordinatör\w*|sorumlusu"
    r"|mamoste|rêveber\w*|doktor|parêzer|ուսուց\S*|տնօր[եէ]ն\S*|հոգեբան|փաստաբան|բժիշկ|քարտուղար\S*"
    r"|lehrer\w*|leiter\w*|sachbearbeiter\w*|maestr[ao]|profesora?|director[ae]?|dirigente)\b"
    r"|(?:^|[\s(/–-])(?:ال)?(?:معلم|مدرس|[أا]ستاذ|مدير|مرشد|[أا]خصائي|محامي|محام|طبيب|دكتور|مهندس|مساعد|معاون|محاسب|منسق"
    r"|مسؤول|سكرتير|رئيس|مستشار|مشرف|موظف|ممرض|باحث|استشاري|نائب|معاون|مشاور|وکیل|کارشناس|پزشک|دبیر|بەڕێوەبەر"
    r"|مامۆستا|پارێزەر|توێژەر)(?:[ةهی]|ان|ی)?(?=$|[\s,،)/–-])",
    re.I,
)
ORGANISATION = re.compile(
    r"\b(?:school|college|academy|university|institute|faculty|hospital|clinic|ministry|offices?|bank|agency"
    r"|association|foundation|ngo|cent(?:re|er)|company|ltd|llc|llp|inc|plc|sal|s\.a\.l|sarl|gmbh|dept|department"
    r"|division|directorate|council|embassy|municipality|unit|bureau|society|charity|federation|committee"
    r"|lycée|collège|école|université|institut|mairie|ministère|banque|agence|cabinet|association|fondation"
    r"|centre|académie|rectorat|hôpital|clinique|commune|atelier|boutique|internat|foyer|barreau|paroisse|crèche|immeuble"
    r"|okulu|lisesi|üniversitesi|bakanlığı|derneği|vakfı|hastanesi|belediyesi|dibistan\w*|zanîngeh\w*|rêxistin\w*"
    r"|դպրոց\S*|վարժարան\S*|համալսարան\S*|նախարար\S*|հիմնադրամ|schule|gymnasium|universität|colegio|scuola)\b"
    r"|a\.ş\.|(?:^|[\s(|/–-])(?:ال)?(?:وزار[ةت]|مديرية|جامعة|كلية|مدرسة|ثانوية|معهد|مستشفى|مركز|جمعية|مؤسسة|شركة"
    r"|بنك|مصرف|قسم|شعبة|مكتب|بلدية|جمهورية|تعاونية|دائرة|نقابة|روضة|محلات|عيادة|دانشگاه|مدرسه|دبیرستان|اداره|شرکت"
    r"|قوتابخانەی?|زانکۆی?|وەزارەتی?|ڕێکخراوی?|فەرمانگەی?)(?=$|[\s,،)|/–-])",
    re.I,
)
# What leads to somebody's name: what stands below is no signature.
POINTS = re.compile(
    r"[:：՝]\s*$|\b(?:name|named|called|this is|that is|here is|below|following|details|suspects?|works?"
    r"|s['’]appelle|nom|voici|c['’]est lui|ci-dessous|suivante?s?|coordonnées|travaille|adı|ismi|aşağıda|navê)\b"
    r"|اسم|هذا هو|هيدا|هاد|التالي|[أا]دناه|بيشتغل|يعمل|بياناته|ناوی|نامش|անուն",
    re.I,
)
