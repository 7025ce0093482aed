from __future__ import annotations

import pytest

from ssldiag.wire.events import Opened
from ssldiag.wire.tcp import Tcp

from .bytesmith import closing


def opened(**steps: float) -> Tcp:
    tcp = Tcp()
    for frame, (step, time) in enumerate(steps.items(), start=1):
        match step.rstrip("0123456789"):
            case "syn":
                tcp.opened(Opened("a", "syn", frame, time))
            case "syn_ack":
                tcp.opened(Opened("b", "syn_ack", frame, time))
            case _:
                tcp.opened(Opened("a", "ack", frame, time))
    return tcp


@pytest.mark.parametrize(
    ("tcp", "rtt"),
    [
        (opened(syn=1.0, syn_ack=1.5, ack=1.75), 0.75),
        (opened(syn=1.0, syn_ack=1.5), 0.5),
        (opened(syn=1.0, syn2=2.0, syn_ack=2.5, ack=2.75), 0.25),
        (opened(syn=1.0), None),
        (opened(syn_ack=1.5, ack=1.75), 0.25),
        (opened(syn=1.0, ack=1.75), None),
        (opened(syn=2.0, syn_ack=1.0), None),
        (opened(), None),
    ],
)
def test_round_trips(tcp: Tcp, rtt: float | None) -> None:
    assert tcp.rtt == rtt


def test_steps_are_told_once_and_syns_counted() -> None:
    tcp = opened(syn=1.0, syn2=2.0, syn3=3.0, syn_ack=3.5)
    assert (tcp.steps, tcp.syns, tcp.syn) == (["syn", "syn_ack"], 3, ("a", 1.0))


def test_the_first_fin_and_the_first_reset_count() -> None:
    tcp = Tcp()
    assert [tcp.ended] == ["capture"]
    tcp.why = "idle"
    assert [tcp.ended] == ["idle"]
    tcp.closed(closing("fin", "b", 7), inside=True)
    tcp.closed(closing("fin", "a", 8), inside=False)
    tcp.closed(closing("rst", "a", 9), inside=False)
    tcp.closed(closing("rst", "b", 10), inside=False)
    assert (tcp.fin, tcp.rst, tcp.fin_inside, tcp.ended) == (("b", 7), ("a", 9), True, "closed")
