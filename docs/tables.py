"""Markdown tables; those of fields come from the JSON Schema of zammad_plugin.check.schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from zammad_plugin.check.schema import FileKind, plain_schema

Record = dict[str, Any]


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Markdown; a bar inside a cell would end it."""
    lines = [head, ("---",) * len(head), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def _limits(node: Record) -> Iterator[str]:
    short = {
        "minimum": "≥",
        "maximum": "≤",
        "minLength": "length ≥",
        "maxLength": "length ≤",
        "minItems": "items ≥",
        "maxItems": "items ≤",
        "minProperties": "entries ≥",
    }
    yield from (f"{sign} {node[name]}" for name, sign in short.items() if name in node)
    if "pattern" in node:
        yield f"`{node['pattern']}`"


def _resolved(node: Record, defs: Record) -> Record:
    return dict(defs[node["$ref"].rpartition("/")[2]]) if "$ref" in node else node


def type_of(node: Record, defs: Record) -> str:
    """Words for one node: `list of text`, `text → integer`, the values of an enumeration."""
    if "anyOf" in node:
        return " or ".join(type_of(one, defs) for one in node["anyOf"] if one != {"type": "null"})
    node = _resolved(node, defs)
    if "enum" in node or "const" in node:
        values = node.get("enum") or [node["const"]]
        return ", ".join(f"`{one}`" for one in values)
    limits = "" if "prefixItems" in node else ", ".join(_limits(node))
    return _plain(node, defs) + (f" ({limits})" if limits else "")


def _plain(node: Record, defs: Record) -> str:
    kind = node.get("type", "anything")
    if kind == "array":
        if "prefixItems" in node:
            return f"list of {len(node['prefixItems'])} × {type_of(node['prefixItems'][0], defs)}"
        return f"list of {type_of(node.get('items', {}), defs)}"
    if kind == "object" and "properties" not in node:
        key = node.get("propertyNames")
        value = node.get("additionalProperties")
        to = type_of(value, defs) if isinstance(value, dict) else "anything"
        return f"mapping ({type_of(key, defs)}) → {to}" if key else f"mapping → {to}"
    text = node.get("format", "text")
    names = {"string": text, "object": "see below", "boolean": "true or false"}
    return str(names.get(kind, kind))


def _inside(name: str, node: Record, defs: Record) -> Iterator[tuple[str, Record]]:
    """(`name.`, model) for every model that is the value, an item or an entry of the field."""
    for one in node.get("anyOf", [node]):
        whole = _resolved(one, defs)
        if "properties" in whole:
            yield f"{name}.", whole
        elif isinstance(whole.get("items"), dict):
            yield from _inside(f"{name}[]", whole["items"], defs)
        elif isinstance(whole.get("additionalProperties"), dict):
            yield from _inside(f"{name}.*", whole["additionalProperties"], defs)


def _default(name: str, node: Record, model: Record) -> str:
    if name in model.get("required", []):
        return "required"
    default = node.get("default")
    if default in (None, "", [], {}) or isinstance(default, dict):
        return "–"
    words = json.dumps(default, ensure_ascii=False)
    return f"`{words}`" if len(words) <= 60 else "all"


def fields(model: Record, defs: Record, prefix: str = "") -> Iterator[tuple[str, ...]]:
    """A row a field, fields of models within it right after it."""
    for name, node in model.get("properties", {}).items():
        said = node.get("description", "")
        yield f"`{prefix}{name}`", type_of(node, defs), _default(name, node, model), said
        for inner, below in _inside(f"{prefix}{name}", node, defs):
            yield from fields(below, defs, inner)


def fields_table(kind: FileKind) -> str:
    schema = plain_schema(kind)
    rows = list(fields(schema, schema.get("$defs", {})))
    return table(("field", "type", "default", "meaning"), rows)
