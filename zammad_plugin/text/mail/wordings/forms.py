"""Wordings of web forms, by language: what they say of themselves, and their labels.

Rows as in `disclaimers`.
"""

from __future__ import annotations

FORM = (
    # English
    ("form", r"(?:sent|submitted|received|generated|came) (?:in )?(?:from|via|through|by|using|on) (?:a |the |your |our |this )?(?:web(?:site)?['’]?s? |sites?['’]?s? )?(?:contact|web|website|online|feedback|report(?:ing)?) ?form"),
    ("form", r"(?:sent|submitted|received) (?:from|via|through|by|using|on) (?:the|your|our) (?:site|website)['’]?s? [\w ]{0,20}form|(?:message|enquiry|inquiry|entry|submission) was (?:submitted|sent) (?:from|via|through|using) (?:a|the|your|our) [\w ]{0,20}form\b"),
    ("form", r"(?:form was submitted|new (?:form )?submission)[\w\s]{0,20}(?:from|on|at)|powered by (?:wpforms|contact form|gravity|elementor|typeform|jotform)"),
    ("form", r"create (?:your|my) own (?:\w+ ?)?(?:form|survey|quiz)\b|(?:form|survey) (?:was|is) created (?:in|with|by|inside|using)|^\W*(?:google|microsoft|zoho) forms\W*$"),
    ("jotform", r"own jotform|jotform - it['’]?s free"),
    ("submission", r"submission (?:id|date|ip|time)\b|(?:edit|view|see|export|manage) (?:this|the|all|your|all your)[\w ]{0,12} submissions?|results? of this submission"),
    ("new", r"^\W*(?:you(?:['’]ve| have)? (?:just )?(?:got |received )?)?(?:a |an |1 |one )?new (?:form |contact |web(?:site)? |online )?(?:submission|entry|enquiry|inquiry|lead|form response|form message)\b[^.?!]{0,60}$|got a new response"),
    ("new message", r"new message (?:was |has been )?(?:submitted|sent|received|came in|posted) (?:through|via|from|on|using|by) (?:the|your|our) [\w ]{0,20}(?:form|site|website|page|portal|widget)"),
    ("via your", r"^\W*via your [\w ]{0,20}(?:site|website|form|page)\b"),
    ("submitted", r"^\W*submitted by ?: ?(?:anonymous|guest|visitor|not logged)|^\W*submitted (?:values|data|information) (?:are|is)\W*$|^\W*submitted (?:on|at|by)\b\W+[^.?!]{1,50}$|^\W*(?:date|time) submitted ?:"),
    ("response", r"(?:view|download|see|export)[\w ]{0,15} (?:your|all|the) responses?\b[^.?!]{0,40}(?:at|on|here|in|https?)\b"),
    ("collecting", r"^\W*happy data collecting\W*$"),
    ("spam", r"submitted spam|report (?:it|this)(?: \w+)? as spam|mark (?:it|this)(?: \w+)? as spam"),
    ("filled", r"(?:someone|somebody|a visitor|a user) (?:has |just )*(?:filled|completed|submitted)[\w ]{0,12} (?:form|survey)"),
    ("google forms", r"(?:passwords?|created nor endorsed)[\w ]{0,20}google|through google forms"),
    # French
    ("formulaire", r"(?:envoyé|transmis|reçu|soumis|provient|issu)e?s?[\w\s'’«»-]{0,30}formulaire|(?:quelqu['’]un|visiteur|personne|utilisateur)[\w\s]{0,20} (?:rempli\w*|complét\w+) [\w\s]{0,10}formulaire|formulaire de contact (?:de|du|sur) (?:votre|notre|le) site|^\W*nouveau formulaire\b|formulaire «[^»]{1,40}» (?:de|sur) (?:votre|notre|le) site"),
    ("réponse", r"nouvelle réponse (?:à|au|sur)[\w\s'’«»]{0,20}formulaire"),
    ("soumission", r"^\W*(?:nouvelle soumission|soumission (?:n|#|du|reçue)|date de soumission)"),
    ("soumis", r"^\W*soumis (?:le|par|via)\b[^.?!]{1,50}$"),
    ("votre site", r"(?:message|demande|contact) (?:a été )?(?:envoyée?|reçue?|postée?) (?:depuis|via|sur|par|à partir de) votre site"),
    ("adresse ip", r"adresse ip (?:de l['’]expéditeur|du visiteur|de l['’]utilisateur)? ?: ?[\da-f]"),
    ("propre formulaire", r"créer (?:votre|mon) propre formulaire"),
    # Arabic, without its marks
    ("نموذج", r"[إا]رسال[^.\n]{0,30}نموذج (?:الاتصال|التواصل|الموقع)|(?:هذه الرسال[ةه]|هذا (?:الطلب|البريد|البلاغ))[^.\n]{0,25} نموذج (?:ال)?(?:اتصال|تواصل|موقع|شكاوى|بلاغ|تبليغ|مراسل)|يمكنك [إا]نشاء نموذج"),
    ("نموذج", r"^\W*(?:رد|رسالة|طلب) جديد[ةه]? (?:على|من|عبر) نموذج"),
    ("نماذج google", r"^\W*نماذج google\W*$"),
    ("استمارة", r"[إا]رسال[^.\n]{0,30}استمارة (?:الاتصال|التواصل|الموقع)|[أا]رسلت?[^.\n]{0,25}استمارة"),
    ("الردود", r"في ?ما يلي الردود|الردود المستلم[ةه]"),
    ("إساءة الاستخدام", r"^\W*(?:ال)?[إا]بلاغ عن [إا]ساءة الاستخدام\W*$"),
    ("على ملء", r"^\W*شكرا (?:لك |لكم )?على ملء"),
    # Turkish, Persian, Kurdish, Armenian, German, Spanish, Italian
    ("iletişim formu", r"iletişim formu(?:ndan|\w* (?:aracılığıyla|üzerinden|ile|yoluyla))"),
    ("form", r"web siteniz(?:den|deki)[\w\s]{0,30}form|yeni (?:bir )?form (?:gönder|yanıt|başvuru)"),
    ("فرم", r"از (?:طریق )?فرم (?:تماس|سایت|ارتباط)|فرم تماس (?:با ما )?(?:ارسال|در سایت)"),
    ("فۆرم", r"لە (?:ڕێگەی|ڕێی) فۆرم"),
    ("formê", r"bi riya formê|ji formê hat"),
    ("ձեւաթուղթ", r"ձեւաթուղթ\S* (?:միջոցով|ուղարկ)"),
    ("kontaktformular", r"(?:über|aus|durch|via)[\w\s]{0,25}kontaktformular"),
    ("formulario", r"(?:enviado|recibido|a través)[\w\s]{0,25}formulario"),
    # What a form notes beside an answer
    ("ip", r"^\W*(?:remote |sender(?:['’]s)? |your |user |client |visitor )?ip(?:[ -]address)? ?: ?[\da-f]"),
    ("agent", r"^\W*user[ -]agent ?: ?\S+"),
    ("browser", r"^\W*browser ?: ?(?:(?:\S+ ?){1,5}$|mozilla)"),
    ("entry id", r"\bentry id\b"),
    ("jotform id", r"jotform id"),
    ("anonymous user", r"submitted by anonymous user"),
    ("submitted from", r"^\W*form submitted from"),
    ("المتصفح", r"^\W*المتصفح ?:"),
    ("النموذج", r"^\W*(?:[أا]رسل|تم [إا]رسال) هذا النموذج"),
    ("url", r"^\W*(?:page|form|referr?er|source) url ?: ?http|^\W*url ?: ?http\S+$"),
    ("page", r"^\W*page ?: ?/\S*$"),
    ("started", r"^\W*started ?:.{0,20}\d{1,2}:\d{2}"),
    ("عنوان ip", r"عنوان ip ?: ?[\da-f]"),
)  # fmt: skip
# Labels of one line, as forms write them.
NAMES = (
    "name", "your name", "full name", "first name", "last name", "nickname", "your nickname",
    "email", "e-mail", "your email", "email address", "e-mail address", "phone", "phone number",
    "telephone", "mobile", "subject", "message", "your message", "message body", "message details",
    "comment", "comments", "country", "city", "school", "class", "topic", "category", "details",
    "description", "question", "preferred contact", "how can we help", "consent", "date", "time",
    "nom", "prénom", "nom et prénom", "votre nom", "votre prénom", "pseudo", "adresse e-mail",
    "courriel", "votre e-mail", "votre message", "téléphone", "sujet", "objet", "ville", "pays",
    "établissement", "classe", "commentaire", "commentaires", "accord", "objet de la demande",
    "الاسم", "الاسم الكامل", "الاسم الأول", "البريد", "البريد الإلكتروني", "البريد الالكتروني",
    "الهاتف", "رقم الهاتف", "رقم الجوال", "الموضوع", "الرسالة", "نص الرسالة", "رسالتك", "التفاصيل",
    "المدينة", "البلد", "المدرسة", "الصف", "نوع الطلب", "الجنس", "عنوان الرسالة", "محتوى الرسالة",
    "ad", "ad soyad", "adınız", "e-posta", "telefon", "konu", "mesaj", "mesajınız", "şehir",
    "نام", "نام شما", "ایمیل", "تلفن", "موضوع", "پیام", "پیام شما", "شهر",
    "ناو", "ناوی تۆ", "ئیمەیڵ", "تەلەفۆن", "بابەت", "نامە", "پەیام", "شار",
    "nav", "navê te", "mijar", "peyam", "peyama te", "bajar",
    "անուն", "անունդ", "հեռախոս", "նիւթ", "թեմա", "նամակ", "հաղորդագրություն", "քաղաք",
    "esm", "ismak", "nachricht", "ihre nachricht", "betreff", "nombre", "mensaje", "nome",
)  # fmt: skip
