"""Names of accounts, numbers, addresses and wallets in a text, each in one form. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

LONGEST = 20_000  # characters read
MOST = 20  # identifiers of one text: more are a list, not a report
URL = re.compile(r"https?://[^\s<>\"'»)\]]{4,300}", re.I)
EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}\b")
HANDLE = re.compile(r"(?<![\w@./])@([A-Za-z0-9_.]{3,30})(?![\w@])")
PHONE = re.compile(r"(?<![\w@.])\+?\d[\d\s().-]{6,18}\d(?![\w@])")
WALLET = re.compile(
    r"\b(?:bc1[a-z0-9]{25,59}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|T[A-Za-z1-9]{33}|0x[0-9a-fA-F]{40})\b"
)
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
SAME_NUMBER = 8  # last digits
# Networks where the path's first part is the account.
ACCOUNTS = {
    "tiktok.com": "tiktok",
    "instagram.com": "instagram",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "snapchat.com": "snapchat",
    "t.me": "telegram",
    "x.com": "x",
    "twitter.com": "x",
    "youtube.com": "youtube",
    "discord.gg": "discord",
    "wa.me": "whatsapp",
}
PREFIXES = {"add", "user", "c", "channel", "profile"}


def identifiers(text: str, exempt: Iterable[str] = ()) -> list[str]:
    """`handle:name`, `phone:digits`, `email:…`, `wallet:…`, `url:…`, sorted, without `exempt`.

    A handle in a link and the same handle after an @ are one. `exempt`: as `comparable` says them.
    """
    plain = text[:LONGEST].translate(DIGITS)
    skip = set(exempt)
    found = {one for one in _all(plain) if comparable(one) not in skip and not _of(one, skip)}
    return sorted(found)[:MOST]


def comparable(identifier: str) -> str:
    """A number by its last digits: with and without the country's prefix it is one number."""
    kind, _, value = identifier.partition(":")
    return f"{kind}:{value[-SAME_NUMBER:]}" if kind == "phone" else identifier


def _of(one: str, skip: set[str]) -> bool:
    """An address or link of an exempt domain."""
    kind, _, value = one.partition(":")
    host = value.rpartition("@")[2] if kind == "email" else value.partition("/")[0]
    return kind in {"email", "url"} and any(
        host == domain or host.endswith(f".{domain}") for domain in skip
    )


def _all(text: str) -> Iterator[str]:
    rest = text
    for match in URL.finditer(text):
        yield from _link(match[0])
        rest = rest.replace(match[0], " ")
    for address in EMAIL.findall(rest):
        yield f"email:{address.casefold()}"
    rest = EMAIL.sub(" ", rest)
    for wallet in WALLET.findall(rest):
        yield f"wallet:{wallet}"
    rest = WALLET.sub(" ", rest)
    for handle in HANDLE.findall(rest):
        yield f"handle:{handle.casefold().strip('.')}"
    for number in PHONE.findall(rest):
        digits = re.sub(r"\D", "", number)
        if len(digits) >= SAME_NUMBER and not _is_date(number):
            yield f"phone:{digits}"


def _is_date(number: str) -> bool:
    return bool(
        re.fullmatch(r"\d{1,4}[-./\s]\d{1,2}[-./\s]\d{2,4}([\s-]+\d{1,2})?", number.strip())
    )


def _link(url: str) -> Iterator[str]:
    parts = urlsplit(url.rstrip(".,;:!?"))
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("vm.")
    path = [part for part in parts.path.split("/") if part and part not in PREFIXES]
    if host in ACCOUNTS and path:
        name = path[0].lstrip("@").casefold()
        is_number = host == "wa.me" and name.isdigit()
        yield f"phone:{name}" if is_number else f"handle:{name}"
    elif host and path:
        yield f"url:{host}/{'/'.join(path)}".casefold()
