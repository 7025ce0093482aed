"""``ssldiag fleet doctor``: list, plan, connect, run, and say what came of it."""

from __future__ import annotations

from pathlib import Path

from ssldiag.cli.exits import FAILED, FINDINGS, USAGE, Stop, say
from ssldiag.cli.fleet_examiner import Examiner, rules
from ssldiag.cli.fleet_run import Job, nothing_more
from ssldiag.cli.plan import config_for, plan
from ssldiag.config import ConfigError, read_config
from ssldiag.fleet import places
from ssldiag.fleet import plan as plans
from ssldiag.fleet import run_doctor as doctors
from ssldiag.fleet.bounds import BATCH, MIB
from ssldiag.fleet.cluster import engine
from ssldiag.fleet.dataset import Dataset, Writer
from ssldiag.fleet.model import FleetError
from ssldiag.selection import SelectionError


def run_doctor(job: Job, examine: Examiner, fail_on: str) -> int:
    """Examine hosts; the exit code. Raises Stop."""
    _checked(examine)
    try:
        items = plans.each_once(job.listed(places.hosts))
        dataset = Dataset(job.to, "doctor", job.now, job.resume or job.dry_run)
        todo = plans.new_hosts(items, dataset.known() if job.resume else {})
        amount = plans.of_hosts(todo, BATCH)
        seconds = plans.seconds_of_hosts(amount, job.processes, plans.Rates())
        if nothing_more(job, amount, len(items), "hosts", seconds):
            return 0
        progress = job.progress("hosts", amount)
        with (
            engine(job.cluster, job.processes, job.memory * MIB) as workers,
            Writer(dataset) as writer,
        ):
            found = doctors.run(todo, workers, writer, examine, job.now, progress)
        progress.close()
    except FleetError as error:
        raise Stop(str(error)) from error
    say(
        f"{job.to}: {found.hosts:,} hosts, {found.errors:,} errors, {found.warnings:,} warnings; "
        f"{found.unreadable:,} unreadable, {found.unknown:,} without any file that is known"
    )
    reached = {"error": found.errors, "warning": found.errors + found.warnings}
    reached["info"] = reached["warning"] + found.infos
    if reached.get(fail_on):
        return FINDINGS
    return FAILED if found.unreadable or found.unknown or found.crashed else 0


def _checked(examine: Examiner) -> None:
    """Find what is wrong with the settings before thousands of hosts do. Raises Stop."""
    try:
        where = config_for(Path(), examine.order, examine.here)
        plan(examine.order, None if where is None else read_config(where), rules())
    except (ConfigError, SelectionError) as error:
        raise Stop(str(error), USAGE) from error
