"""What a worker does with a job: the grave at once, the ordinary behind them, voice elsewhere."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from celery import Celery
from redis.exceptions import RedisError

from zammad_plugin.errors import QueueFull, brief
from zammad_plugin.serve.bench import Clients, Told, untold
from zammad_plugin.serve.broker import ARRIVED, BACKLOG, LOOK, ROUND, TRIAGE, VOICE
from zammad_plugin.serve.queue import Job, JobQueue, put_all
from zammad_plugin.state.hands import Hands
from zammad_plugin.tickets.judge import messages_of
from zammad_plugin.tickets.run import run
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.tickets.voice.step import Done as Heard
from zammad_plugin.tickets.waiting import GRAVE, condition, read_case
from zammad_plugin.triage.engine import assess
from zammad_plugin.vocabulary import RANK
from zammad_plugin.zammad.articles import is_voice
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client

log = logging.getLogger(__name__)
PAUSE = 4.0  # seconds until a ticket that another hand has, or that rests, is looked at again
TURN_PAUSE = 1.0  # until a person's next ticket is
TRIES = 16  # then it is left to `run`
EVERY = 60  # seconds between two rounds, of all machines together


@dataclass
class Shop:
    """One worker's tools; each of its processes has a client of its own.

    `rounds`: clocks and sync, as far as they are due; `told`: what became of a ticket; `hears`: a
    ticket's voice messages, once it was triaged as one that nobody has heard.
    """

    line: JobQueue
    clients: Clients
    tools: Tools
    hands: Hands
    rounds: Callable[[Client], None] = lambda client: None
    told: Told = untold
    hears: Callable[[Client, int], Heard] | None = None
    _open: tuple[int, Client, ExitStack] | None = field(default=None, repr=False)

    def client(self) -> Client:
        """Opened in the process that uses it: a connection does not outlive a fork."""
        if self._open is None or self._open[0] != os.getpid():
            held = ExitStack()
            self._open = os.getpid(), held.enter_context(self.clients()), held
        return self._open[1]

    def triage(self, job: Job, queue: str) -> None:
        """Never raises: what fails stays in Zammad's queue, and no error's words are Celery's to
        log."""
        try:
            self._began(job, queue)
        except Exception as error:
            log.error("ticket %s: %s; left to run", job.ticket, brief(error))

    def _began(self, job: Job, queue: str) -> None:
        try:
            self.line.began(job, queue)
            if not self.line.is_next(job, queue):
                self._again(job, queue, TURN_PAUSE)
                return
            elsewhere = self._elsewhere(job, queue)
        except RedisError as error:  # the ticket is in our hand: it is worked on
            log.error("Redis: %s", type(error).__name__)
            elsewhere = ""
        if elsewhere:
            self._move(job, queue, elsewhere)
        elif self._heard(job) if queue == VOICE else self._worked(job):
            self._again(job, queue, PAUSE)
        else:
            self._ended(job, queue)
            self._to_be_heard(job, queue)

    def _elsewhere(self, job: Job, queue: str) -> str:
        """The queue where this one belongs; empty: it is done here. Looked at only where there is
        a choice: others that wait behind it."""
        if queue != ARRIVED or not self.line.waits(ARRIVED):
            return ""
        messages = messages_of(read_case(self.client(), job.ticket))
        rank = RANK[assess(messages, self.tools.ruleset).urgency] if messages else GRAVE
        return "" if rank >= GRAVE else BACKLOG

    def _move(self, job: Job, queue: str, elsewhere: str) -> None:
        self._ended(job, queue)
        try:
            self.line.put(job, elsewhere)
        except QueueFull:
            self._worked(job)

    def _worked(self, job: Job) -> bool:
        """Whether another hand has it, or had it a moment ago."""
        ruleset, routing = self.tools.ruleset, self.tools.routing
        done = run(
            self.client(), ruleset, routing, tools=self.tools, hands=self.hands, only=[job.ticket]
        )
        self.told(done, time.time() - job.came)
        return bool(done.resting)

    def _to_be_heard(self, job: Job, queue: str) -> None:
        """Behind its triage, by the slow workers. What finds no place `voice run` finds."""
        if self.hears is None or queue == VOICE:
            return
        articles = self.client().articles(job.ticket, expand="true")
        if any(is_voice(one) for one in Case({"id": job.ticket}, articles).from_customer):
            try:
                self.line.put(replace(job, tries=0), VOICE)
            except QueueFull as error:
                log.error("ticket %s: %s; left to voice run", job.ticket, error.what)

    def _heard(self, job: Job) -> bool:
        """Whether another hand has the ticket."""
        return self.hears is not None and bool(self.hears(self.client(), job.ticket).left)

    def _again(self, job: Job, queue: str, wait: float) -> None:
        if job.tries >= TRIES:
            self._ended(job, queue)
            return
        try:
            self.line.put(job.again(), queue, wait)
        except QueueFull as error:
            log.error("ticket %s: %s; left to run", job.ticket, error.what)

    def _ended(self, job: Job, queue: str) -> None:
        try:
            self.line.ended(job, queue)
        except RedisError as error:
            log.error("Redis: %s", type(error).__name__)

    def round(self) -> None:
        """What waits and is in no queue, what hands left behind, then clocks and sync: once a
        minute, whoever does it. Never raises."""
        try:
            if self.line.once("round", EVERY - 5):
                self._round(self.client())
        except Exception as error:
            log.error("round: %s; the next one goes on", brief(error))

    def _round(self, client: Client) -> None:
        found = {one: Job(one) for one in self.hands.left()}
        for row in client.every_ticket(condition(client)):
            ticket = int(row["id"])
            found[ticket] = Job(ticket, int(row.get("customer_id") or 0))
        queued = put_all(
            self.line, (job for job in found.values() if not self.line.has(job.ticket))
        )
        if queued:
            log.info("%s tickets waited outside of the queue", queued)
        self.rounds(client)


def tasks(app: Celery, shop: Shop) -> None:
    """The two tasks of a worker, with the queue of each job as Celery delivered it."""

    # Not shared: Celery gives shared tasks to every queue of the process.
    @app.task(name=TRIAGE, bind=True, shared=False)
    def triage_ticket(self, ticket: int, customer: int, came: float, tries: int) -> None:  # type: ignore[no-untyped-def]
        queue = str((self.request.delivery_info or {}).get("routing_key") or ARRIVED)
        shop.triage(Job(ticket, customer, came, tries), queue)

    @app.task(name=LOOK, shared=False)
    def look() -> None:
        shop.round()

    app.conf.beat_schedule = {
        # What nobody took within a minute is not done twice.
        "round": {
            "task": LOOK,
            "schedule": float(EVERY),
            "options": {"queue": ROUND, "expires": EVERY},
        }
    }
