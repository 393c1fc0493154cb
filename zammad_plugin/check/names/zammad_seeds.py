"""What every installation of Zammad begins with: states, priorities, roles, groups, permissions.

From the sources of Zammad 6.5 (db/seeds). What is not here is not wrong: a desk may have its own.
"""

from __future__ import annotations

STATES = frozenset(
    {
        "new",
        "open",
        "pending reminder",
        "pending close",
        "pending action",
        "closed",
        "merged",
        "removed",
    }
)
PENDING = frozenset({"pending reminder", "pending close"})
LOST = frozenset({"merged", "removed"})  # no list shows such a ticket
PRIORITIES = frozenset({"1 low", "2 normal", "3 high"})
ROLES = frozenset({"Admin", "Agent", "Customer"})
GROUPS = frozenset({"Users"})
PERMISSIONS = frozenset(
    {
        "admin",
        "admin.user",
        "admin.group",
        "admin.role",
        "admin.organization",
        "admin.overview",
        "admin.text_module",
        "admin.macro",
        "admin.template",
        "admin.tag",
        "admin.calendar",
        "admin.sla",
        "admin.trigger",
        "admin.scheduler",
        "admin.report_profile",
        "admin.time_accounting",
        "admin.knowledge_base",
        "admin.channel_web",
        "admin.channel_email",
        "admin.channel_sms",
        "admin.channel_whatsapp",
        "admin.channel_telegram",
        "admin.branding",
        "admin.setting_system",
        "admin.security",
        "admin.ticket",
        "admin.object",
        "admin.core_workflow",
        "admin.webhook",
        "admin.checklist",
        "admin.translation",
        "admin.public_links",
        "admin.monitoring",
        "admin.api",
        "admin.integration",
        "admin.package",
        "admin.session",
        "admin.ticket_state",
        "admin.ticket_priority",
        "admin.data_privacy",
        "admin.maintenance",
        "report",
        "ticket.agent",
        "ticket.customer",
        "chat",
        "chat.agent",
        "cti",
        "cti.agent",
        "knowledge_base",
        "knowledge_base.editor",
        "knowledge_base.reader",
        "user_preferences",
        "user_preferences.password",
        "user_preferences.notifications",
        "user_preferences.access_token",
        "user_preferences.language",
        "user_preferences.linked_accounts",
        "user_preferences.device",
        "user_preferences.avatar",
        "user_preferences.calendar",
        "user_preferences.out_of_office",
        "user_preferences.overview_sorting",
        "user_preferences.appearance",
        "user_preferences.two_factor_authentication",
    }
)
AT_FIRST = {  # resource → names
    "groups": GROUPS,
    "roles": ROLES,
    "ticket_states": STATES,
    "ticket_priorities": PRIORITIES,
}
