"""The stack's service shows no sign of PM59015.

## Why it matters

Without PM59015 an SSL server stops answering, connections and SSLADMIN alike, when the data buffers of the
stack run out. It stays so until it is restarted.

## How it is decided

Levels 5.4 to 6.2 with SSLSERVERID, and a service list (DTCRUN1048I) in a console that does not show
PM59015. Such a list shows the last service of each part, so a later fix hides an earlier one: look before
you act. How many buffers are enough depends on the load, so DATABUFFERPOOLSIZE itself is not judged.

## What to do

See whether PM59015 is applied. Until it is, raise DATABUFFERPOOLSIZE and watch the pool with ``NETSTAT
POOLSIZE``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Service, StackProfile, Undecided, check, finding

APAR = "PM59015"


@check(
    "ZVM328",
    "buffer-pool-service",
    "info",
    "PROFILE TCPIP and service level",
    needs=(StackProfile,),
    releases="540-620",
    fix="apply PM59015; until then raise DATABUFFERPOOLSIZE",
    sources=("http://www.vm.ibm.com/related/tcpip/PM59015.html",),
    facts=("PRF028",),
)
def buffer_pool_service(facts: Facts) -> Iterator[Finding]:
    service = facts.all(Service)
    protected = [item for item in facts.all(StackProfile) if item.server_id is not None]
    if not protected or any(item.apar == APAR for item in service):
        return
    if not service:
        raise Undecided("no service list was collected", "the stack's console with its DTCRUN1048I lines")
    for found in protected:
        pools = found.profile.named("DATABUFFERPOOLSIZE")
        said = " ".join(word.value for item in pools[-1:] for word in item.words)
        size = f" (DATABUFFERPOOLSIZE {said})" if said else ""
        yield finding(
            "ZVM328",
            f"SSL servers can stall when the stack's data buffers run out{size}: no sign of {APAR}",
            *((item.name, "the buffers") for item in pools[-1:]),
            (service[0].place, f"the service list, without {APAR}"),
            about=found.names,
        )
