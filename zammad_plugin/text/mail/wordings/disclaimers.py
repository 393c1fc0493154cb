"""Wordings of disclaimers, of receivers' banners and of virus scanners, by language.

Each row: a word that must be there (in lower case), which is looked for first because that costs
nothing; then what stands around it. `text/mail/footers` reads them.
"""

from __future__ import annotations

import re

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
    ("service of documents", r"(?:accepts?|accept) no service|not accept service"),
    ("attorney-client", r"attorney-client (?:communication|privilege)"),
    ("privileged and confidential", r"^\W*privileged and confidential\b"),
    ("educational use", r"e-?mail[\w\s]{0,30}(?:is|are) for educational use"),
    ("printing", r"before printing (?:this|the|it)"),
    ("print", r"think before (?:you|we) print|(?:really )?need (?:to print|a hard copy)|(?:do not|don['’]t|please avoid) print(?:ing)? this|save paper"),
    ("disclose", r"must not (?:read, |use, |copy, )*(?:disclose|copy|distribute|use)\b[\w\s,]{0,60}(?:contents?|message|e-?mail|information|attachments?)|\bdisclose, copy"),
    ("regulated by", r"authori[sz]ed and regulated by"),
    ("electronic", r"(?:this|the) electronic (?:mail|message|communication)\b[\w\s,]{0,40} (?:is|may|contains?|comes)"),
    ("protected health", r"protected health information"),
    ("not secure", r"(?:internet|e-?mail)[\w\s]{0,20} (?:are|is) not (?:a )?secure"),
    ("monitor", r"(?:e-?mails?|messages?|calls?|communications?)[\w\s,]{0,50} may be (?:monitored|recorded|archived|intercepted)"),
    ("prohibited", r"(?:use|review|dissemination|disclosure|distribution|copying|retransmission)\b[\w\s,()/-]{0,80}\bprohibited|strictly prohibited"),
    ("unlawful", r"(?:use|disclosure|copying)\b[\w\s,]{0,60}\bmay be unlawful"),
    ("liability", r"(?:accepts?|no) (?:no |any )?liability|liability (?:is|can be) accepted"),
    ("responsib", r"accepts? no responsibility|cannot accept (?:any )?responsibility"),
    ("guaranteed", r"(?:e-?mail|transmissions?)[\w\s]{0,30}cannot be guaranteed"),
    ("registered", r"registered (?:in england|office|charity|company)"),
    ("unsubscribe", r"unsubscribe (?:from|here|at any time)|to unsubscribe|unsubscribe$"),
    # French
    ("confidentiels", r"(?:ce message|ce courriel|cet e-?mail)[\w\s,'’]{0,50} (?:est|sont) (?:strictement )?confidentiel"),
    ("confidentiel et", r"(?:ce message|ce courriel|cet e-?mail)[\w\s,'’]{0,50} (?:est|sont) (?:strictement )?confidentiel"),
    ("exclusi", r"à l['’](?:intention|attention|usage) exclusi|destinataires? exclusi|exclusivement destin"),
    ("destinataire", r"n['’]?(?:êtes|etes) pas[\w\s'’]{0,20}destinataire|pas le destinataire|réservés? (?:à|au)[\w\s]{0,15}destinataire"),
    ("expéditeur", r"(?:avertir|avertissez|prévenir|informer|aviser|avisez)[\w\sé]{0,20}l['’]expéditeur"),
    ("environnement", r"(?:pensez|pensons) à (?:l['’])?environnement"),
    ("imprimez", r"n['’]imprimez (?:ce|cet|que|pas)"),
    ("n'engage", r"n['’]engage(?:nt)? (?:que|en rien|pas)"),
    ("personne nommée", r"adresse (?:uniquement|exclusivement) à la personne"),
    ("données", r"données (?:personnelles|à caractère personnel|de santé)[\w\s,'’]{0,60}(?:trait|protég|soumis|message|courriel)|droit d['’]accès,? de rectification"),
    ("rgpd", r"conformément au rgpd"),
    ("valeur", r"(?:courriel|message|elles?)[\w\s]{0,20} n(?:['’]a|['’]ont) pas (?:de )?valeur"),
    ("imprimer", r"avant d['’]imprimer|n['’]imprimer? (?:ce|que)"),
    ("interdite", r"(?:utilisation|diffusion|divulgation|reproduction|publication|copie)\b[\w\s,'’]{0,70}\binterdite"),
    ("responsabilité", r"décline(?:nt)? toute responsabilité"),
    ("désabonner", r"(?:se|vous) désabonner|désabonner$"),
    ("secret professionnel", r"secret professionnel[\w\s'’]{0,15} (?:s['’]appli|au contenu|de ce|de cet|du présent)|(?:informations?|correspondances?|communications?|messages?|courriels?|échanges?|pièces? jointes?)[\w\s,'’()-]{0,80}(?:couvert|protég|soumis)\w* (?:par|au) (?:le )?secret professionnel"),
    ("altéré", r"altéré,? (?:déformé|modifié|falsifié)"),
    # Arabic
    ("مخصص", r"مخصص[ةه]?[^.\n]{0,12} (?:لاستخدام|للمرسل|للشخص|لعناية|للجهة|حصر)"),
    ("إخلاء مسؤولية", r"^\W*[إا]خلاء مسؤولية\b"),
    ("خاصة ب", r"هذه الرسالة خاصة (?:ب|بال)(?:شخص|جهة|مرسل)"),
    ("البيئة", r"فكر في البيئة"),
    ("المرسل", r"(?:لم تكن|لست|لستم)[^.\n]{0,20}المرسل [إا]لي|(?:[إا]بلاغ|[إا]خطار|[إا]شعار|[إا]علام) المرسل"),
    ("المقصود", r"(?:لم تكن|لست|لستم)[^.\n]{0,30}المقصود"),
    ("مسؤولية", r"(?:لا|ولا) (?:ت|ي)تحمل[^.\n]{0,40}مسؤولية[^.\n]{0,40}(?:محتو|فيروس|ضرر|آراء|الرسالة)"),
    ("تحتوي", r"قد تحتوي هذه (?:المراسلة|الرسالة)[^.\n]{0,30}معلومات"),
    ("موجه", r"موجه[ةه]? (?:حصرا|فقط|حصريا) [إا]لى"),
    ("طباعة", r"قبل طباعة هذ|الطباعة إلا"),
    ("تطبع", r"لا تطبع هذ|قبل [أا]ن تطبع"),
    ("الخصوصية", r"وفق سياسة الخصوصية"),
    ("الآراء", r"الآراء (?:الواردة|المعبر)[^.\n]{0,60}(?:كاتب|صاحب|تمثل|تعكس)"),
    ("يمنع", r"(?:يمنع|لا يسمح|لا يجوز)[^.\n]{0,25}(?:الاطلاع علي|نشره|نسخه|توزيعه|تداوله|استخدامه)"),
    ("البيئة", r"حفاظا? على البيئة"),
    ("يحظر", r"يحظر (?:أي |اي )?(?:استخدام|نشر|نسخ|توزيع|[إا]فشاء)"),
    ("الاشتراك", r"لإلغاء الاشتراك|إلغاء الاشتراك"),
    # Turkish, Persian, Kurdish, Armenian, German, Spanish, Italian
    ("yalnızca", r"yalnızca (?:gönderil|adres|muhatab|yukarıda)"),
    ("muhatab", r"muhatab[ıi] (?:değil|olmayan)"),
    ("yazdırmadan", r"yazdırmadan önce"),
    ("yasal uyarı", r"^\W*yasal uyarı\b"),
    ("gönderen", r"göndereni (?:bilgilendir|haberdar|uyar)"),
    ("alıcı", r"(?:yalnızca|sadece) (?:\w+ )?alıcısı|alıcısı (?:değilseniz|dışında)"),
    ("տպել", r"նախքան[^.\n]{0,30} տպել"),
    ("ausdrucken", r"ausdrucken"),
    ("adressat", r"(?:nicht|richtige|vorgesehene)[\w\s]{0,20} adressat|nicht der (?:richtige|beabsichtigte) empfänger"),
    ("imprimir", r"antes de imprimir"),
    ("stampare", r"(?:prima di|non) stampare"),
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
    ("copy", r"(?:read|use|copy|store|circulate|forward|keep|print) (?:or \w+ )?(?:it|this|them|the contents)\b[\w\s,]{0,40}(?:prohibited|unlawful|not permitted)"),
    ("delete", r"(?:delete|destroy|erase) (?:it|this|the|all)(?: \w+){0,3} (?:e-?mail|message|copies|communication|attachments)"),
    ("because", r"you (?:are receiving|received|receive) this (?:e-?mail|message|newsletter) because"),
    ("par erreur", r"(?:reçu|recevez|parvenu)[\w\s'’]{0,40}par erreur|par erreur,? (?:merci|veuillez|nous vous)"),
    ("confidentiel", r"(?:pi[eè]ces? jointes?|messages?|courriels?|e-?mails?|informations?)[\w\s,'’()-]{0,70}\bconfidentiel"),
    ("سري", r"سري[ةه]? (?:و(?:م|ت|قد|لا|هي)|للغاية)|معلومات سري|(?:الرسالة|البريد|المرفقات)[^.\n]{0,60} سري"),
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
    ("external", r"^\W*\[external\]"),
    ("externe", r"^\W*\[extern[e]?\]|^\W*externe (?:e-?mail|nachricht)|^\W*courriel externe"),
    ("خارجي", r"^\W*\[خارجي\]"),
    ("could not be validated", r"sender of this"),
    ("from the internet", r"(?:message|e-?mail) (?:came|comes|originated) from the internet"),
    ("report phishing", r"report phishing"),
    ("تضغط", r"لا تضغط[^.\n]{0,20}(?:روابط|رابط|الروابط)"),
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
    ("pièces jointes", r"n['’]ouvrez (?:pas|aucune)[\w\s]{0,20}pièces? jointes?"),
    ("خارج", r"(?:بريد|رسال[ةه])[^.\n]{0,20} خارج(?:ي|ية)\b|من خارج (?:ال)?(?:مؤسس|منظم|شرك|جهة|نطاق)"),
    ("تنقر", r"لا تنقر[^.\n]{0,20}(?:روابط|رابط|الروابط)"),
    ("dışından", r"(?:kurum|kuruluş|şirket)\w*(?: |['’])?dışından"),
    ("tıklamayın", r"bağlant\w+ tıklamayın"),
    ("سازمان", r"از خارج (?:از )?سازمان"),
)  # fmt: skip
SCANNER = (
    ("scanned for", r"(?:message|e-?mail|mail) (?:has been|was|is) scanned for"),
    ("virus", r"virus-?free\b.{0,40}(?:avast|avg|www|$)|no virus(?:es)? (?:was |were )?found"),
    ("virus", r"(?:scanned|checked|screened|tested)[\w\s]{0,25}\bvirus|garanti sans virus|absence de virus"),
    ("virus", r"(?:vérifié|analysé|scanné|contrôlé)[\w\s,'’]{0,50}virus|(?:believed|found) to be (?:virus|clean)"),
    ("scanned", r"scanned by [\w\s]{0,20}(?:mailscanner|mimecast|barracuda|sophos|kaspersky|eset|avast|avg|symantec|mcafee|antivirus)"),
    ("analysé", r"(?:message|courriel|e-?mail)[\w\s]{0,15} analysé"),
    ("scanned by", r"^\W*scanned by \S+"),
    ("antivirüs", r"antivirüs"),
    ("vérifié", r"vérifié par [\w\s]{0,20}(?:avast|avg|kaspersky|eset|mailinblack)"),
    ("فيروس", r"(?:تم )?(?:فحص|التحقق|التأكد)[^.\n]{0,50}فيروس|خال[يٍ]?[ةه]? من (?:ال)?فيروس"),
    ("avast", r"(?:avast|www\.avast\.com)\W*(?:antivirus)?\W*$"),
    ("virüs", r"virüs (?:taramas|bulunma|içerm)|virüslere karşı"),
    ("viren", r"virenfrei|auf viren (?:geprüft|überprüft)"),
    ("ویروس", r"ویروس(?:‌| )?یاب"),
)  # fmt: skip
# What speaks of mail and of who sent it, in a paragraph that began as a footer.
OF_MAIL = re.compile(
    r"\b(?:this|the|our|any|its|all)\b[\w\s,]{0,30}\b(?:e-?mails?|messages?|transmissions?|communications?|attachments?|correspondence"
    r"|disclaimer|mailbox|recipients?|addressee|sender|copies)\b"
    r"|\b(?:ce|cet|cette|ces|le présent|son|ses|leur|du|tout|toute)\b[\w\s,'’-]{0,30}\b(?:courriel|message|e-?mail|mail|communication|pièces? jointes?"
    r"|destinataire|expéditeur|contenu|copie|diffusion)\b"
    r"|(?:هذه|هذا|محتوا?ها?|مرفقات\w*) ?(?:ال)?(?:رسالة|بريد|مراسلة|خطاب|محتوى|نشرة)?\b[^.\n]{0,60}(?:الرسالة|البريد|المرفق|المرسل|محتو|حذف|[إا]تلاف|نسخ|المؤسسة|الجهة)"
    r"|\b(?:bu|işbu) (?:e-?posta|ileti|mesaj|elektronik)|\b(?:ileti|mesaj|e-?posta)(?:nin|yi|yı|de|deki|ler\w*)\b"
    r"|(?:این|محتوای) (?:ایمیل|پیام|نامه)|diese (?:e-?mail|nachricht)|este (?:mensaje|correo)|questo messaggio"
)
