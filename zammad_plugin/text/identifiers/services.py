"""Networks, games and wallets as people name them, in the languages of reports."""

from __future__ import annotations

# How people name them before a bare name ("snap: wolf_one"); whole words, folded in case only.
# Service → lines of names in Latin letters, then in others.
_LINES: dict[str, tuple[str, ...]] = {
    "tiktok": (
        "tiktok, tiktoker, tiktokeur, tik tok, tik-tok, tt, tiktoc, tictok, tik tokk, tiktokk",
        "تيك توك, تيكتوك, التيك توك, التيكتوك, تیک تاک, تيك, تكتوك, تك توك, تيكتك, تیکتۆک",
        "تیک تۆک, تیکتاک",
    ),
    "instagram": (
        "instagram, insta, ig, instagramm, instagrame",
        "انستغرام, إنستغرام, انستا, انستجرام, الانستا, الانستغرام, إنستا, اینستاگرام, اینستا",
        "الإنستغرام, انستقرام, انستاغرام, الانستاغرام, إنستاغرام, اينستاغرام, انيستا",
        "ئینستاگرام, ئینستا, اینستاگرم",
    ),
    "facebook": (
        "facebook, fb, face, messenger, facebok, face book, feybook",
        "فيسبوك, فيس بوك, الفيسبوك, الفيس, فيس, ماسنجر, فیسبوک, فايسبوك, الفايسبوك, فايس بوك",
        "فايس, مسنجر, فەیسبووک, فیس بوک",
    ),
    "snapchat": (
        "snapchat, snap, sc, snapchate, snapshat, snap chat",
        "سناب شات, سناب, سنابشات, السناب, اسناب, سناب تشات, سنابتشات, سناپچات, سناپ, اسنپ چت",
        "اسنپ‌چت",
    ),
    "telegram": (
        "telegram, tele, tg, telegramme, télégram, télégramme, telgram",
        "تلغرام, تيليغرام, تليغرام, تيلجرام, تلجرام, تيليجرام, التلغرام, التلجرام, التيليغرام",
        "تلگرام, تليكرام, تلكرام, التلكرام, تيليكرام, تلي, تێلێگرام, تەلەگرام, تلگرم",
    ),
    "x": (
        "twitter, x account, x (twitter), x/twitter, twitter/x, twiter",
        "تويتر, اكس, إكس, منصة x, منصة اكس, منصة إكس",
    ),
    "youtube": ("youtube, youtuber, youtubeur, yt, you tube", "يوتيوب, يوتوب"),
    "discord": ("discord, dc, disc, discorde", "ديسكورد, دسكورد, الديسكورد, دیسکورد, دیسکۆرد"),
    "whatsapp": (
        "whatsapp, whats app, wa, whatsap, watsapp, watsap, whattsapp, wats app, wtsp, whatsup",
        "واتساب, واتس اب, واتس, الواتساب, الواتس, واتسب, وتساب, الوتساب, الواتسب, واتس آب",
        "واتسآب, واتساپ, واتس‌اپ",
    ),
    "signal": ("signal", "سيغنال, سيجنال"),
    "roblox": ("roblox, rblx", "روبلوكس, الروبلوكس, روبلکس, روبلكس"),
    "fortnite": ("fortnite, epic games, epic", "فورتنايت"),
    "minecraft": ("minecraft", "ماينكرافت, ماين كرافت"),
    "pubg": ("pubg, bubji", "بوبجي, ببجي, البوبجي, ببجى, پابجی"),
    "freefire": ("free fire, freefire", "فري فاير, فريفاير"),
    "brawlstars": ("brawl stars, brawlstars", "براول ستارز"),
    "clash": ("clash royale, clash of clans, coc", "كلاش"),
    "steam": ("steam", "ستيم"),
    "riot": ("valorant, league of legends, riot", "فالورانت"),
    "callofduty": ("call of duty, cod mobile, codm", "كول اوف ديوتي"),
    "xbox": ("xbox, gamertag, gamer tag, x box", "اكس بوكس"),
    "playstation": ("psn, playstation, play station", "بلايستيشن, بلاي ستيشن"),
    "skype": ("skype", "سكايب"),
    "kik": ("kik", "كيك"),
    "reddit": ("reddit", "ريديت"),
    "twitch": ("twitch", "تويتش"),
    "wickr": ("wickr",),
    "viber": ("viber", "فايبر"),
    "omegle": ("omegle",),
    "yubo": ("yubo",),
    "threads": ("threads", "ثريدز"),
    "imo": ("imo", "ايمو"),
    "bigo": ("bigo", "بيغو"),
    "likee": ("likee", "لايكي"),
    "cashapp": ("cashapp, cash app, cashtag",),
    "paypal": ("paypal", "باي بال"),
    "venmo": ("venmo",),
    "revolut": ("revolut",),
    "binance": ("binance", "بينانس, باينانس"),
    "onlyfans": ("onlyfans, only fans",),
    "vk": ("vkontakte, vk",),
    "pinterest": ("pinterest", "بنترست"),
    "wizz": ("wizz",),
    "litmatch": ("litmatch",),
    "monkey": ("monkey app",),
    "line": ("line app, app line, line id", "لاين"),
    "ngl": ("ngl",),
    "linktree": ("linktree",),
    "askfm": ("ask.fm, askfm",),
    "tellonym": ("tellonym",),
    "bluesky": ("bluesky",),
    "tumblr": ("tumblr",),
    "vrchat": ("vrchat, vr chat",),
    "mobilelegends": ("mobile legends, mlbb",),
}
NAMED = {
    service: tuple(name for line in lines for name in line.split(", "))
    for service, lines in _LINES.items()
}
# Names so short, or so usual as words, that they count beside a connector or a name's shape only.
SHORT_NAMES = frozenset(
    (
        "tt ig fb sc dc wa yt tg face epic coc signal disc tele snap imo steam threads x line"
        " اكس إكس تيك فيس كلاش واتس تلي فايس كيك لاين"
    ).split()
)
# Names that are as often words of a sentence.
WORDS = frozenset({"face", "signal", "epic", "steam", "line", "threads", "disc"})
# Names that are words unless written in capitals.
CAPITALS = {"X": "x", "LINE": "line"}
# Where people talk, and are no names: numbers are.
OF_NUMBERS = frozenset({"whatsapp", "viber", "omegle", "binance"})
# Whose accounts may have a hyphen.
HYPHENED = frozenset(
    {"snapchat", "venmo", "reddit", "skype", "playstation", "steam", "youtube", "cashapp"}
)
# Where accounts are told by numbers.
GAMES = frozenset(
    "pubg callofduty freefire brawlstars clash roblox fortnite discord steam bigo"
    " mobilelegends".split()
)
BY_NAME = {name.casefold(): service for service, names in NAMED.items() for name in names} | {
    name.casefold(): service for name, service in CAPITALS.items()
}
