"""Networks, games and wallets: how people name them, and what an address of each one means.

An address rule is a pattern of path and query; the first that fits says what it names. Whatever has
no rule is a link and nobody's account: a reel is not an account called "reel".
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["handle", "id", "invite", "post", "group", "phone"]


class Rule(NamedTuple):
    """`pattern` names the identifier in its first group."""

    kind: Kind
    pattern: re.Pattern[str]


def _rules(*given: tuple[Kind, str]) -> tuple[Rule, ...]:
    return tuple(Rule(kind, re.compile(pattern, re.I)) for kind, pattern in given)


NAME = r"@?([\w.-]{2,64})"
END = r"/*(?:[?#].*)?$"
# Service → its hosts (without www., m., web.) and what their addresses mean.
HOSTS: dict[str, tuple[tuple[str, ...], tuple[Rule, ...]]] = {
    "tiktok": (
        ("tiktok.com", "vm.tiktok.com", "vt.tiktok.com"),
        _rules(("handle", r"@([\w.]{2,40})"), ("post", r"(?:t/|v/|h5/)?([\w.]{5,})" + END)),
    ),
    "instagram": (
        ("instagram.com", "instagr.am", "ig.me"),
        _rules(
            ("post", r"((?:share/)?(?:p|reels?|tv|s)/[\w-]+)"),
            (
                "handle",
                r"(?:stories/|_u/|m/)?(?!direct\b|accounts\b|explore\b|reels?\b|p/|highlights\b)([\w.]{2,40})",
            ),
        ),
    ),
    "threads": (("threads.net", "threads.com"), _rules(("handle", r"@([\w.]{2,40})"))),
    "facebook": (
        ("facebook.com", "fb.com", "fb.me", "m.me", "messenger.com", "mbasic.facebook.com"),
        _rules(
            ("id", r"(?:profile\.php|friends/?|profile)\?(?:.*&)?id=(\d{5,})"),
            ("id", r"(?:story|permalink)\.php\?(?:.*&)?id=(\d{5,})"),
            ("id", r"people/[^/]+/(\d{5,})"),
            ("group", r"groups/([\w.-]+)"),
            ("id", r"(?:t/|messages/t/|user/)?(\d{9,})" + END),
            (
                "post",
                r"((?:reel|reels|share(?:/[a-z])?|watch|videos?|posts?|photos?|stories|story\.php|photo\.php|permalink\.php|photo|events|marketplace(?:/item)?|live|hashtag)[/?][^\s]+)",
            ),
            (
                "handle",
                r"(?:messages/t/|t/|pg/|public/)?(?!groups\b|watch\b|reel|share|login|help\b|marketplace\b|events\b|stor|profile|people\b|photo|permalink|pages\b|gaming\b|messages\b|friends\b|sharer|dialog)([A-Za-z][\w.-]{3,60})",
            ),
        ),
    ),
    "snapchat": (
        ("snapchat.com", "story.snapchat.com", "t.snapchat.com"),
        _rules(
            ("handle", r"(?:add|u|@)/?@?([\w.-]{3,30})"),
            ("handle", r"@([\w.-]{3,30})"),
            ("post", r"((?:t|p|spotlight|lens|unlock|o)/[\w-]+)"),
        ),
    ),
    "telegram": (
        ("t.me", "telegram.me", "telegram.dog", "telegram.org"),
        _rules(
            ("invite", r"(?:joinchat/|\+)([\w-]{6,})"),
            ("phone", r"\+?(\d{8,15})" + END),
            ("group", r"c/(\d+)"),
            (
                "handle",
                r"(?:s/)?(?!joinchat|share\b|addstickers|proxy|addlist|iv\b|c/)@?([A-Za-z]\w{2,31})",
            ),
        ),
    ),
    "x": (
        ("x.com", "twitter.com", "mobile.twitter.com"),
        _rules(
            ("post", r"(i/[\w/]+)"),
            ("id", r"intent/user\?(?:.*&)?user_id=(\d+)"),
            ("handle", r"(?!i/|home\b|search\b|hashtag|intent|share\b|explore\b)@?(\w{2,20})"),
        ),
    ),
    "youtube": (
        ("youtube.com", "youtu.be", "music.youtube.com"),
        _rules(
            ("handle", r"@([\w.-]{2,60})"),
            ("id", r"channel/([\w-]{8,})"),
            ("handle", r"(?:user|c)/([\w.-]{2,60})"),
            ("post", r"(watch\?v=[\w-]+)"),
            ("post", r"((?:watch\?|shorts/|live/|playlist\?|embed/)[^\s]+|[\w-]{11})" + END),
        ),
    ),
    "discord": (
        ("discord.gg", "discord.com", "discordapp.com", "discord.me", "dsc.gg"),
        _rules(
            ("id", r"users/(\d{15,20})"),
            ("post", r"(channels/[\w/@]+)"),
            (
                "invite",
                r"(?:invite/)?(?!users\b|channels\b|api\b|app\b|login\b|download\b)([\w-]{2,40})"
                + END,
            ),
        ),
    ),
    "whatsapp": (
        ("wa.me", "whatsapp.com", "chat.whatsapp.com", "api.whatsapp.com", "wa.link"),
        _rules(
            ("phone", r"\+?(\d{8,15})\b"),
            ("phone", r"send/?\?(?:.*&)?phone=(?:\+|%2B)?(\d{8,15})"),
            ("group", r"channel/(\w{10,})"),
            ("invite", r"(?:invite/)?([A-Za-z0-9]{18,26})" + END),
        ),
    ),
    "signal": (
        ("signal.me", "signal.group"),
        _rules(("phone", r"#p/\+?(\d{8,15})"), ("invite", r"#(?:eu/)?([\w-]{10,})")),
    ),
    "roblox": (
        ("roblox.com", "ro.blox.com"),
        _rules(
            ("id", r"(?:[a-z]{2}/)?users/(\d+)"),
            ("handle", r"user\.aspx\?(?:.*&)?username=(\w{3,20})"),
            ("group", r"(?:[a-z]{2}/)?(?:groups|communities)/(\d+)"),
            ("post", r"((?:games|share|share-links)[/?][^\s]+)"),
        ),
    ),
    "steam": (
        ("steamcommunity.com", "s.team"),
        _rules(
            ("id", r"profiles/(\d{10,})"),
            ("handle", r"id/([\w-]{2,40})"),
            ("invite", r"p/([\w/-]+)"),
        ),
    ),
    "reddit": (
        ("reddit.com", "old.reddit.com"),
        _rules(("handle", r"(?:user|u)/([\w-]{3,25})"), ("post", r"(r/[^\s]+)")),
    ),
    "twitch": (("twitch.tv",), _rules(("post", r"(videos/\d+)"), ("handle", NAME))),
    "kick": (("kick.com",), _rules(("handle", NAME))),
    "pinterest": (("pinterest.com", "pin.it"), _rules(("post", r"(pin/\w+)"), ("handle", NAME))),
    "linkedin": (("linkedin.com",), _rules(("handle", r"in/([\w-]{2,60})"))),
    "vk": (("vk.com",), _rules(("id", r"id(\d+)"), ("handle", NAME))),
    "onlyfans": (("onlyfans.com",), _rules(("handle", NAME))),
    "patreon": (("patreon.com",), _rules(("handle", NAME))),
    "linktree": (("linktr.ee",), _rules(("handle", NAME))),
    "ngl": (("ngl.link",), _rules(("handle", NAME))),
    "tellonym": (("tellonym.me",), _rules(("handle", NAME))),
    "paypal": (
        ("paypal.me", "paypal.com"),
        _rules(("handle", r"(?:paypalme/)?(?!donate\b|cgi)@?([\w.-]{2,40})")),
    ),
    "cashapp": (("cash.app",), _rules(("handle", r"\$?([\w-]{2,30})"))),
    "revolut": (("revolut.me",), _rules(("handle", NAME))),
    "bluesky": (("bsky.app",), _rules(("handle", r"profile/([\w.:-]{3,80})"))),
    "bigo": (("bigo.tv",), _rules(("id", r"(?:user/)?(\d{5,})"), ("handle", NAME))),
    "minecraft": (("namemc.com",), _rules(("handle", r"profile/(\w{3,20})"))),
}
BY_HOST = {host: service for service, (hosts, _) in HOSTS.items() for host in hosts}
# How people name them before a bare name ("snap: wolf_one"); whole words, folded in case only.
NAMED: dict[str, tuple[str, ...]] = {
    "tiktok": (
        "tiktok",
        "tik tok",
        "tik-tok",
        "tt",
        "تيك توك",
        "تيكتوك",
        "التيك توك",
        "التيكتوك",
        "تیک تاک",
        "تيك",
    ),
    "instagram": (
        "instagram",
        "insta",
        "ig",
        "انستغرام",
        "إنستغرام",
        "انستا",
        "انستجرام",
        "الانستا",
        "الانستغرام",
        "إنستا",
        "اینستاگرام",
        "اینستا",
        "الإنستغرام",
        "انستقرام",
    ),
    "facebook": (
        "facebook",
        "fb",
        "face",
        "messenger",
        "فيسبوك",
        "فيس بوك",
        "الفيسبوك",
        "الفيس",
        "فيس",
        "ماسنجر",
        "فیسبوک",
    ),
    "snapchat": ("snapchat", "snap", "sc", "سناب شات", "سناب", "سنابشات", "السناب", "اسناب"),
    "telegram": (
        "telegram",
        "tele",
        "tg",
        "تلغرام",
        "تيليغرام",
        "تليغرام",
        "تيلجرام",
        "تلجرام",
        "تيليجرام",
        "التلغرام",
        "التلجرام",
        "التيليغرام",
        "تلگرام",
    ),
    "x": ("twitter", "تويتر", "x account", "اكس", "إكس"),
    "youtube": ("youtube", "yt", "يوتيوب"),
    "discord": ("discord", "dc", "disc", "ديسكورد", "دسكورد", "الديسكورد", "دیسکورد"),
    "whatsapp": ("whatsapp", "whats app", "wa", "واتساب", "واتس اب", "واتس", "الواتساب", "الواتس"),
    "signal": ("signal", "سيغنال", "سيجنال"),
    "roblox": ("roblox", "rblx", "روبلوكس", "الروبلوكس", "روبلکس"),
    "fortnite": ("fortnite", "epic games", "epic", "فورتنايت"),
    "minecraft": ("minecraft", "ماينكرافت", "ماين كرافت"),
    "pubg": ("pubg", "bubji", "بوبجي", "ببجي", "البوبجي", "ببجى", "پابجی"),
    "freefire": ("free fire", "freefire", "فري فاير", "فريفاير"),
    "brawlstars": ("brawl stars", "brawlstars", "براول ستارز"),
    "clash": ("clash royale", "clash of clans", "coc", "كلاش"),
    "steam": ("steam", "ستيم"),
    "riot": ("valorant", "league of legends", "riot", "فالورانت"),
    "callofduty": ("call of duty", "cod mobile", "codm", "كول اوف ديوتي"),
    "xbox": ("xbox", "gamertag", "gamer tag", "اكس بوكس"),
    "playstation": ("psn", "playstation", "play station", "بلايستيشن", "بلاي ستيشن"),
    "skype": ("skype", "سكايب"),
    "kik": ("kik",),
    "reddit": ("reddit",),
    "twitch": ("twitch",),
    "wickr": ("wickr",),
    "viber": ("viber", "فايبر"),
    "omegle": ("omegle",),
    "yubo": ("yubo",),
    "threads": ("threads",),
    "imo": ("imo", "ايمو"),
    "bigo": ("bigo", "بيغو"),
    "likee": ("likee", "لايكي"),
    "cashapp": ("cashapp", "cash app", "cashtag"),
    "paypal": ("paypal", "باي بال"),
    "venmo": ("venmo",),
    "revolut": ("revolut",),
    "binance": ("binance", "بينانس", "باينانس"),
    "onlyfans": ("onlyfans", "only fans"),
    "vk": ("vkontakte", "vk"),
    "pinterest": ("pinterest",),
    "wizz": ("wizz",),
    "litmatch": ("litmatch",),
    "monkey": ("monkey app",),
}
# Names so short, or so usual as words, that they count beside a connector or a name's shape only.
SHORT_NAMES = frozenset(
    {
        "tt",
        "ig",
        "fb",
        "sc",
        "dc",
        "wa",
        "yt",
        "tg",
        "face",
        "epic",
        "coc",
        "signal",
        "disc",
        "tele",
    }
    | {"اكس", "إكس", "snap", "imo", "steam", "تيك", "فيس", "كلاش", "واتس", "threads"}
)
# Where accounts are told by numbers.
GAMES = frozenset(
    {
        "pubg",
        "callofduty",
        "freefire",
        "brawlstars",
        "clash",
        "roblox",
        "fortnite",
        "discord",
        "steam",
        "bigo",
    }
)
