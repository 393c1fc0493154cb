"""The configuration objects: one line a column with the server's default, and each kind's rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

AGENT = "ticket.agent"


@dataclass(frozen=True)
class Kind:
    """`read` and `write`: permissions, one is enough. `unique`: a second name is refused."""

    path: str
    model: str
    write: tuple[str, ...]
    columns: dict[str, Any]
    read: tuple[str, ...] = ()
    unique: bool = True
    html: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    # Columns of these names hold ids; the API takes and (expanded) gives names beside them.
    names: dict[str, str] = field(default_factory=dict)
    deletable: bool = True
    hash_needed: str = ""

    @property
    def readers(self) -> tuple[str, ...]:
        return (*self.write, *self.read)


FLAG: dict[str, Any] = {"active": True}
RUN: dict[str, Any] = {
    "last_run_at": None,
    "next_run_at": None,
    "running": False,
    "processed": 0,
    "matching": 0,
    "pid": None,
}

KINDS = (
    Kind(
        "groups",
        "Group",
        ("admin.group",),
        {
            "signature_id": None,
            "email_address_id": None,
            "name": None,
            "assignment_timeout": None,
            "follow_up_possible": "yes",
            "reopen_time_in_days": None,
            "follow_up_assignment": True,
            "active": True,
            "shared_drafts": True,
            "note": None,
            "user_ids": [],
        },
    ),
    Kind(
        "roles",
        "Role",
        ("admin.role",),
        {
            "name": None,
            "preferences": {},
            "default_at_signup": False,
            "active": True,
            "note": None,
            "permission_ids": [],
            "knowledge_base_permission_ids": [],
            "group_ids": {},
        },
        names={"permission_ids": "permissions"},
        deletable=False,
    ),
    Kind(
        "text_modules",
        "TextModule",
        ("admin.text_module",),
        {"name": None, "keywords": None, "content": None, "note": None, **FLAG, "group_ids": []},
        read=(AGENT,),
        unique=False,
        html=("content",),
        names={"group_ids": "groups"},
    ),
    Kind(
        "templates",
        "Template",
        ("admin.template",),
        {"name": None, "options": None},
        read=(AGENT,),
        unique=False,
        hash_needed="options",
    ),
    Kind(
        "macros",
        "Macro",
        ("admin.macro",),
        {
            "name": None,
            "perform": {},
            **FLAG,
            "ux_flow_next_up": "none",
            "note": None,
            "group_ids": [],
        },
        read=(AGENT,),
        names={"group_ids": "groups"},
    ),
    Kind(
        "webhooks",
        "Webhook",
        ("admin.webhook",),
        {
            "name": None,
            "endpoint": None,
            "signature_token": None,
            "ssl_verify": True,
            "note": None,
            "active": True,
        },
        unique=False,
    ),
    Kind(
        "triggers",
        "Trigger",
        ("admin.trigger",),
        {
            "name": None,
            "condition": {},
            "perform": {},
            "disable_notification": True,
            "note": None,
            "active": True,
        },
    ),
    Kind(
        "jobs",
        "Job",
        ("admin.scheduler",),
        {
            "name": None,
            "timeplan": {},
            "condition": {},
            "perform": {},
            "disable_notification": True,
            **RUN,
            "note": None,
            "active": False,
        },
    ),
    Kind(
        "overviews",
        "Overview",
        ("admin.overview",),
        {
            "name": None,
            "link": None,
            "prio": None,
            "condition": {},
            "order": {},
            "group_by": None,
            "group_direction": None,
            "organization_shared": False,
            "out_of_office": False,
            "view": {},
            "active": True,
            "role_ids": [],
            "user_ids": [],
        },
        unique=False,
        names={"role_ids": "roles"},
    ),
    Kind(
        "postmaster_filters",
        "PostmasterFilter",
        ("admin.channel_email", "admin.channel_google", "admin.channel_microsoft365"),
        {"name": None, "channel": "email", "match": {}, "perform": {}, **FLAG, "note": None},
        unique=False,
    ),
    Kind(
        "calendars",
        "Calendar",
        ("admin.calendar",),
        {
            "name": None,
            "timezone": None,
            "business_hours": None,
            "default": False,
            "ical_url": None,
            "public_holidays": {},
            "last_log": None,
            "last_sync": None,
        },
    ),
    Kind(  # *read* in the source of 2022 and 2025
        "report_profiles",
        "Report::Profile",
        ("admin.report_profile",),
        {"name": None, "condition": {}, "active": True},
        unique=False,
    ),
    Kind(
        "slas",
        "Sla",
        ("admin.sla",),
        {
            "calendar_id": None,
            "name": None,
            "first_response_time": None,
            "response_time": None,
            "update_time": None,
            "solution_time": None,
            "condition": {},
            "data": {},
        },
        names={"calendar_id": "calendars"},
    ),
    Kind(
        "core_workflows",
        "CoreWorkflow",
        ("admin.core_workflow",),
        {
            "name": None,
            "object": None,
            "preferences": {},
            "condition_saved": {},
            "condition_selected": {},
            "perform": {},
            "active": True,
            "stop_after_match": False,
            "changeable": True,
            "priority": 0,
        },
    ),
    Kind(
        "ticket_states",
        "Ticket::State",
        ("admin.object", "admin.ticket_state"),
        {"name": None, "state_type_id": None, "next_state_id": None, "note": None, **FLAG},
        read=(AGENT, "ticket.customer"),
    ),
    Kind(
        "ticket_priorities",
        "Ticket::Priority",
        ("admin.object", "admin.ticket_priority"),
        {"name": None, "ui_color": None, "default_create": False, "note": None, **FLAG},
        read=(AGENT, "ticket.customer"),
    ),
)
