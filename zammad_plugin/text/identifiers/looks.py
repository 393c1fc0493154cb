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
# What people put behind their name's dot where the name alone was taken.
SUFFIXED = re.compile(
    r"[A-Za-z]{3,}\.(?:lb|leb|bey|beirut|off|ofc|officiel|official|backup|spam|priv|prv|real|fake|vip|xo|xx?|tv|ig|yt|exe|bis|pro)",
    re.I,
)
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
3al 3ala 3am 3ayb 7aram 7elo a about account accounts active actually admin adresse afraid again
ai all alors also always am amazing an ana and android anonyme anonymous another any anymore
anyone app appelle apps après arabic are around as ask asked asking at au aujourd'hui aussi autre
avec avocat avoir away awesome back bad badde baddo badge ban banned bans bas be beaucoup because
been before being bel ben bent bi bien bil bint bio birthday bish3 bitcoin bizarre bjed blackmail
blackmailed blackmailing block blocked blocking bloqué blue bokra bonjour boyfriend broken bta3
business but by byb3at c call called calls camarades can cannot cant car card cards case caution
ce cela center centre ces cet cette channel channels chat check child children christmas clan
classmates classroom clip clips close closed club code coins collège come comme comment community
compte contact could crazy creepy critical crying da dangerous dans dark de deactivated dear
delete deleted demain depuis des diamonds did disabled do does donc done dont down dropped du
eight eleven elle elles email empty en encore english enno eno ento est et eux even ever every
everyone everything everywhere eza fake famous faux femme fermé fi fiha fik fille fils filter
filters fine five follow followed follower followers for found four free french friend friends
from full fully game games gaming gave get gift gifts girl girlfriend give gives gmail go going
gone good got group groups hack hacked hacker had hada hala happened has have hay hayda he hedda
hek hello help helpline her here hers hi hidden hier him his hiye homework homme how howe howwe i
id if il ils im in inconnu innocent inta internet inti invite is it its jamais jdid je jeune jour
just kel ken ken2 kid kif kil know known kteer ktir l la lal lama laptop later le left leish lek
lens lequel les lesh let leur level like likes limited link links live lives lobby locked logged
login lol look lost lui lycée ma ma3 ma3e ma3o ma3rouf made mafto7 mais make man many masrou2
mastercard match maybe mazbout mbere7 me memories mention mentions merci mes mesh message messages
meta mhakkar min mine mineur minor mish mn mobile moi moins mon money more msakkar my même name
named ne need neighbor neighbour never new nice nine nitro no none nos not nothing notre nous
nouveau now nowhere number of off offline ok okay old on one online only open or original other
otp ou our out ouvert over où page par parents pas password people permanent person personne peur
photo photos picture pictures piraté plainte play playing please plus plusieurs popular post
posted posting posts pour pourquoi pourtant premium private prive privé professeur profile public
qu que quel quelqu'un question qui quoi ranked real really reel reels remove removed report
reported reporting request requests reward rien robux rule sa safe said same sans sar saw say says
scared scary school screenshot screenshots se see sees send sending sent server servers service
ses seven share shares she shi shop shou should show shu shut si signal signalement sir six skin
skins sms snapstreak snapstreaks so some someone something sometimes somewhere son sont spam
status still stolen stop stories story strangers streak streaks such suis support supprimé sur
suspended suspendu suspicious suwar svp t3arraf ta tab3o taba3 taba3o tag tags take taken talk
talking te team teenager teenagers tele tell temporarily ten tes than thank thanks that the their
them then there they thing this those threatened threatening threatens three through time to today
together toi told tomorrow ton too took toujours tous tout très tu twelve twitter two un under
underage une unfollow union unknown until up update upset urgent us use used user username users
uses using va vbucks verified vers version very video videos vidéo vidéos visa voice voici voilà
vos votre vous vrai w wa wala want wanted wants wara was way we weird well wen went were western
what whatever when where which while who whose why wifi will with work working works would wrote y
ya ya3ne yalla ye2elle ye3ne yes yesterday yet you young your yours zalame ça été
""".split()
)
# Words of sentences that are as often parts of names: "jason.real".
NAMELIKE = frozenset(
    """
real dark girl friend new photos videos spam club gaming game games team clan channel community gifts cards coins
skins blue memories private official live business shop boy backup mobile
""".split()
)
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
    if len(parts) == 2 and parts[0] in BY_NAME:
        return True
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
