"""Hosts of the services, and what the addresses of each name: data of `addresses`.

A rule is a pattern of path and query, which names the identifier in its first group; the first that
fits counts, of those for posts and of the others. Whatever has no rule is nobody's account: a reel
is not an account called "reel".
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
END = r"/*(?:[?#,].*)?$"
QUERY = r"\?(?:.*&)?"
# Service → its hosts (without www., m., web.) and what their addresses mean.
HOSTS: dict[str, tuple[tuple[str, ...], tuple[Rule, ...]]] = {
    "tiktok": (
        ("tiktok.com",),
        _rules(
            ("handle", r"@([\w.]{2,40})"),
            ("post", r"(?:@[\w.]*/(?:video|photo|story)/|v/|embed/(?:v\d/)?)(\d+)"),
            ("post", r"(?:t/|h5/)?(?!@|tag\b|music\b|explore\b|foryou\b|login\b)([\w-]{5,})" + END),
        ),
    ),
    "instagram": (
        ("instagram.com", "instagr.am", "ig.me"),
        _rules(
            ("group", r"channel/([\w-]{5,})"),
            ("invite", r"j/([\w-]{5,})"),
            (
                "handle",
                r"(?:stories/(?!highlights)|_u/|m/)?(?!direct\b|accounts\b|explore\b|reels?\b|(?:p|s|tv|j)/"
                r"|share\b|stories\b|channel\b|highlights\b)([\w.]{2,40})",
            ),
            ("post", r"stories/[\w.]+/(\d{6,})"),
            ("post", r"(?:[\w.]+/)?(?:p|reels?|tv|s)/([\w-]{3,})"),
            ("post", r"share/([\w-]{5,})"),
        ),
    ),
    "threads": (
        ("threads.net", "threads.com"),
        _rules(("handle", r"@([\w.]{2,40})"), ("post", r"(?:@[\w.]+/post|t)/([\w-]{5,})")),
    ),
    "facebook": (
        ("facebook.com", "fb.com", "fb.me", "m.me", "messenger.com", "mbasic.facebook.com"),
        _rules(
            (
                "id",
                rf"(?:profile\.php|friends/?|profile|story\.php|permalink\.php){QUERY}id=(\d{{5,}})",
            ),
            ("id", r"people/[^/]+/(\d{5,})"),
            ("group", r"groups/([\w.-]+)"),
            ("invite", r"j/([\w-]{5,})"),
            ("id", r"(?:t/|messages/t/|user/)?(\d{9,})(?:/|" + END + ")"),
            (
                "handle",
                r"(?:messages/t/|t/|pg/|public/)?(?!groups\b|watch\b|reel|share|login|help\b|marketplace\b"
                r"|events\b|stor|profile|people\b|photo|permalink|pages\b|gaming\b|messages\b|friends\b"
                r"|sharer|dialog|hashtag\b|live\b|videos?\b|posts\b|search\b)([A-Za-z][\w.-]{3,60})",
            ),
            ("post", rf"[^?#]*{QUERY}(?:story_fbid|fbid|multi_permalinks)=(\w+)"),
            ("post", rf"watch/?(?:live/?)?{QUERY}v=(\d+)"),
            (
                "post",
                r"(?:[\w.-]+/){0,2}(?:posts|permalink|videos|photos)/(?:[^/?#]+/)*?((?:pfbid)?\w{6,})"
                + END,
            ),
            (
                "post",
                r"(?:reels?|events|stories|photo|marketplace/item)/(?:[^/?#]+/)?(\w{4,})" + END,
            ),
            ("post", r"share/(?:[a-z]/)?([\w-]{5,})"),
        ),
    ),
    "snapchat": (
        ("snapchat.com", "story.snapchat.com"),
        _rules(
            ("handle", r"(?:(?:add|u)/@?|@)([\w.-]{3,30})"),
            ("post", r"(?:@[\w.-]+/)?(?:t|p|spotlight|lens|unlock|o)/([\w-]{3,})"),
        ),
    ),
    "telegram": (
        ("t.me", "telegram.me", "telegram.dog", "telegram.org"),
        _rules(
            ("invite", r"(?:joinchat/|\+)([\w-]{6,})"),
            ("phone", r"\+?(\d{8,15})" + END),
            ("group", r"c/(\d+)"),
            ("handle", r"[akz]/#@(\w{3,32})"),
            (
                "handle",
                r"(?:s/)?(?!joinchat|share\b|addstickers|proxy|addlist|iv\b|c/)@?([A-Za-z]\w{2,31})",
            ),
            # Numbers of messages are a channel's own.
            ("post", r"(?:s/)?((?:c/\d+|[A-Za-z]\w{2,31})/\d+)"),
        ),
    ),
    "x": (
        ("x.com", "twitter.com", "mobile.twitter.com"),
        _rules(
            ("group", r"i/communities/(\d+)"),
            ("post", r"(?:i(?:/web)?|\w+)/status(?:es)?/(\d+)"),
            ("post", r"i/(?:spaces|events|broadcasts)/(\w+)"),
            ("id", rf"intent/user{QUERY}user_id=(\d+)"),
            ("handle", rf"intent/(?:user|follow){QUERY}screen_name=(\w{{2,20}})"),
            ("handle", r"(?!i/|home\b|search\b|hashtag|intent|share\b|explore\b)@?(\w{2,20})"),
        ),
    ),
    "youtube": (
        ("youtube.com", "music.youtube.com"),
        _rules(
            ("handle", r"@([\w.-]{2,60})"),
            ("id", r"channel/([\w-]{8,})"),
            ("handle", r"(?:user|c)/([\w.-]{2,60})"),
            ("post", rf"watch/?{QUERY}v=([\w-]{{6,}})"),
            ("post", r"(?:shorts|live|embed|v|post)/([\w-]{6,})"),
            ("post", rf"playlist{QUERY}list=([\w-]{{6,}})"),
        ),
    ),
    "discord": (
        ("discord.gg", "discord.com", "discordapp.com", "discord.me", "dsc.gg"),
        _rules(
            ("id", r"users/(\d{15,20})"),
            ("group", r"channels/(\d{15,20})"),
            ("post", r"channels/[\d@me]+/\d+/(\d{15,20})"),
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
            ("phone", rf"send/?{QUERY}phone=(?:\+|%2B)?(\d{{8,15}})"),
            ("group", r"channel/(\w{10,})"),
            ("id", r"message/(\w{6,})"),
            ("invite", r"(?:invite/)?([A-Za-z0-9]{18,26})" + END),
        ),
    ),
    "viber": (
        ("viber.com", "invite.viber.com", "chats.viber.com"),
        _rules(("invite", rf"(?:invite)?{QUERY}g2?=([\w-]{{5,}})"), ("handle", NAME)),
    ),
    "signal": (
        ("signal.me", "signal.group"),
        _rules(
            ("phone", r"#p/\+?(\d{8,15})"),
            ("invite", r"#(?:eu/)?([\w-]{10,})"),
        ),
    ),
    "skype": (
        ("join.skype.com", "skype.com"),
        _rules(("invite", r"(?:invite/)?(\w{8,})" + END)),
    ),
    "line": (("line.me", "lin.ee"), _rules(("handle", r"(?:R/)?ti/p/[@~]?([\w.-]{2,40})"))),
    "kik": (("kik.me", "kik.com"), _rules(("handle", r"(?:u/)?([\w.]{2,30})"))),
    "roblox": (
        ("roblox.com", "ro.blox.com"),
        _rules(
            ("id", r"(?:[a-z]{2}/)?users/(\d+)"),
            ("handle", rf"user\.aspx{QUERY}username=(\w{{3,20}})"),
            ("group", r"(?:[a-z]{2}/)?(?:groups|communities)/(\d+)"),
            ("post", r"(?:[a-z]{2}/)?games/(\d+)"),
            ("post", rf"share(?:-links)?{QUERY}code=(\w+)"),
        ),
    ),
    "steam": (
        ("steamcommunity.com", "s.team"),
        _rules(
            ("id", r"profiles/(\d{10,})"),
            ("handle", r"id/([\w-]{2,40})"),
            ("invite", r"p/([\w/-]+)"),
            ("group", r"(?:groups|chat)/([\w/-]+)"),
        ),
    ),
    "playstation": (("psnprofiles.com", "my.playstation.com"), _rules(("handle", NAME))),
    "reddit": (
        ("reddit.com", "old.reddit.com", "new.reddit.com"),
        _rules(
            ("handle", r"(?:user|u)/([\w-]{3,25})"),
            ("group", r"r/(\w{2,25})"),
            ("post", r"(?:[ru]/[\w-]+/|user/[\w-]+/)?(?:comments|s)/(\w+)"),
        ),
    ),
    "twitch": (
        ("twitch.tv",),
        _rules(
            ("post", r"(?:\w+/)?(?:videos?|v|clip)/([\w-]+)"),
            ("handle", r"(?!videos?/|directory\b|clip/)" + NAME),
        ),
    ),
    "kick": (("kick.com",), _rules(("handle", NAME))),
    "pinterest": (
        ("pinterest.com", "pinterest.fr"),
        _rules(("post", r"pin/([\w-]+)"), ("handle", r"(?!pin/|search\b|ideas\b)" + NAME)),
    ),
    "linkedin": (("linkedin.com",), _rules(("handle", r"in/([\w-]{2,60})"))),
    "vk": (("vk.com",), _rules(("id", r"id(\d+)"), ("handle", r"(?!wall-?\d)" + NAME))),
    "tumblr": (("tumblr.com",), _rules(("handle", NAME))),
    "askfm": (("ask.fm",), _rules(("handle", NAME))),
    "spotify": (("open.spotify.com",), _rules(("handle", r"user/([\w.-]{2,40})"))),
    "soundcloud": (("soundcloud.com",), _rules(("handle", NAME))),
    "onlyfans": (("onlyfans.com",), _rules(("post", r"(\d{6,})/"), ("handle", NAME))),
    "fansly": (("fansly.com",), _rules(("handle", NAME))),
    "patreon": (("patreon.com",), _rules(("handle", NAME))),
    "linktree": (("linktr.ee",), _rules(("handle", NAME))),
    "ngl": (("ngl.link",), _rules(("handle", NAME))),
    "tellonym": (("tellonym.me",), _rules(("handle", NAME))),
    "paypal": (
        ("paypal.me", "paypal.com"),
        _rules(("handle", r"(?:paypalme/)?(?!donate\b|cgi)@?([\w.-]{2,40})")),
    ),
    "cashapp": (("cash.app",), _rules(("handle", r"\$?([\w-]{2,30})"))),
    "venmo": (("venmo.com",), _rules(("handle", r"(?:u/)?" + NAME))),
    "revolut": (("revolut.me",), _rules(("handle", NAME))),
    "bluesky": (
        ("bsky.app",),
        _rules(("handle", r"profile/([\w.:-]{3,80})"), ("post", r"profile/[^/]+/post/(\w+)")),
    ),
    "bigo": (("bigo.tv",), _rules(("id", r"(?:user/)?(\d{5,})"), ("handle", NAME))),
    "minecraft": (("namemc.com",), _rules(("handle", r"profile/(\w{3,20})"))),
}
