"""Zammad's own words: operators, attributes, what a condition, an action or a form may say.

From the sources of Zammad 6.5 (lib/selector, perform_changes) and docs/sync.md. What is not here is
not wrong: a desk may have attributes of its own.
"""

from __future__ import annotations

OPERATORS = frozenset(
    {
        "is",
        "is not",
        "is any of",
        "is none of",
        "is set",
        "not set",
        "contains",
        "contains not",
        "contains one",
        "contains all",
        "contains one not",
        "contains all not",
        "starts with",
        "ends with",
        "starts with one of",
        "ends with one of",
        "matches regex",
        "does not match regex",
        "has changed",
        "has reached",
        "has reached warning",
        "before (absolute)",
        "after (absolute)",
        "before (relative)",
        "after (relative)",
        "from (relative)",
        "till (relative)",
        "within last (relative)",
        "within next (relative)",
        "today",
        "is in working time",
        "is not in working time",
        "is less than",
        "is less than or equal to",
        "is greater than",
        "is greater than or equal to",
        # of forms (core workflows)
        "is modified",
        "is modified to",
        "just changed",
        "just changed to",
        "match one module",
        "match all modules",
        "match no modules",
    }
)
WITHOUT_VALUE = frozenset(
    {
        "is set",
        "not set",
        "has changed",
        "has reached",
        "has reached warning",
        "today",
        "is modified",
        "just changed",
    }
)
RELATIVE = "(relative)"
RANGES = frozenset({"minute", "hour", "day", "week", "month", "year"})
KEYS = frozenset({"name", "operator", "value", "range", "pre_condition", "value_completion"})
TIMES = frozenset({"date", "datetime"})  # types of attributes
ONE_OF = frozenset({"select", "tree_select"})
OF_VALUES = frozenset({"is", "is not", "contains", "contains not", "contains one", "contains all"})
OF_TEXTS = ("contains", "starts", "ends", "matches", "before", "after", "from", "till", "within")
OF_TAGS = frozenset({"contains one", "contains all", "contains one not", "contains all not"})
REGEX = frozenset({"matches regex", "does not match regex"})
PRE_CONDITIONS = frozenset(
    {"specific", "not_set", "current_user.id", "current_user.organization_id"}
)
TREES = frozenset({"AND", "OR", "NOT"})

TICKET = frozenset(
    {
        "action",
        "article_count",
        "close_at",
        "close_escalation_at",
        "create_article_sender",
        "create_article_sender_id",
        "create_article_type",
        "create_article_type_id",
        "created_at",
        "created_by",
        "created_by_id",
        "customer",
        "customer_id",
        "escalation_at",
        "first_response_at",
        "first_response_escalation_at",
        "group",
        "group_id",
        "id",
        "last_close_at",
        "last_contact_agent_at",
        "last_contact_at",
        "last_contact_customer_at",
        "last_owner_update_at",
        "mention_user_ids",
        "note",
        "number",
        "organization",
        "organization_id",
        "owner",
        "owner_id",
        "pending_time",
        "priority",
        "priority_id",
        "state",
        "state_id",
        "subscribe",
        "tags",
        "time_unit",
        "title",
        "type",
        "unsubscribe",
        "update_escalation_at",
        "updated_at",
        "updated_by",
        "updated_by_id",
    }
)
ARTICLE = frozenset(
    {
        "action",
        "body",
        "cc",
        "content_type",
        "detected_language",
        "from",
        "internal",
        "message_id",
        "note",
        "sender",
        "sender_id",
        "subject",
        "time_accounting",
        "to",
        "type",
        "type_id",
    }
)
OBJECTS = frozenset(
    {
        "ticket",
        "article",
        "customer",
        "organization",
        "owner",
        "execution_time",
        "ticket_customer",
        "ticket_owner",
        "user",
        "session",
        "group",
        "notification",
        "ai",
        "checklist",
        "custom",
    }
)
ACTIONS = frozenset({"article.note", "notification.webhook"})  # beside ticket.ATTRIBUTE
FORM_ACTIONS = frozenset(
    {
        "show",
        "hide",
        "remove",
        "set_mandatory",
        "set_optional",
        "set_readonly",
        "unset_readonly",
        "fill_in",
        "fill_in_empty",
        "select",
        "auto_select",
        "add_option",
        "remove_option",
        "set_fixed_to",
    }
)

SCREENS = frozenset(
    {"create", "create_top", "create_middle", "create_bottom", "edit", "view", "overview_bulk"}
)
# What `ticket.action` may ask for.
CHANGES = frozenset(
    {
        "create",
        "update",
        "update.merged_into",
        "update.received_merge",
        "reminder_reached",
        "escalation",
        "escalation_warning",
    }
)
# Names of columns that Zammad refuses or that would shadow its own.
RESERVED = frozenset(
    {
        "destroy",
        "true",
        "false",
        "integer",
        "select",
        "drop",
        "create",
        "alter",
        "index",
        "table",
        "varchar",
        "blob",
        "date",
        "datetime",
        "timestamp",
        "url",
        "icon",
        "initials",
        "avatar",
        "permission",
        "validate",
        "subscribe",
        "unsubscribe",
        "translate",
        "search",
        "id",
        "action",
        "scope",
    }
)
