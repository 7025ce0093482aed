"""Headless Chromium, driven over its own pipe (DevTools protocol, --remote-debugging-pipe): no driver.

Commands go in and answers come out as JSON, each ended by a zero byte. One browser serves all tests of a run.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

PATIENCE = 60.0
"""Seconds for one answer: two busy cores print a page of 5 MB in ten."""

HIGH = 100
"""A number that no descriptor of ours has yet."""

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--remote-debugging-pipe",
)


class BrowserError(Exception):
    """The browser said that it could not."""


def installed() -> str | None:
    """Where a Chromium is, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Chromium:
    """A browser with one profile of its own."""

    def __init__(self, program: str, profile: Path) -> None:
        commands, self._send = os.pipe()
        self._receive, answers = os.pipe()
        theirs = [fcntl.fcntl(each, fcntl.F_DUPFD, HIGH) for each in (commands, answers)]
        null = os.open(os.devnull, os.O_RDWR)
        self._pid = os.posix_spawn(
            program,
            [program, *OPTIONS, f"--user-data-dir={profile}", "about:blank"],
            {**os.environ, "HOME": str(profile)},
            file_actions=[
                (os.POSIX_SPAWN_DUP2, null, 0),
                (os.POSIX_SPAWN_DUP2, null, 1),
                (os.POSIX_SPAWN_DUP2, null, 2),
                (os.POSIX_SPAWN_DUP2, theirs[0], 3),
                (os.POSIX_SPAWN_DUP2, theirs[1], 4),
            ],
            setpgroup=0,
        )
        for each in (commands, answers, null, *theirs):
            os.close(each)
        self._unread = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.ask("Browser.close")
        except (BrowserError, OSError):
            pass
        finally:
            os.close(self._send)
            os.close(self._receive)
            self._end()

    def _end(self) -> None:
        """Wait for the browser, which closes in a moment, and end its group where it does not."""
        for _ in range(50):
            if os.waitpid(self._pid, os.WNOHANG)[0]:
                return
            time.sleep(0.1)
        os.killpg(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)

    def ask(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """A command and its answer; what happens meanwhile is kept in ``events``."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next(PATIENCE)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error'].get('message')}")
                result: dict[str, Any] = answer.get("result", {})
                return result
            self.events.append(answer)

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first event of this kind, from those kept or yet to come."""
        at = 0
        while True:
            while at < len(self.events):
                if wanted(self.events[at]):
                    return self.events[at]
                at += 1
            self.events.append(self._next(PATIENCE))

    def _next(self, patience: float) -> dict[str, Any]:
        while b"\0" not in self._unread:
            if not select.select([self._receive], [], [], patience)[0]:
                raise BrowserError("the browser does not answer")
            chunk = os.read(self._receive, 1 << 20)
            if not chunk:
                raise BrowserError("the browser has ended")
            self._unread += chunk
        line, _, self._unread = self._unread.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message


class Tab:
    """A page in the browser: opened, looked at, asked."""

    def __init__(self, browser: Chromium, width: int = 1280, height: int = 900) -> None:
        self._browser = browser
        browser.events.clear()
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        self._target = target
        self._session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        self.ask("Performance.enable", timeDomain="threadTicks")
        self.resize(width, height)

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command to this page."""
        return self._browser.ask(method, self._session, **parameters)

    def close(self) -> None:
        """Away with it."""
        self._browser.ask("Target.closeTarget", targetId=self._target)

    def resize(self, width: int, height: int = 900) -> None:
        """As a screen of this size shows it."""
        self._width = width
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def dark(self) -> None:
        """As somebody who prefers dark screens sees it."""
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])

    def paper(self) -> None:
        """As it is printed, on a screen."""
        self.ask("Emulation.setEmulatedMedia", media="print", features=[])

    def without_scripts(self) -> None:
        """As a browser with scripts off shows it."""
        self.ask("Emulation.setScriptExecutionDisabled", value=True)

    def open(self, path: Path, anchor: str = "") -> float:
        """Load a file; the seconds that took."""
        self._browser.events.clear()
        started = time.monotonic()
        self.ask("Page.navigate", url=path.resolve().as_uri() + anchor)
        self._browser.until(lambda event: event.get("method") == "Page.loadEventFired")
        return time.monotonic() - started

    def work(self) -> float:
        """Seconds of its processor that the page's main thread has taken since it was opened."""
        found = self.ask("Performance.getMetrics")["metrics"]
        return next(float(metric["value"]) for metric in found if metric["name"] == "TaskDuration")

    def value(self, expression: str) -> Any:
        """What an expression of JavaScript is here."""
        found = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise BrowserError(f"{expression}: {found['exceptionDetails'].get('text')}")
        return found["result"].get("value")

    def complaints(self) -> list[str]:
        """What the console says, and every exception."""
        found = []
        for event in self._mine():
            told = event["params"]
            if event["method"] == "Log.entryAdded":
                found.append(str(told["entry"]["text"]))
            elif event["method"] == "Runtime.exceptionThrown":
                found.append(str(told["exceptionDetails"]["text"]))
            elif event["method"] == "Runtime.consoleAPICalled":
                found.append(str(told["args"]))
        return found

    def requests(self) -> list[str]:
        """Every address that was asked for."""
        return [
            str(event["params"]["request"]["url"])
            for event in self._mine()
            if event["method"] == "Network.requestWillBeSent"
        ]

    def _mine(self) -> list[dict[str, Any]]:
        return [event for event in self._browser.events if event.get("sessionId") == self._session]

    def screenshot(self, path: Path, selector: str = "", height: int = 0) -> None:
        """A picture of the page from its top, or of one element of it."""
        box = self.value(
            "(b=>[b.x+scrollX,b.y+scrollY,b.width,b.height])"
            f"(document.querySelector({json.dumps(selector or 'html')}).getBoundingClientRect())"
        )
        x, y, wide, high = box
        high = min(high, height or high)
        self.resize(self._width, int(y + high))
        clip = {"x": x, "y": y, "width": wide, "height": high, "scale": 1}
        found = self.ask("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(found["data"]))

    def pdf(self, path: Path) -> None:
        """The page on paper, A4."""
        found = self.ask("Page.printToPDF", printBackground=False, paperWidth=8.27, paperHeight=11.69)
        path.write_bytes(base64.b64decode(found["data"]))
