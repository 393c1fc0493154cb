"""Words that every room shares: labels of triage, names of tags and of ticket attributes.

Labels are those of the labelled messages (docs/triage.md), tags and attributes those of
`rules/taxonomy.yml`; a test holds this file to it. It imports nothing of ours.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

Urgency = Literal["low", "normal", "high", "critical"]
URGENCIES: tuple[Urgency, ...] = get_args(Urgency)
RANK: dict[str, int] = {urgency: place for place, urgency in enumerate(URGENCIES)}
URGENT = frozenset({"critical", "high"})

Category = Literal[
    "sextortion",
    "grooming",
    "csam_report",
    "image_abuse_minor",
    "in_person_abuse_threat",
    "cyberbullying_minor",
    "underage_account",
    "parental_guidance",
    "child_other",
    "not_child_safety",
]
CATEGORIES: tuple[Category, ...] = get_args(Category)
NOT_CHILD_SAFETY: Category = "not_child_safety"

Reporter = Literal[
    "child",
    "guardian",
    "peer",
    "bystander",
    "professional",
    "teacher",
    "adult_victim",
    "unknown",
]
REPORTERS: tuple[Reporter, ...] = get_args(Reporter)

# Dangers and situations that choose the first words; a desk's rules/risks.yml may add some.
RISKS = frozenset(
    """
    self_harm self_harm_own meeting missing danger_now family_danger already_paid offender
    own_child_offender images_spread watched_phone picture_sent lured pushed_by_group
    obscene_seen touched other_is_child impersonation doxxing account_taken phone_spied
    mass_mail adult_survivor office_failed waited who_reads phone_ban offers_picture
    office_impostor paid_help asks_on_others press research child_writes child_at_home
    neighbour_writes closed in_uk professional_writes only_help
    """.split()
)

# What a message is about as a whole, by the trained part (training/situations).
SITUATIONS = frozenset(
    """
    account_gone account_taken adult_survivor already_paid asks_on_others blackmail bullying
    child_offender closed cutting danger_now doxxing faked grooming guidance handed_over
    images_spread impersonation lure_account lured mass_mail material meeting missing no_papers
    none obscene_seen offender offers_picture office_failed office_impostor only_help
    other_is_child own_child_offender paid_help phone_ban phone_spied picture_sent police_asks
    press pushed_by_group ran_away research secrecy self_harm talk thanks thoughts touched
    underage waited watched_phone who_reads
    """.split()
)

Channel = Literal[
    "signal",
    "whatsapp",
    "email",
    "web",
    "phone",
    "sms",
    "telegram",
    "chat",
    "facebook",
    "twitter",
    "other",
]
CHANNELS: tuple[Channel, ...] = get_args(Channel)

# Whom a reply is for, and where it may be sent by hand.
Audience = Literal["child", "guardian", "teacher", "bystander", "partner", "anyone"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
ReplyChannel = Literal["email", "signal", "whatsapp"]
REPLY_CHANNELS: tuple[ReplyChannel, ...] = get_args(ReplyChannel)

# Countries of the attribute; a number of another one is from elsewhere.
COUNTRIES = (
    *("LB", "SY", "PS", "JO", "IQ", "EG", "SA", "AE", "KW", "QA"),
    *("BH", "OM", "YE", "LY", "TN", "DZ", "MA", "SD", "TR"),
)
ELSEWHERE = "other"
# Whom a desk asks, and what comes of it.
Asked = Literal[
    "police",
    "cybercrime",
    "prosecution",
    "child-protection",
    "platform",
    "hotline",
    "helpline",
    "other",
]
ASKED: tuple[Asked, ...] = get_args(Asked)
Outcome = Literal["accepted", "more_wanted", "refused", "silent"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
SILENT: Outcome = "silent"
AgeBand = Literal["under13", "minor", "adult", "unknown"]
AGE_BANDS: tuple[AgeBand, ...] = get_args(AgeBand)

# Languages of what agents read, as Zammad calls them (`locales`); replies have more languages
# (text/languages.py). Data, so that one more is no change of code.
_AGENTS = Path(__file__).parent / "rules" / "agent-languages.json"
LOCALES: dict[str, str] = json.loads(_AGENTS.read_text(encoding="utf-8"))
AGENT_LANGUAGES = tuple(LOCALES)
if TYPE_CHECKING:
    AgentLanguage = str
else:  # pydantic refuses any other, and names them
    AgentLanguage = Literal[AGENT_LANGUAGES]
MAIN: AgentLanguage = "en"  # the language that every text of ours has

# Tags, by their plain names; the client alone turns them into neutral ones.
OURS = "cs-"
OUR_FIELDS = "cs_"  # beginning of our attributes
TRIAGED = "cs-triaged"
UNSURE = "cs-unsure"
ERROR = "cs-error"  # judged, but a person must set what the server refused
ALERT = "cs-alert"  # a new danger on a ticket that somebody has
AUTO_REPLIED = "cs-auto-replied"
VOICE = "cs-voice"
MEDIA = "cs-media"
WINDOW = "cs-window"  # WhatsApp's window closes soon; a new message opens it again
LEAD = "cs-flow-lead"  # what the lead must see
CONFIRMED = "cs-confirmed"
FALSE_ALARM = "cs-false-alarm"
UNSAFE_ATTACHMENT = "cs-evid-unsafe-attachment-received"
HOLD = "cs-hold"  # kept whatever the rules of retention say
SIGNAL_TIMER = "cs-signal-timer"
SIGNAL_FAILED = "cs-signal-failed"
CONSENT_GIVEN = "cs-stat-consent-given"
CONSENT_REFUSED = "cs-stat-consent-refused"

# Beginnings of tags whose end is a code.
URGENCY_TAG = "cs-urg-"
CATEGORY_TAG = "cs-cat-"
PLATFORM_TAG = "cs-plat-"
LANGUAGE_TAG = "cs-lang-"
CHANNEL_TAG = "cs-chan-"
SAME_TAG = "cs-same-"

# Attributes of tickets.
CATEGORY_FIELD = "cs_category"
URGENCY_FIELD = "cs_urgency"
LANGUAGE_FIELD = "cs_language"
DEADLINE_FIELD = "cs_deadline"
LAST_CONTACT_FIELD = "cs_last_contact"
SUSPENDED_ON_FIELD = "cs_suspended_on"
REPORTED_ON_FIELD = "cs_reported_on"
PRESERVED_ON_FIELD = "cs_preserved_on"
EXTENDED_ON_FIELD = "cs_extended_on"
WINDOW_ENDS_FIELD = "cs_window_ends"
CHANNEL_FIELD = "cs_channel"
REPORTER_FIELD = "cs_reporter"
AGE_FIELD = "cs_age"
BLACKMAIL_FIELD = "cs_blackmail"
PLATFORM_FIELD = "cs_platform"
COUNTRY_FIELD = "cs_country"
CAME_FIELD = "cs_came_on"  # of a ticket that was emptied: when the first one had come
ASKED_FIELD = "cs_asked"
ASKED_ON_FIELD = "cs_asked_on"
OUTCOME_FIELD = "cs_outcome"
SAFE_CONTACT_FIELD = "cs_safe_contact"


def category_tag(category: str) -> str:
    """`csam_report` → `cs-cat-csam-report`: tags have no underscores."""
    return CATEGORY_TAG + category.replace("_", "-")


def urgency_tag(urgency: str) -> str:
    return URGENCY_TAG + urgency
