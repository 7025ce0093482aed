"""Networks, connections and walks in, JSON documents out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ssldiag.errors.load import Tables
from ssldiag.facts.ibmi_levels import spoken
from ssldiag.scenarios.codes import WORDS, logged
from ssldiag.scenarios.forbids import missing
from ssldiag.scenarios.happenings import Refusal, Seen
from ssldiag.scenarios.links import links
from ssldiag.scenarios.made import Made
from ssldiag.scenarios.state import Setting, System, World
from ssldiag.scenarios.steps import after, steps
from ssldiag.scenarios.violation import Violation
from ssldiag.scenarios.walk import Chapter

Document = dict[str, Any]


def run(name: str, broken: str, chapters: Iterable[Chapter], tables: Tables) -> Document:
    """A walk."""
    return {
        "schema": "ssldiag.mc-run/1",
        "run": name,
        "with": broken or None,
        "chapters": [chapter(item, tables) for item in chapters],
    }


def chapter(item: Chapter, tables: Tables) -> Document:
    """One step of it."""
    return {
        "step": item.number or None,
        "name": item.name or None,
        "title": item.title,
        "where": item.how or None,
        "seen": [seen(one) for one in item.seen],
        "refused": refusal(item.refusal),
        "connections": [connection(item.world, one, tables) for one in item.made],
        "open": list(item.open),
    }


def seen(item: Seen) -> Document:
    """What an actor sees."""
    return {"actor": item.actor, "text": item.text, "certainty": item.certainty}


def refusal(item: Refusal | None) -> Document | None:
    """Why something was not done."""
    if item is None:
        return None
    return {"what": item.what, "why": item.why, "certainty": item.certainty, "firm": item.firm}


def connected(world: World, found: Iterable[Made], tables: Tables) -> Document:
    """The connections of a network."""
    return {
        "schema": "ssldiag.mc-connect/1",
        "scenario": world.scenario,
        "connections": [connection(world, item, tables) for item in found],
    }


def connection(world: World, item: Made, tables: Tables) -> Document:
    """One connection."""
    failed = item.outcome == "fails"
    codes = logged(tables, world, item.link, item.cause, item.by) if failed else ()
    return {
        "client": item.link.client,
        "server": item.link.server,
        "service": item.link.service,
        "outcome": item.outcome,
        "padlock": item.secure,
        "version": item.version or None,
        "meets_at": item.link.version,
        "cipher": item.cipher or None,
        "proved": list(item.proved),
        "client_certificate_requested": item.asked,
        "cause": item.cause or None,
        "why": WORDS.get(item.cause) if failed else None,
        "by": item.by or None,
        "certainty": item.link.certainty if item.as_predicted else None,
        "as_predicted": item.as_predicted,
        "would_log": [
            {
                "actor": entry.actor,
                "api": entry.api,
                "code": entry.code,
                "constant": entry.constant or None,
                "message_id": entry.message_id or None,
                "certainty": entry.certainty,
            }
            for entry in codes
        ],
    }


def status(world: World) -> Document:
    """A network as it is."""
    done = frozenset(item.number for item in world.steps)
    following = after(world.scenario, done)
    return {
        "schema": "ssldiag.mc-status/1",
        "scenario": world.scenario,
        "pcs": [
            {
                "name": pc.name,
                "release": spoken(pc.release),
                "ssl": {"stored": pc.stored, "active": pc.active},
                "ca": pc.ca,
                "resolves": pc.resolves,
            }
            for pc in world.pcs
        ],
        "systems": [system(item) for item in world.systems],
        "group": None if world.group is None else list(world.group),
        "steps": [{"step": item.number, "on": item.on, "at": item.at.isoformat()} for item in world.steps],
        "next": None if following is None else following.number,
        "missing": list(missing(world)),
        "expected": [
            {
                "client": link.client,
                "server": link.server,
                "service": link.service,
                "outcome": link.outcome,
                "cause": link.cause or None,
                "certainty": link.certainty,
            }
            for link in links(world)
        ],
    }


def system(item: System) -> Document:
    """One system."""
    return {
        "name": item.name,
        "role": item.role,
        "release": spoken(item.release),
        "running": item.running,
        "stored": setting(item.stored),
        "active": setting(item.active),
        "pending": item.pending,
        "store": item.store,
        "ca": item.ca,
        "certificate": item.certificate,
        "assigned": sorted(item.assigned),
        "protocols": item.protocols,
        "lists": [{"library": one.library, "origin": one.origin, "state": one.version} for one in item.lists],
    }


def setting(item: Setting) -> Document:
    """Use SSL and the level."""
    return {"ssl": item.ssl, "level": item.level if item.ssl else None}


def steps_of(world: World) -> list[Document]:
    """The steps of the scenario, and whether they were taken."""
    return [
        {
            "step": step.number,
            "name": step.name,
            "title": step.title,
            "on": step.where,
            "where": step.how,
            "optional": step.optional,
            "taken": world.took(step.number),
        }
        for step in steps(world.scenario)
    ]


def violations(found: Mapping[str, Violation]) -> Document:
    """What can go wrong."""
    return {
        "schema": "ssldiag.mc-violations/1",
        "violations": [
            {
                "name": item.name,
                "scenario": item.scenario,
                "what": item.what,
                "certainty": item.certainty,
                "facts": list(item.rules),
            }
            for item in found.values()
        ],
    }
