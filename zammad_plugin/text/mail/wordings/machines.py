"""Words of which machines make their lines, by language: a sentence of nothing else is faintly theirs.

It counts beside a sentence that surely is. What reports are made of (accounts, numbers, pictures,
who is asked for help and how to answer) is no such word.
"""

from __future__ import annotations

# Of mail, forms, portals and their buttons.
MACHINE = frozenset(
    {
        "abonné", "afficher", "app", "application", "automated", "automatic", "automatically",
        "automatique", "automatiquement", "ayarlar", "ayarları", "bildirim", "bildirimler", "browser",
        "click", "cliquez", "conditions", "confidentialité", "connecter", "connexion",
        "consulter", "copy", "courriel", "courriels", "courrier", "dashboard", "delivered",
        "delivery", "demande", "diffusion", "discussion", "download", "droits", "désabonner",
        "désinscrire", "düzenle", "e-mail", "e-mails", "e-posta", "edit", "email", "emails", "entry",
        "envoyé", "envoyée", "espace", "follow", "form", "forms", "formulaire",
        "formulaires", "forward", "forwarded", "giriş", "gizlilik", "google",
        "gérer", "gönderildi", "görüntüle", "hakları", "ileti", "iletiler", "indir", "inscrit",
        "lien", "ligne", "like", "lire", "list", "liste", "log", "login",
        "légales", "mail", "mailing", "manage", "mentions", "mesaj", "mesajınız", "message",
        "messagerie", "messages", "modifier", "navigateur", "newsletter", "notification",
        "notifications", "offline", "online", "otomatik", "page", "paramètres", "partager", "paylaş",
        "policy", "politikası", "portail", "portal", "powered", "preferences", "privacy",
        "préférences", "read", "receipt", "received", "reference", "replies", "reply", "request",
        "reserved", "response", "responses", "reviewed", "reçu", "reçue", "rights", "répondre",
        "réponse", "réponses", "réservés", "saklıdır", "sent", "server", "service", "services",
        "settings", "share", "signed", "site", "sitesi", "soumis", "store", "submission",
        "submissions", "submitted", "subscribed", "subscription", "suite", "suivez", "suivre",
        "system", "takip", "talep", "terms", "ticket", "tickets", "transcript",
        "transcription", "télécharger", "tıklayın", "unsubscribe", "update", "updated",
        "uygulama", "uygulamayı", "version", "view", "visiteur", "visitor", "visitors", "voicemail",
        "web", "website", "yanıt", "yanıtla", "yönet", "آليا", "أرسلت",
        "إدارة", "إرسال", "إشعارات", "إعدادات", "إلغاء", "ارسال", "استلام", "اشتراک",
        "اضغط", "اعدادات", "اعلان", "اقرأ", "الأحكام", "الإشعار", "الإشعارات", "الاستبيان",
        "الاشتراك", "البريد", "البوابة", "التطبيق", "الحقوق", "الخدمة", "الخصوصية", "الدخول", "الرد",
        "الردود", "الرسائل", "الرسالة", "الزائر", "الشروط", "الصفحة", "الطلب", "المتصفح", "المرسل",
        "المزيد", "الموقع", "النظام", "النموذج", "انقر", "ایمیل", "بريد", "بوابة",
        "تابعنا", "تابعونا", "تحميل", "تسجيل", "تطبيق", "تعديل", "تلقائيا", "تلقائية", "تنظیمات",
        "حریم", "خدمة", "خصوصی", "خودکار", "دریافت", "رد", "رسائل", "رسالة", "سایت", "سياسة",
        "صفحة", "طلب", "طلبك", "طلبكم", "عرض", "فرم", "لغو", "محفوظة", "مشاركة", "مشاهده",
        "موقع", "نظام", "نموذج", "وبسایت", "ویرایش", "پاسخ", "پیام",
    }
)  # fmt: skip
# What stands between them.
BETWEEN = frozenset(
    {
        "a", "about", "all", "an", "and", "any", "are", "as", "at", "au", "aux", "back", "be",
        "because", "been", "bien", "bir", "bu", "by", "can", "car", "ce", "ces", "cet", "cette", "d",
        "dan", "dans", "days", "de", "den", "des", "du", "en", "est", "et", "for", "from", "get",
        "getting", "got", "had", "has", "have", "here", "hours", "ici", "ile", "in", "is", "it",
        "için", "just", "l", "la", "le", "les", "may", "new", "nos", "notre", "nous", "nouveau",
        "nouveaux", "nouvelle", "now", "of", "olarak", "on", "one", "ont", "ou", "our", "out", "par",
        "plus", "pour", "qui", "receive", "receiving", "since", "siz", "size", "sont", "sur", "that",
        "the", "there", "this", "to", "tüm", "un", "une", "up", "us", "using", "ve", "via", "vos",
        "votre", "vous", "was", "we", "were", "when", "will", "with", "within", "yeni", "you", "your",
        "à", "été", "être", "أو", "إلى", "از", "است", "الى", "این", "با", "برای", "به", "تم", "جديد",
        "جديدة", "جدید", "جميع", "در", "را", "شما", "عبر", "على", "عن", "في", "كل", "لديك", "لقد",
        "لك", "لكم", "مع", "من", "هذا", "هذه", "هنا", "و", "وصلتك", "یک",
    }
)  # fmt: skip
