"""What can go wrong in the scenario of one PC: wrong order, missing elements, wrong beliefs. A table."""

from __future__ import annotations

from ssldiag.scenarios.happenings import (
    CONFIRMED,
    DOCUMENTED,
    INFERRED,
    UNCONFIRMED,
    Change,
    Event,
    Take,
)
from ssldiag.scenarios.state import CLIENT_CONNECTION
from ssldiag.scenarios.violation import (
    CENTRAL,
    NO_NAVIGATOR,
    OFFICE,
    ONE,
    PC,
    Shows,
    Violation,
    case,
    forced,
    taken,
)


def client_connection() -> tuple[Violation, ...]:
    """Those of the scenario of one PC."""

    def lacking(actor: str, key: str, value: str) -> tuple[Event, ...]:
        last = forced("4") if actor == PC else Take("4")
        return (Change(actor, key, value), forced("2"), Take("3"), last)

    secured = taken("1", "2", "3", "4")
    return (
        case(
            CLIENT_CONNECTION,
            "client-on-early",
            "SSL is given to the PC before Management Central has it",
            (forced("4"),),
            NO_NAVIGATOR,
            DOCUMENTED,
            "IBMI-MC-CLIENT-ON-EARLY",
        ),
        case(
            CLIENT_CONNECTION,
            "client-left-on",
            "step 1 is left out while the PC uses SSL, and the server is set up all the same",
            (forced("4"), forced("2")),
            NO_NAVIGATOR,
            DOCUMENTED,
            "IBMI-MC-CLIENT-OFF-FIRST",
            "IBMI-MC-CLIENT-ON-EARLY",
        ),
        case(
            CLIENT_CONNECTION,
            "restart-left-out",
            "step 3 is left out: the setting is stored and not active",
            (*taken("1", "2"), forced("4")),
            NO_NAVIGATOR,
            INFERRED,
            "IBMI-MC-PENDING-RESTART",
            "IBMI-MC-CLIENT-ON-EARLY",
        ),
        case(
            CLIENT_CONNECTION,
            "navigator-not-restarted",
            "Navigator is not restarted after step 4",
            (*taken("1", "2", "3"), forced("4", restart="no")),
            (Shows(PC, CENTRAL, "plain"),),
            INFERRED,
            "IBMI-MC-NAV-RESTART",
        ),
        case(
            CLIENT_CONNECTION,
            "level-server",
            "level Server is chosen instead of Any: the others in the office lose access",
            (Take("1"), forced("2", level="Server"), *taken("3", "4")),
            (Shows(PC, CENTRAL, "tls", proved=1), Shows(OFFICE, CENTRAL, "fails", "plain_client", "server")),
            UNCONFIRMED,
            "IBMI-MC-LEVEL-ANY",
        ),
        case(
            CLIENT_CONNECTION,
            "no-certificate-mc",
            "no certificate is assigned to Management Central",
            lacking(CENTRAL, "assigned", "central,database,dtaq,file,netprt,rmtcmd,signon"),
            (Shows(PC, CENTRAL, "fails", "no_certificate", "server"),),
            INFERRED,
            "IBMI-CRT-MC",
        ),
        case(
            CLIENT_CONNECTION,
            "no-certificate-host-server",
            "one of the seven iSeries Access servers has no certificate: its secure port is not open",
            lacking(CENTRAL, "assigned", "mgtc,central,database,dtaq,file,netprt,rmtcmd"),
            (
                Shows(PC, CENTRAL, "tls", proved=1),
                Shows(PC, CENTRAL, "fails", "refused", "server", "signon"),
                Shows(PC, CENTRAL, "tls", "", "", "rmtcmd", 1),
            ),
            CONFIRMED,
            "IBMI-CRT-SEVEN",
        ),
        case(
            CLIENT_CONNECTION,
            "no-ca-on-pc",
            "the CA was not downloaded to the PC",
            lacking(PC, "ca", "no"),
            (Shows(PC, CENTRAL, "fails", "unknown_ca", "client"),),
            CONFIRMED,
            "IBMI-CRT-CA-PC",
        ),
        case(
            CLIENT_CONNECTION,
            "certificate-expired",
            "the certificate of the central system has expired",
            lacking(CENTRAL, "certificate", "expired"),
            (Shows(PC, CENTRAL, "fails", "certificate_expired", "client"),),
            INFERRED,
            "IBMI-CRT-DATES",
        ),
        case(
            CLIENT_CONNECTION,
            "ca-expired",
            "the CA has expired",
            lacking("network", "ca", "expired"),
            (Shows(PC, CENTRAL, "fails", "certificate_expired", "client"),),
            INFERRED,
            "IBMI-CRT-DATES",
        ),
        case(
            CLIENT_CONNECTION,
            "central-below-v5r3",
            "the central system is V5R2: level Any is not offered",
            (Change(CENTRAL, "release", "V5R2"), Take("1"), forced("2")),
            (),
            DOCUMENTED,
            "IBMI-REL-SCN-A-CENTRAL",
            refused=True,
        ),
        case(
            CLIENT_CONNECTION,
            "pc-below-v5r3",
            "the PC has V5R2 of iSeries Access: level Any is not offered",
            (Change(PC, "release", "V5R2"), Take("1"), forced("2")),
            (),
            DOCUMENTED,
            "IBMI-REL-SCN-A-PC",
            refused=True,
        ),
        case(
            CLIENT_CONNECTION,
            "others-taken-for-secured",
            "someone takes the endpoints and the other PCs for secured now: they are not",
            secured,
            (
                Shows(PC, CENTRAL, "tls", proved=1),
                Shows(OFFICE, CENTRAL, "plain"),
                Shows(CENTRAL, ONE, "plain"),
            ),
            DOCUMENTED,
            "IBMI-MC-SCOPE-ONE",
        ),
    )
