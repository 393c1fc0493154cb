"""What stands below each `--help`: how a command is usually called."""

from __future__ import annotations

SERVER = "$ZAMMAD_URL, $ZAMMAD_TOKEN and $ZAMMAD_DESK stand in for --url, the token and --desk."
PROG = "zammad-plugin"
EXAMPLES: dict[str, tuple[str, ...]] = {
    "apply": ("apply --desk our-desk", "apply --adopt --only groups/child-safety", "apply PLAN"),
    "care": ("care --desk our-desk --days 14",),
    "check": ("check --desk our-desk", "check --desk our-desk --format json"),
    "clocks": ("clocks --desk our-desk",),
    "completion": ("completion --install", "completion bash"),
    "demo": ("demo", "demo --keep --port 8091"),
    "diff": ("diff macros/escalate-now --desk our-desk",),
    "docs": ("docs", "docs running", "docs container/compose.yml", "docs --out FOLDER"),
    "doctor": ("doctor --desk our-desk", "doctor --format json"),
    "emulator": ("emulator --port 8091", "emulator --zammad-version 5.2"),
    "eval": ("eval labelled.jsonl", "eval labelled.jsonl --baseline figures.json"),
    "explain": ('explain "he wants my pictures"', "explain --ticket 123", "explain < mail.txt"),
    "init": ("init our-desk", "init our-desk --from https://desk.example.org"),
    "learn": ("learn --since 30d", "learn --since 2026-05-01 --export corrected.jsonl"),
    "lint": ("lint draft.txt --lang ar --audience child", "lint < draft.txt --channel signal"),
    "networks": ("networks --desk our-desk",),
    "plan": ("plan --desk our-desk", "plan --only macros --only 'overviews/in-*'", "plan --check"),
    "prune": ("prune --desk our-desk", "prune --desk our-desk --yes"),
    "pull": ("pull --desk our-desk", "pull macros overviews --desk our-desk"),
    "referrals": ("referrals list --country LB", "referrals check --days 30"),
    "referrals check": ("referrals check --days 30",),
    "referrals list": ("referrals list --country LB --age 15 --lang ar",),
    "release": ("release 123 --by rana@desk.example.org --by omar.token",),
    "report": (
        "report --from 2026-11-01 --to 2026-11-30 --html out --lang en --lang ar",
        "report --from 2026-01-01 --csv > year.csv",
    ),
    "retention": ("retention plan --desk our-desk", "retention apply --desk our-desk"),
    "retention apply": ("retention apply --desk our-desk",),
    "retention plan": ("retention plan --desk our-desk",),
    "route": ('route explain "TEXT" --channel signal', "route simulate --since 30d"),
    "route explain": ('route explain "TEXT" --channel signal', "route explain --ticket 123"),
    "route simulate": ("route simulate --since 30d --routing NEW.yml",),
    "run": ("run --desk our-desk", "run --limit 50 --max-seconds 50"),
    "schema": ("schema", "schema macros", "schema --out our-desk/.schema"),
    "serve": ("serve --desk our-desk",),
    "sheet": ("sheet 123 --lang fr", "sheet 123 --lang ar --pdf sheet.pdf"),
    "signal": ("signal run --desk our-desk", "signal status --desk our-desk"),
    "status": ("status --warn-after 10", "status --format json"),
    "templates": ("templates check --desk our-desk", "templates preview KEY --lang ar"),
    "upgrade": ("upgrade --desk our-desk", "upgrade --desk our-desk --seen"),
    "voice": ("voice run --desk our-desk", "voice doctor --desk our-desk"),
    "voice doctor": ("voice doctor --desk our-desk",),
    "voice listen": ("voice listen note.ogg --desk our-desk",),
    "voice run": ("voice run --desk our-desk",),
    "worker": ("worker --desk our-desk", "worker --slow --desk our-desk"),
    "uninstall": ("uninstall", "uninstall --yes", "uninstall --yes --drop-values"),
}


def epilog(words: str, takes_server: bool) -> str:
    """The lines for the command `words` (`route explain`); empty when there is nothing to say."""
    known = EXAMPLES.get(words) or EXAMPLES.get(words.partition(" ")[0], ())
    lines = [f"  {PROG} {one}" for one in known]
    text = "\n".join(["\b", "Examples:", *lines]) if lines else ""
    return f"{text}\n\n{SERVER}" if takes_server else text
