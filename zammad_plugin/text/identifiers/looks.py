"""What looks like a name of an account, and what is a word of a sentence. Pure."""

from __future__ import annotations

import re

from zammad_plugin.text.identifiers.services import BY_NAME

DOTTED = 5  # characters of a name by its dots alone
TOKEN = (
    r"(?P<token>[A-Za-z0-9_](?:[A-Za-z0-9_.\-]{0,38}[A-Za-z0-9_])?(?:#[A-Z0-9]{3,5}\b)?)(?![\w@])"
)
UNDERSCORED = re.compile(r"[A-Za-z0-9]{2,}_+[A-Za-z0-9]|[A-Za-z]_+[A-Za-z0-9]{2,}|[A-Za-z]{4,}_+$")
NUMBERED = re.compile(r"[A-Za-z]{4,}(?:\.[A-Za-z]+)*\.?\d{2,4}")
CAMEL = re.compile(r"[a-z]{2}[A-Z][a-z]")
INNER = re.compile(r"^(?!Mc|Mac|De|La|Le|Al|El|Ben|Abu)[A-Za-z]*[a-z][A-Z]")
HYPHENED = re.compile(r"[A-Za-z]{3,}-[A-Za-z0-9-]*\d")
LETTERS_DIGITS = re.compile(r"[A-Za-z]{2,}[A-Za-z._]*\d{2,}$|[A-Za-z]+\d+[A-Za-z]+\d*$")
# Words that end in digits and are no names.
MODELS = re.compile(
    r"(?:v(?=\d)|iphone|ipad|ios|android|windows|win|galaxy|samsung|redmi|note|covid|class|grade|room|level|lvl|form"
    r"|year|kg|ps|mp|cm|gta|fifa|cod|area|article|section|chapter|page|part|top|route|web|h)[\d._]*\w?$",
    re.I,
)
FILE = re.compile(
    r".*\.(?:jpe?g|png|gif|mp[34]|pdf|docx?|txt|heic|webp|mov|zip|html?|php|eml|ogg|opus)$", re.I
)
CODED = re.compile(
    r"[a-z]+_(?:id|process|key|name|code|error|type|url|token|at|count|file|path|log)$"
)
BRANDS = frozenset(
    """
tiktok whatsapp youtube snapchat facebook instagram iphone facetime onlyfans paypal chatgpt wifi
linkedin playstation cashapp gmail icloud
""".split()
)
STOP = frozenset(
    """
a about account accounts active actually afraid again all also always am an and android
anonymous another any anymore anyone app apps are around as ask asked asking at away back bad
banned be because been before being blackmail blackmailed blackmailing block blocked blocking
but by called can cannot cant case caution chat check child children closed code come contact
could critical dangerous dark deactivated dear delete deleted did disabled do does done dont
down dropped email empty even ever every everyone everything fake fine for found free friend
friends from full fully gave get girl give gives go going gone good got group had hacked
happened has have he hello help helpline her here hers hi hidden him his how i id if im in
innocent invite is it its just kid know known later left let like link live lol login logged
look lost made make man many maybe me message messages mine minor money more my name named need
never new nice no none not nothing now number of off offline ok okay old on one online only open
or other our out over page parents password people person photo photos picture pictures play
playing please post posted posting posts private profile public question real really remove
removed report reported reporting rule said same saw say says school scared screenshot see sees
send sending sent she shop should show sir so some someone something still stolen stop story
such suspended take taken talk talking team tell than thank thanks that the their them then
there they thing this those threatened threatening threatens through time to today together told
too took underage unknown until up update upset urgent us use used user username users uses
using under over moins verified very video videos want wanted wants was way we well went were what when where
which while who whose why will with work working works would wrote yes yesterday yet you young
your yours link links live lives story stories reel reels admin group groups screenshot screenshots
followers follower report private like likes share shares bio spam hack hacker profile channel chat
internet wifi mobile laptop english arabic french video clip clips status online offline reward
android whatever everywhere somewhere nowhere tomorrow sometimes neighbour neighbor girlfriend boyfriend
teenager teenagers christmas birthday strangers classmates classroom homework suspendu professeur collège
lycée plusieurs beaucoup camarades aujourd'hui demain hier inconnu pourtant quelqu'un toujours mafto7 bish3
masrou2 mbere7 bokra mazbout mhakkar ma3rouf 7elo 3ayb 7aram amazing awesome crazy weird creepy popular
famous anonymous original bizarre ouvert anonyme signalement plainte avocat crying scary shut gone broken
two three four five six seven eight nine ten eleven twelve limited locked permanent suspicious temporarily twitter signal request requests
service safe adresse ai alors appelle après au aussi autre avec avoir bien bloqué bonjour c ça
car ce cela ces cet cette comme comment compte dans de depuis des donc du elle elles en encore
est et eux faux femme fermé fille fils homme il ils je jeune jamais jour la le lequel les leur
lui ma mais merci mes mineur moi mon même ne nos notre nous nouveau ou où par pas personne peur
plus piraté pour pourquoi prive privé qu que quel qui quoi rien sa sans se ses si son sont suis
supprimé sur svp ta te tes toi ton toujours tous tout très tu un une va vers vidéo vidéos voici
voilà vos votre vous vrai y été 3am 3ala 3al ana badde baddo bas bel ben bent bi bil bint bjed
bta3 byb3at da ento eno enno eza fi fiha fik hala hay hayda hada hedda hek howe howwe hiye inta
inti jdid ken ken2 kif kil kel kteer ktir l lama lal lek lesh leish ma3 ma3e ma3o mesh mish min
mn msakkar sar shi shou shu suwar taba3 taba3o tab3o tele t3arraf wa wala wen w wara ya yalla
ye3ne ya3ne ye2elle zalame
""".split()
)
# Words of sentences that are as often parts of names: "jason.real".
NAMELIKE = frozenset("real dark girl friend new photos videos".split())
# A word with a sound's figure: inside, or at the end of a verb ("byetkhara2").
ARABIZI = re.compile(r"^\d?[a-z]*[235679][a-z]+$|^(?:b[iey]*[yt]|ye|mn)[a-z]+[235679]$", re.I)


def is_word(token: str, *, quoted: bool = False) -> bool:
    """Of a sentence, or of a program; a Turkish letter is none of a name."""
    low = token.casefold()
    return (
        not token.isascii()
        or low in STOP
        or low in BY_NAME
        or low in BRANDS
        or bool(MODELS.match(token) or FILE.match(token) or CODED.match(token))
        or (not quoted and _is_glued(low))
    )


def has_dots(token: str, fewest: int) -> bool:
    """ "night.wolf" has one: a name where a network is named beside it, else two words glued."""
    return token.strip(".").count(".") >= fewest and len(token) >= DOTTED


def _is_glued(low: str) -> bool:
    """Two sentences without the blank between them: "on insta.he has photos"."""
    if "-" in low:
        return any(part in STOP for part in low.split("-"))
    parts = low.split(".")
    if len(parts) < 2 or "_" in low or any(map(str.isdigit, low)):
        return False
    known = [part in STOP for part in parts]
    return any(known) and not NAMELIKE & set(parts) if len(parts) == 2 else all(known)


def is_shaped(token: str) -> bool:
    """No word of any language looks so: underscores, digits at the end, capitals inside, a tag."""
    if "_" in token.strip("_") or "#" in token:
        return any(map(str.isalpha, token))
    if token.startswith("_") or token.endswith("_"):
        return len(token) > 4
    if LETTERS_DIGITS.match(token) and len(token) >= 6:
        digits = re.search(r"\d+$", token)
        return bool(digits and len(digits[0]) >= 2)
    if HYPHENED.match(token):
        return len(token) >= DOTTED
    parts = token.split(".")
    if has_dots(token, 1) and all(parts):
        return any(map(str.isdigit, token)) or (len(parts) > 2 and min(map(len, parts)) > 1)
    return bool(CAMEL.search(token)) and len(token) >= 6
