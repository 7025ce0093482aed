"""The bounds of reading captures, each with its reason, and the error for what cannot be read at all."""

from __future__ import annotations

KIB = 1024
MIB = 1024 * KIB

CHUNK = 4 * MIB
"""Bytes of a capture looked at together: the work per chunk is far above its fixed cost, and a chunk still
fits a processor's cache.
"""

MAX_RECORD = MIB
"""Bytes of one packet: with BIG TCP on Linux a packet may reach 512 KiB, more than the 256 KiB of libpcap."""

SMALL_CHUNK = MAX_RECORD + 256 * KIB
"""The same where several files are read side by side."""

PAD = 256
"""Bytes of zeros behind a chunk, so that headers of fixed size can be fetched from its very end."""

MAX_INTERFACES = 4096
"""Interfaces of a pcapng section: a large router has hundreds; each costs some memory."""

MAX_LAYERS = 16
"""Headers inside one another: Ethernet, two tags, IP, UDP, VXLAN, Ethernet, tag, IP, TCP are ten."""

MAX_DATAGRAMS = 256
"""Fragmented datagrams waiting for their rest at once. Hosts keep some hundred KiB to 4 MiB of fragments."""

MAX_DATAGRAM_PARTS = 128
"""Fragments of one datagram: 64 KiB in pieces of 576 bytes are 114."""

FRAGMENT_SECONDS = 30.0
"""How long a fragment waits: Linux keeps it 30 seconds, RFC 1122 3.3.2 asks for 60 to 120."""

MAX_PENDING = MIB
"""Bytes held behind a hole in one direction: more than a window of the first second, that of handshakes."""

MAX_PIECES = 1024
"""Segments held behind a hole in one direction: 1 MiB in segments of 1 KiB."""

MAX_AHEAD = 64 * MIB
"""A segment so far beyond what is expected belongs to another connection, or is damaged."""

MAX_STREAM = 20 * MIB
"""Bytes of one direction that are followed while a handshake has not ended: a handshake message may have
16 MiB (RFC 8446 4: a length of three bytes), and its records' headers add a little.
"""

GRACE = 4
"""Packets waited for after the other side has acknowledged what the capture lacks: cards with several queues
write packets in a slightly wrong order.
"""

IDLE_SECONDS = 600.0
"""A connection without packets for so long is given up: longer than the time-outs of handshakes, and than
most people take to choose a certificate.
"""

RING_BEFORE, RING_AFTER = 0.5, 60.0
"""A file that begins so many seconds before the end of another, or after it, goes on with it. Tools change
files between two packets: queues of cards shuffle those a little, and on a quiet line the next takes long.
"""

LINGER_SECONDS = 5.0
"""How long packets of a connection count after its end: alerts may cross a FIN or RST on their way."""

MAX_OPEN = 8192
"""Connections followed at once whose handshake has not ended: some KiB each. Beyond, those without data and
those longest idle are given up.
"""

MAX_QUIET = 4096
"""Connections followed after their handshake, for how they end: each holds what its handshake showed, some 10
KiB. Beyond, those quiet for longest are given up.
"""

MAX_ORPHANS = 256
"""Segments kept of a connection that began before a stretch of a file: more than a handshake has, mostly."""

MAX_DOUBLES = 200_000
"""Segments kept of connections that may have begun before a stretch, though a SYN was seen in it: 24 MB."""

SYN_SECONDS = 130.0
"""For so long a SYN may be sent anew: after 1, 3, 7, 15, 31 and 63 seconds; given up after 127 (Linux)."""

MAX_PART_KEYS = 50_000
"""Connections that begin in one stretch: more of them is a flood, which no second process makes faster."""

STRETCH = 128 * MIB
"""Bytes of a file that a process reads at a time. What it gives waits for all before it."""

LEAST_STRETCH = 4 * MIB
"""The least that is worth a process of its own: a thousand handshakes and nothing else take some 200 ms, ten
times what it takes to start one.
"""

MAX_HELD = 32 * MIB
"""Bytes held behind holes in all connections together, looked at at every tick."""

TICK_FRAMES = 13
"""Every 2**13 frames the bounds on all connections together are looked at."""

TICK_BYTES = 24
"""The same at every 2**24 bytes of a capture."""

MAX_DONE = 1 << 22
"""Connections remembered as ended, so that their further packets are passed over: 75 MB at most."""

MAX_DONE_PLAIN = 1 << 20
"""The same without numpy, where each costs some 90 bytes."""


class NotACapture(Exception):
    """Says in a sentence without a full stop why a file cannot be read as a capture at all."""
