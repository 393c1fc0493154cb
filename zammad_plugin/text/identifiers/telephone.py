"""A telephone number as people write it → E.164, or None for what is no number. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import phonenumbers

# Where a number without its country's prefix is looked for, in this order: the desk's own country,
# its neighbours, then where its languages are spoken. The first plan that knows the number wins.
REGIONS = ("LB", "SY", "IQ", "JO", "EG", "PS", "TR", "FR", "AE", "SA", "KW", "QA", "IR", "AM", "DE")
FEWEST = 7  # digits of a number; shorter ones are helplines and codes
FEWEST_WITH_PREFIX = 10  # digits of a Lebanese number whose prefix has one 0 for two
LONGEST_PREFIX = 3  # digits
# Mobiles of Lebanon, of which new blocks are given out faster than plans are published.
LEBANESE = re.compile(r"(?:0?3|7[01689]|81)\d{6}")
FEWEST_ABROAD = 8  # digits of a number of another plan than the desk's
MOBILE = (
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)
PAIRS = re.compile(r"0\d(?:[ .\u00a0-]?\d\d){4}")
PREFIXED = re.compile(r"^\(?(?:\+|00)")


def e164(written: str, regions: tuple[str, ...] = REGIONS, *, told: bool = False) -> str | None:
    """ "+9613123456" for "03/123456", "00961 3 123 456" and "٠٣١٢٣٤٥٦" alike.

    A number with a prefix must be one of that country's plan. Without one it must be of the first
    region's plan, or begin with the 0 by which the others are dialled at home. `told`: the text
    says that it is of the first region; then it need only be as long as that country's are.
    """
    plain = plain_digits(written)
    digits = re.sub(r"\D", "", plain)
    if len(digits) < FEWEST:
        return None
    if PREFIXED.match(plain) or (digits.startswith("0961") and len(digits) > FEWEST_WITH_PREFIX):
        return _valid("+" + digits.removeprefix("00").removeprefix("0"), None)
    first, *others = regions
    new = first == "LB" and bool(LEBANESE.fullmatch(digits))
    home = _valid(digits, first, possible=new or (told and digits.startswith("0")))
    if home or not digits.startswith("0"):
        return home or _with_prefix(plain, digits)
    return _abroad(plain, digits, others) if len(digits) >= FEWEST_ABROAD else None


def numbers(said: str, region: str | None) -> Iterator[str]:
    """Of the country that the text tells, else of the desk's; or several, each behind the other."""
    whole = (region and e164(said, (region,), told=True)) or e164(said)
    if whole:
        yield whole
        return
    for part in re.split(r"\s*/\s*|\s+-\s+|\s{2,}", said):
        if number := e164(part):
            yield number


def plain_digits(text: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in text)


def _abroad(written: str, digits: str, regions: list[str]) -> str | None:
    """Of the first plan in which it is a mobile's, else of the first that knows it: people give
    each other's mobiles. Digits in pairs are written in France."""
    in_order = ["FR", *regions] if PAIRS.fullmatch(written.strip()) else regions
    known = [one for region in in_order if (one := _valid(digits, region))]
    return next((one for one in known if _is_mobile(one)), known[0] if known else None)


def _is_mobile(number: str) -> bool:
    return phonenumbers.number_type(phonenumbers.parse(number)) in MOBILE


def country(number: str) -> str:
    """Two letters of the country whose plan an E.164 number is of; "" for none."""
    try:
        found = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return ""
    return found or ""


def _with_prefix(written: str, digits: str) -> str | None:
    """A country's prefix without its + is a number only with enough digits behind it, and alone or
    in one run with them: "2011 2012 2013" are years."""
    first = re.split(r"\D+", written.strip("( "))[0]
    alone = len(first) <= LONGEST_PREFIX or first == digits
    return _valid(f"+{digits}", None) if alone and len(digits) > 10 else None


def _valid(number: str, region: str | None, *, possible: bool = False) -> str | None:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not _is_assigned(parsed, possible=possible or region is None):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _is_assigned(number: phonenumbers.PhoneNumber, *, possible: bool) -> bool:
    """In a plan; or as long as its country's numbers are, where the country is told: plans grow,
    and a number that somebody gives us may be a digit off."""
    if phonenumbers.is_valid_number(number):
        return True
    length = phonenumbers.is_possible_number_with_reason(number)
    return possible and length == phonenumbers.ValidationResult.IS_POSSIBLE


# What a number is called when it is none of a telephone.
CODES = re.compile(
    r"(?<![a-zà-ÿ])(?:order|commande|ticket|tikk?et|case|casino|r[ée]f(?:erence|\.)?|r[ée]f[ée]rence|invoice|facture|tracking|colis|suivi|parcel|awb"
    r"|code|mtcn|western union|omt|transfer|transfert|virement|transaction|txn|receipt|re[çc]u|imei|serial"
    r"|passport|passeport|id card|carte|card|national id|dossier|plainte|complaint|report|account|compte|rib|iban|swift"
    r"|identifiant|\b(?:user ?|player ?)?ids?\b|(?:ال)?[اآإ]ي ?دي|isbn|pin|otp|plate|plaque|license|booking|reservation|r[ée]servation|contract|contrat|policy|customer"
    r"|talab|7wele|hawale|7awele|barcode|siret|siren|allocataire|student|member(?:ship)?|client|bus|seat|permit|protocol|العضوي[ةه]|الجلوس|المقعد|الباص|الرخص[ةه]|الاقام[ةه]|التأمين|s[ée]cu|vitale|adh[ée]rent|matricule|quota|meeting|zoom|isbn|version|build|error|erreur|bug"
    r"|الطلب|طلب|طلبي[ةه]|طلبية|التذكرة|تذكرة|الحوالة|حوالة|التحويل|تحويل|المرجع|مرجع|القضية|قضية|الدعوى|الشكوى|شكوى"
    r"|البلاغ|بلاغ|الملف|ملف|الفاتورة|فاتورة|الحساب|حساب|العملية|الإيصال|ايصال|الهوية|هوية|الجواز|جواز|السفر|اللوحة|كود|رمز"
    r"|المعاملة|معاملة|الوصل|المحضر|محضر|البوليصة|الاشتراك|العداد|الضبط|الشحنة|شحنة|التتبع|الحجز|حجز|سفارش|پیگیری|kargo|sipariş|takip)\w{0,3}(?:\s(?-i:[A-Z]{2,6})\b)?"
    r"(?:[\s:#=.(«“\"-]|number|num|numéro|numero|no|nr|n°|nº|id|is|was|est|ending|in|هو|كان|رقم|رقمه|رقمها|du|de|my|the|ma|taba3[oae]|tab3[oa]|تبعه|تبعو|تبعها|البنكي|المصرفي|bank|bancaire|\d{2,4}[/-]){0,8}$",
    re.I,
)
CALLS = re.compile(
    r"(?:call|phone|tel|tél|téléphone|mobile|mob|gsm|cell|number|numéro|num|whats ?app|wa|contact|sms|text|ring|reach"
    r"|رقم|رقمه|رقمو|رقمها|رقمي|هاتف\w*|تلفون\w*|موبايل\w*|جوال\w*|واتس\w*|اتصل\w*|تواصل|nemro|nimro|ra2m|ra2mo|ra2em|ra2amo"
    r"|telefon\w*|numara\w*|شماره|موبایل|تماس|ژمارە\w*|مۆبایل|հեռախոս\w*)\W{0,4}(?:\w{1,8}\W{1,3}){0,5}$",
    re.I,
)


def is_called(before: str) -> bool:
    """Whether the words `before` a number say that one calls it."""
    return bool(CALLS.search(before))


def is_code(written: str, before: str) -> bool:
    """Whether a run of digits is an order's, a ticket's or a transfer's number by the words
    `before` it, or too bare to be a telephone number without a word that says so."""
    if written.startswith(("+", "(+")):
        return False
    if CODES.search(before) or before.rstrip(" ").endswith("#"):
        return not PHONE_AT_END.search(before)
    digits = re.sub(r"\D", "", written)
    if len(digits) < 8 and not digits.startswith("0"):
        return not CALLS.search(before)
    return False


PHONE_AT_END = re.compile(
    r"(?:phone|tel|tél|téléphone|mobile|whatsapp|هاتف\w*|تلفون\w*|موبايل\w*|واتس\w*)\W*(?:number|is|est|no|numéro|هو)?\W*$",
    re.I,
)
