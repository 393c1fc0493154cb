"""Commands about reports: explain, eval."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zammad_plugin.cli.judged import explained, of_text, of_ticket, routing_of, rules, written
from zammad_plugin.cli.options import DESK, FORMAT, connection_if_asked, lang_of
from zammad_plugin.cli.output import write_out
from zammad_plugin.cli.server import Server
from zammad_plugin.errors import PluginError

if TYPE_CHECKING:
    from zammad_plugin.routing.facts import Circumstances
    from zammad_plugin.routing.rules import Routing
    from zammad_plugin.triage.model import Assessment


@click.command()
@click.argument("text", required=False)
@click.option(
    "--ticket", type=click.IntRange(1), help="Explain this ticket of the Zammad at --url."
)
@lang_of("Language of the explanation.")
@click.option("--note", is_flag=True, help="As the internal note that `run` would write, in HTML.")
@connection_if_asked
@DESK
@FORMAT
def explain(
    text: str | None,
    ticket: int | None,
    lang: str,
    note: bool,
    desk: Path | None,
    server: Server,
    form: str,
) -> None:
    """Say what triage makes of standard input, of TEXT, or of a ticket; nothing is written.

    Give a real report by standard input, never as TEXT: what stands on a command line is read by
    every user of the machine in the list of processes, and kept in the shell's history.
    """
    from zammad_plugin.triage.engine import assess
    from zammad_plugin.triage.explain import to_dict, to_text
    from zammad_plugin.triage.reading import thread

    routing, ruleset = routing_of(desk, None), rules(desk)
    if ticket is not None:
        messages, around = of_ticket(ticket, server, desk, routing)
    else:
        messages, around = [written(text)], of_text("other", routing)
    assessment = assess(messages, ruleset)
    if note:
        click.echo(_note(assessment, around, routing, lang))
        return
    routed, why = explained(assessment, around, routing, brief=True)
    if form == "json":
        click.echo(json.dumps({**to_dict(assessment), "routing": routed}, indent=2))
    else:
        click.echo(to_text(assessment, thread(messages), lang, ruleset.concepts))
        click.echo(why)


def _note(assessment: Assessment, around: Circumstances, routing: Routing, lang: str) -> str:
    from zammad_plugin.routing.decision import decide
    from zammad_plugin.tickets.note.internal import note_html

    return note_html(assessment, decide(assessment, around, routing), lang)


@click.command("eval")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--predictions", type=click.Path(path_type=Path), help="Write a line a row here.")
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="Figures of an earlier --format json."
)
@click.option("--diluted", is_flag=True, help="Put harmless words around every report instead.")
@FORMAT
def evaluate(
    file: Path, predictions: Path | None, baseline: Path | None, diluted: bool, form: str
) -> None:
    """Measure triage on the labelled messages in FILE, one JSON object a line.

    With --baseline it fails when a figure fell. With --diluted it tells, form by form, how many of
    the reports that are caught bare stay caught with a footer, a forward, ten sentences around.
    """
    from zammad_plugin.measure.baseline import compare
    from zammad_plugin.measure.evaluate import evaluate as measure
    from zammad_plugin.measure.labelled import read_rows

    if not file.is_file():
        raise click.BadParameter(f"no file {file}", param_hint="'FILE'")
    if diluted:
        _diluted(file, form)
        return
    before = _figures(baseline) if baseline else {}
    report = measure(read_rows(file), rules())
    if predictions:
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in report.predictions)
        write_out(predictions, "".join(lines))
    figures = report.to_dict()
    click.echo(json.dumps(figures, indent=2) if form == "json" else report.to_text())
    worse = compare(figures, before)
    if worse:
        what = "; ".join(str(one) for one in worse)
        raise PluginError(f"worse than the baseline: {what}", hint="zammad-plugin explain TEXT")


def _diluted(file: Path, form: str) -> None:
    from zammad_plugin.measure.dilute import dilute
    from zammad_plugin.measure.labelled import read_rows

    found = dilute(read_rows(file), rules())
    if form == "json":
        click.echo(json.dumps([one.to_dict() for one in found], indent=2))
        return
    for one in found:
        click.echo(str(one))


def _figures(file: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        hint = "zammad-plugin eval FILE --format json > BASELINE"
        raise PluginError(f"no figures in {file}", hint=hint) from None
