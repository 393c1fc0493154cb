"""Bank accounts and wallets by their signs. Pure."""

from __future__ import annotations

import re

IBAN_NEAR = re.compile(r"iban|[اآإ]يبان|الحساب|account|compte|rib\b|bank|bancaire|بنك", re.I)
IBAN_LENGTHS = range(15, 35)


def iban(said: str, before: str) -> str | None:
    """By its check digits, or where it is called one in the words `before` it: a wrong copy is
    still what was written."""
    value = re.sub(r"[\s-]", "", said).upper()
    if len(value) in IBAN_LENGTHS and (_is_checked(value) or IBAN_NEAR.search(before)):
        return value
    return None


def _is_checked(value: str) -> bool:
    """ISO 13616: the number is 1 mod 97, its first four signs last, letters as 10 to 35."""
    return int("".join(str(int(one, 36)) for one in value[4:] + value[:4])) % 97 == 1


def coin(address: str) -> str:
    """Of which currency the wallet is."""
    if address[:2].casefold() == "0x":
        return "ethereum"
    return "tron" if address[0] == "T" else "bitcoin"


def same_wallet(address: str) -> str:
    """Letters count in base58; in Ethereum's and the newer Bitcoin's form they don't."""
    return address.casefold() if address[:2].casefold() in ("0x", "bc") else address
