"""Articles of tickets and their attachments."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from zammad_plugin.emulator import answers, versions
from zammad_plugin.emulator.html import sanitised
from zammad_plugin.emulator.server.access import Actor
from zammad_plugin.emulator.store import Row, Store, copied

COPIED = ("from", "to", "cc", "subject", "reply_to", "message_id", "in_reply_to", "references")
CUSTOMER = "Customer"
NOTES = {"note"}  # the one type that reaches nobody
DELETABLE = timedelta(minutes=10)


def create(store: Store, ticket: Row, given: Row, actor: Actor) -> Row:
    """Insert an article. Raises 422 for an empty body, an unknown type or sender."""
    if not str(given.get("body") or "").strip():
        raise answers.Refused(422, "Need at least an 'article body' field.")
    if not actor.may("ticket.agent"):
        given = _from_customer(given, actor)
    kind = _named(store, "ticket_article_types", given, "type", "note")
    sender = _named(store, "ticket_article_senders", given, "sender", _usual_sender(actor))
    if kind["name"] == "email":
        _check_mail(store, ticket, given, sender["name"])
    html = given.get("content_type") == "text/html"
    body = sanitised(str(given["body"])) if html else str(given["body"])
    message_id = given.get("message_id")
    row = {
        "ticket_id": ticket["id"],
        "type_id": kind["id"],
        "sender_id": sender["id"],
        **{name: given.get(name) for name in COPIED},
        "message_id_md5": hashlib.md5(message_id.encode()).hexdigest() if message_id else None,
        "content_type": given.get("content_type") or "text/plain",
        "body": body,
        "internal": str(given.get("internal", False)).lower() == "true",
        "preferences": copied(given.get("preferences") or {}),
        "updated_by_id": actor.id,
        "created_by_id": actor.id,
        "origin_by_id": ticket["customer_id"] if _by_customer(kind, sender) else None,
        "attachments": [_attachment(store, one) for one in given.get("attachments") or []],
    }
    article = store.insert("ticket_articles", row)
    _count(store, ticket, article, sender["name"])
    return article


def refuse_deletion(store: Store, article: Row, actor: Actor) -> None:
    """As the source of 6.5 has it (setting ui_ticket_zoom_article_delete_timeframe)."""
    why = _why_it_stays(store, article, actor)
    if why:
        raise answers.Refused(403, f"Not authorized ({why})!")


def _why_it_stays(store: Store, article: Row, actor: Actor) -> str:
    """Empty for what may be deleted."""
    kind = store.get("ticket_article_types", article["type_id"]) or {}
    made = datetime.fromisoformat(str(article["created_at"]).replace("Z", "+00:00"))
    if not actor.may("ticket.agent"):
        return "agent permission required"
    if article["created_by_id"] != actor.id:
        return "you can only delete your own notes"
    if kind.get("name") not in NOTES and not article["internal"]:
        return "communication articles cannot be deleted"
    return "note is too old to be deleted" if datetime.now(UTC) - made >= DELETABLE else ""


def _from_customer(given: Row, actor: Actor) -> Row:
    """Seen on a 6.5: sender, `internal` and `from` of a customer's article are forced, and types
    other than note and web; `preferences`, `message_id`, `to` and `subject` are taken."""
    kind = given.get("type") if given.get("type") in {"note", "web"} else "note"
    name = f"{actor.user['firstname']} {actor.user['lastname']}".strip()
    address = f"{name} <{actor.user['email']}>" if kind == "web" else name
    forced = {"type": kind, "sender": CUSTOMER, "internal": False, "from": address}
    dropped = {"type_id", "sender_id", "origin_by_id"}
    return {name: value for name, value in given.items() if name not in dropped} | forced


def _check_mail(store: Store, ticket: Row, given: Row, sender: str) -> None:
    """A recipient that might be one (6.5), and an address to write from."""
    if store.version >= versions.MAIL_TO and "@" not in str(given.get("to") or ""):
        raise answers.Refused(422, "Sending an email without a valid recipient is not possible.")
    if sender != CUSTOMER:
        _check_address(store, ticket)


def _check_address(store: Store, ticket: Row) -> None:
    """A mail goes out from the address of the ticket's group."""
    group = store.get("groups", ticket["group_id"]) or {}
    if not group.get("email_address_id"):
        words = f"No email address found for group '{group['name']}' ({group['id']})"
        raise answers.Refused(500, words, human=False)


def _by_customer(kind: Row, sender: Row) -> bool:
    """Whether an agent wrote down what the customer said."""
    return sender["name"] == CUSTOMER and kind["name"] in {"phone", "note", "web"}


def _usual_sender(actor: Actor) -> str:
    return "Agent" if actor.may("ticket.agent") else CUSTOMER


def _named(store: Store, table: str, given: Row, field: str, usual: str) -> Row:
    by_id = given.get(f"{field}_id")
    row = store.get(table, int(by_id)) if by_id else store.find(table, name=given.get(field, usual))
    if row is None:
        raise answers.no_lookup(field, by_id or given.get(field))
    return row


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except ValueError:
        raise answers.Refused(422, "Invalid base64 for attachment") from None


def _attachment(store: Store, given: Any) -> Row:
    if not isinstance(given, dict) or not given.get("filename"):
        raise answers.Refused(422, "Attachment needs 'filename', 'data' and 'mime-type'")
    data = _decoded(str(given.get("data") or ""))
    stored = store.insert("store_files", {"data": base64.b64encode(data).decode()})
    mime = given.get("mime-type") or "application/octet-stream"
    return {
        "id": stored["id"],
        "store_file_id": stored["id"],
        "filename": given["filename"],
        "size": str(len(data)),
        "preferences": {"Mime-Type": mime},
    }


def _count(store: Store, ticket: Row, article: Row, sender: str) -> None:
    """What an article changes on its ticket."""
    counted = ticket["article_count"] + (sender != "System")
    changes: Row = {
        "article_ids": [*ticket["article_ids"], article["id"]],
        "article_count": counted,
    }
    # Seen on a real server: a note does not count as a contact, other types do.
    kind = store.get("ticket_article_types", article["type_id"])
    if kind and kind["name"] != "note" and not article["internal"]:
        changes |= _contact(ticket, sender, article["created_at"])
    store.update("tickets", ticket["id"], changes)


def _contact(ticket: Row, sender: str, at: str) -> Row:
    """Since when a customer waits, and when an agent answered."""
    customer, agent = ticket["last_contact_customer_at"], ticket["last_contact_agent_at"]
    if sender == CUSTOMER:
        waits = customer and (not agent or agent <= customer)
        return {} if waits else {"last_contact_at": at, "last_contact_customer_at": at}
    if sender != "Agent":
        return {}
    first = ticket["first_response_at"] or at
    return {"last_contact_at": at, "last_contact_agent_at": at, "first_response_at": first}


def shown(store: Store, article: Row, names: bool = True) -> Row:
    """An article as the API gives it; lists by ticket carry the names always."""
    row: Row = copied(article)
    if not names:
        return row
    logins = {
        column: (store.get("users", article[f"{column}_id"]) or {}).get("login")
        for column in ("created_by", "updated_by", "origin_by")
        if article[f"{column}_id"]
    }
    kind = store.get("ticket_article_types", article["type_id"]) or {}
    sender = store.get("ticket_article_senders", article["sender_id"]) or {}
    return {**row, **logins, "type": kind.get("name"), "sender": sender.get("name")}


def of(store: Store, ticket: Row, actor: Actor) -> list[Row]:
    """A ticket's articles that the actor may read: customers see no internal ones."""
    rows = (store.get("ticket_articles", one) for one in ticket["article_ids"])
    agent = actor.may("ticket.agent")
    return [row for row in rows if row and (agent or not row["internal"])]
