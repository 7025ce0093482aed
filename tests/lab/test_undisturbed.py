"""Signals wait for what must not be left half done."""

from __future__ import annotations

import signal
import threading

import pytest

from ssldiag.lab.undisturbed import undisturbed


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_waits_for_the_end(number: signal.Signals) -> None:
    before, done = signal.getsignal(number), []
    with pytest.raises(KeyboardInterrupt), undisturbed():
        signal.raise_signal(number)
        signal.raise_signal(number)
        done.append(True)
    assert done == [True]
    assert signal.getsignal(number) is before


def test_without_a_signal_nothing_is_raised_and_errors_pass() -> None:
    with undisturbed():
        pass
    with pytest.raises(ValueError, match="wrong"), undisturbed():
        raise ValueError("wrong")


def test_other_threads_leave_signals_alone() -> None:
    seen = []

    def work() -> None:
        with undisturbed():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert seen == [signal.getsignal(signal.SIGINT)]
