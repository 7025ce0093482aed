"""Takes the steps of a fault file: a table of verbs, each of which does it and says what people would do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from ssldiag.keydb.store import StoreError
from ssldiag.lab.compare import new_lines, sizes
from ssldiag.lab.fault import Step
from ssldiag.lab.ground import LOOPBACK, Ground
from ssldiag.lab.keys import Keys, database_of
from ssldiag.lab.machinery import Pool, Trouble, until
from ssldiag.lab.relay import Device
from ssldiag.lab.stage import Ran, Shown, Stage
from ssldiag.lab.verbs import TARGETS

RUNTIME = frozenset(("run", "console", "responses"))
"""Folders that the pool itself writes: ``undo`` leaves them."""

SECONDS = 30.0
"""For a command of ssldiag: each takes half a second on a quiet machine."""

LONGEST = 5.0
"""Seconds that ``wait`` may take."""

PATIENCE = 25.0
"""Seconds for what servers do on a command: some tenths on a quiet machine, ten and more on one overrun."""

LINES = 12
"""Lines of a command's output that are shown."""


class Crew:
    """Takes steps on one run's pool. ``device`` is what is in the network at the moment."""

    def __init__(self, ground: Ground, stage: Stage, pool: Pool, keys: Keys | None) -> None:
        self.device = Device()
        self._ground = ground
        self._stage = stage
        self._pool = pool
        self._keys = keys
        self._saved: Path | None = None

    def save(self) -> None:
        """Remember the pool's files for ``undo``."""
        self._saved = self._ground.folder / "saved"
        shutil.rmtree(self._saved, ignore_errors=True)
        shutil.copytree(self._ground.pool, self._saved, ignore=runtime(self._ground.pool), symlinks=True)

    def take(self, step: Step) -> None:
        """Take one step. Raises Trouble."""
        if step.say:
            self._stage.say(step.say)
        try:
            self.verbs[step.do](step)
        except (OSError, StoreError, UnicodeDecodeError) as error:
            raise Trouble(f"{step.do}: {error}") from error

    @property
    def verbs(self) -> Mapping[str, Callable[[Step], None]]:
        """Each verb of :data:`ssldiag.lab.verbs.VERBS`."""
        return {
            "replace": self._replace,
            "append": self._append,
            "write": self._write,
            "delete": self._delete,
            "rename": self._rename,
            "chmod": self._chmod,
            "certificate": self._certificate,
            "remove": self._remove,
            "relabel": self._relabel,
            "keydb": self._keydb,
            "ssladmin": self._admin,
            "netstat": self._admin,
            "start": self._start,
            "stop": self._stop,
            "restart": self._restart,
            "kill": self._kill,
            "hold": self._hold,
            "release": self._release,
            "network": self._network,
            "wait": self._wait,
            "mc": self._mc,
            "undo": self._undo,
            "nothing": lambda step: None,
        }

    def _file(self, step: Step, key: str = "file") -> Path:
        """A file of the pool's folder. Raises Trouble for one outside."""
        path = self._ground.pool / step.text(key)
        if not path.resolve().is_relative_to(self._ground.pool.resolve()):
            raise Trouble(f"{step.text(key)} is not in the pool's folder")
        return path

    def _changed(self, step: Step, *lines: str) -> None:
        self._stage.add(Shown(f"$LAB/pool/{step.text('file')}", lines))

    def _replace(self, step: Step) -> None:
        path = self._file(step)
        old, find = path.read_text("utf-8"), step.text("find")
        if old.count(find) != 1:
            raise Trouble(f"{step.text('file')} has {find!r} {old.count(find)} times, not once")
        new = old.replace(find, step.text("put"))
        path.write_text(new, "utf-8")
        self._changed(step, *difference(old, new))

    def _append(self, step: Step) -> None:
        with self._file(step).open("a", encoding="utf-8") as stream:
            stream.write(step.text("text"))
        self._changed(step, *(f"+ {line}" for line in step.text("text").splitlines()))

    def _write(self, step: Step) -> None:
        self._file(step).write_text(step.text("text"), "utf-8")
        self._changed(step, *(f"+ {line}" for line in step.text("text").splitlines()))

    def _delete(self, step: Step) -> None:
        self._file(step).unlink()
        self._stage.add(Ran(f"rm $LAB/pool/{step.text('file')}"))

    def _rename(self, step: Step) -> None:
        self._file(step).rename(self._file(step, "to"))
        self._stage.add(Ran(f"mv $LAB/pool/{step.text('file')} $LAB/pool/{step.text('to')}"))

    def _chmod(self, step: Step) -> None:
        self._file(step).chmod(int(step.text("mode"), 8))
        self._stage.add(Ran(f"chmod {step.text('mode')} $LAB/pool/{step.text('file')}"))

    def _keyring(self) -> Keys:
        if self._keys is None:
            raise Trouble("there is no key database here")
        return self._keys

    def _certificate(self, step: Step) -> None:
        self._keyring().certificate(step)
        self._stage.say(told(step))

    def _remove(self, step: Step) -> None:
        self._keyring().remove(step)
        self._stage.say(f"{step.text('label')} is taken out of the key database.")

    def _relabel(self, step: Step) -> None:
        self._keyring().relabel(step)
        self._stage.say(f"In the key database, {step.text('label')} is now called {step.text('to')}.")

    def _keydb(self, step: Step) -> None:
        names = {"{db}": str(database_of(self._ground)), "{dir}": str(self._ground.pool)}
        words = []
        for word in step.many("words"):
            for name, path in names.items():
                word = word.replace(name, path)
            words.append(word)
        self._ssldiag("keydb", *words)

    def _admin(self, step: Step) -> None:
        folder, word = self._ground.pool / "console", step.text("until")
        before = sizes(folder)
        self._ssldiag(step.do, str(self._ground.pool), *step.many("words"))
        if not word:
            return

        def said() -> bool:
            fresh = new_lines(folder, before)
            active = [name for name in self._pool.servers() if self._pool.state(name) == "Active"]
            return all(any(word in line for line in fresh.get(name, ())) for name in active)

        if not until(said, PATIENCE):
            raise Trouble(f"no {word} on the consoles of the SSL servers")
        self._stage.say(f"The console of each SSL server says {word}.")

    def _mc(self, step: Step) -> None:
        first, *rest = step.many("words")
        self._ssldiag("mc", first, str(self._ground.pool), *rest)

    def _ssldiag(self, *words: str) -> None:
        import shlex

        done = subprocess.run(
            [sys.executable, "-m", "ssldiag", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )
        lines = [self._ground.short(line) for line in done.stdout.splitlines()]
        command = self._ground.short(shlex.join(("ssldiag", *words))).replace("'$LAB", "$LAB")
        self._stage.add(Ran(command, tuple(lines[:LINES]), done.returncode, len(lines) > LINES))
        if done.returncode >= 2:
            raise Trouble(f"{command} ended with code {done.returncode}")

    def _start(self, step: Step) -> None:
        said = self._pool.start()
        self._stage.add(Ran("ssldiag pool start $LAB/pool", tuple(self._ground.short(said).splitlines())))

    def _stop(self, step: Step) -> None:
        self._pool.stop()
        self._stage.add(Ran("ssldiag pool stop $LAB/pool --now", ("stopped",)))

    def _restart(self, step: Step) -> None:
        self._stop(step)
        self._start(step)

    def _kill(self, step: Step) -> None:
        machine = step.text("machine")
        number = 0
        for _ in range(int(step.number("times", 1))):
            number = self._next(machine, number) if number else self._pool.process_of(machine)
            self._pool.kill(machine)
            self._stage.add(Ran(f"kill -9 {number}   # {machine}"))

    def _next(self, machine: str, old: int) -> int:
        """The process that runs as a machine once another one is there."""
        if not until(lambda: self._pool.running_as(machine, True) not in (None, old), LONGEST):
            raise Trouble(f"{machine} does not come back")
        return self._pool.process_of(machine)

    def _hold(self, step: Step) -> None:
        port, count = port_of(step), int(step.number("count"))
        self._pool.hold((LOOPBACK, port + self._ground.offset), count)
        self._stage.say(f"{count} sessions with port {port} are open, and stay open.")

    def _release(self, step: Step) -> None:
        self._pool.release()
        self._stage.say("The sessions that were held are closed.")

    def _network(self, step: Step) -> None:
        self.device = Device(step.text("fault"), int(step.number("over")), step.number("seconds", 1.0))
        self._stage.say(DEVICES[self.device.fault].format(over=self.device.over, seconds=self.device.seconds))

    def _wait(self, step: Step) -> None:
        machine, state = step.text("machine"), step.text("state")
        seconds = min(step.number("seconds"), LONGEST)
        if not machine:
            time.sleep(seconds)
        elif not until(lambda: self._pool.state(machine) == state, seconds):
            raise Trouble(f"{machine} is {self._pool.state(machine) or 'not there'}, not {state}")

    def _undo(self, step: Step) -> None:
        if self._saved is None:
            raise Trouble("there is nothing to put back")
        for path in sorted(self._ground.pool.iterdir()):
            if path.name not in RUNTIME:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(self._saved, self._ground.pool, dirs_exist_ok=True, symlinks=True)
        self._stage.say("The files are put back as they were.")


DEVICES = {
    "none": "The device is taken out of the way.",
    "drop-hello": "A device in the network now swallows a first packet of more than {over} bytes.",
    "reset-after-hello": "A device in the network now answers the first packet of a client with a reset.",
    "reset-after-answer": "A device in the network now resets connections once the server has answered.",
    "lose-certificate": "Full-sized packets of the server's answers now get lost on their way.",
    "cut-when-idle": "A device in the network now forgets connections that are silent for {seconds:g} s.",
    "swallow-all": "A device in the network now lets nothing from clients through.",
    "no-answer": "A device in the network now swallows all requests for a connection.",
}


def port_of(step: Step) -> int:
    """The port of the profile that a step is about. Raises Trouble."""
    name = step.text("to")
    if name not in TARGETS and not name.isdigit():
        raise Trouble(f"{name} is no port")
    return TARGETS.get(name) or int(name)


def runtime(top: Path) -> Callable[[str, list[str]], set[str]]:
    """Which files of the pool's folder are not copied."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        return set(RUNTIME & set(names)) if Path(folder) == top else set()

    return left_out


def difference(old: str, new: str) -> list[str]:
    """The lines that differ, with - and + in front."""
    from difflib import ndiff

    return [line.rstrip() for line in ndiff(old.splitlines(), new.splitlines()) if line[:2] in ("- ", "+ ")]


def told(step: Step) -> str:
    """The sentence about a new certificate."""
    by = {
        "ca": "signed by the CA",
        "itself": "signed by itself",
        "stranger": "signed by a CA that clients do not know",
        "intermediate": "signed by an intermediate CA that is not in the database",
    }
    words = [f"The key database has a new certificate under {step.text('label')}"]
    words.append(by[step.text("by", "ca")])
    if "names" in step.words:
        words.append(f"for {' and '.join(step.many('names'))}")
    if "key" in step.words:
        words.append(f"with a key of {step.text('key')}")
    if "begins" in step.words:
        words.append(f"valid from {days(step.number('begins'))}")
    if "ends" in step.words:
        words.append(f"valid until {days(step.number('ends'))}")
    if "usage" in step.words:
        words.append(f"made for use as a {step.text('usage')}")
    if step.words.get("without_key"):
        words.append("without its private key")
    return ", ".join(words) + "."


def days(count: float) -> str:
    """So many days from now."""
    unit = "day" if abs(count) == 1 else "days"
    return f"{abs(count):g} {unit} {'ago' if count < 0 else 'from now'}"
