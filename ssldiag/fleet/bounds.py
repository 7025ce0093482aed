"""The bounds of a fleet run, each with its reason."""

from __future__ import annotations

MIB = 1024 * 1024

CUT_ABOVE = 256 * MIB
"""A capture file larger than this is read in stretches, each at most half of it: two of the stretches that
``ssldiag pcap --jobs`` reads at a time. Smaller ones are read once, larger ones twice (see ``resolve``).
"""

SPAN = 128 * MIB
"""Bytes of files that a worker reads as one: as much as of a large file at a time."""

TURNS = 2
"""So often each worker's turn comes with what is left, if it is enough: none waits long for the last one.
With 3 more is handed over than is won.
"""

PACKED = 4
"""A packed file is taken for so many times its size: rarely more, as what is encrypted packs badly."""

LOOK_BYTES = 2 * MIB
"""Bytes fetched from the start of a remote file to see how it lies: more than the largest record has."""

EXTRACT_BYTES = 64 * MIB
"""Bytes of orphaned segments that a worker sends along where the joining process cannot read the file itself
(packed, remote). With more, the joining process fetches the file.
"""

MAX_ITEMS = 2_000_000
"""Files or hosts of one run: listing them takes some 500 MB. More are better done in several runs."""

MAX_HOST_BYTES = 2 << 30
"""Bytes of a host's remote archive or folder that are fetched: a snapshot has a few MB, rarely hundreds."""

MAX_HOST_FILES = 20_000
"""Files of a host's remote folder that are fetched, as many as the doctor takes from an archive."""

BATCH = 16
"""Hosts given to a worker at a time: one takes some 50 ms, handing out a task 1 ms."""

AHEAD = 2
"""Tasks that each worker has waiting, so that it never idles while results are joined. What they give waits
in the memory of workers.
"""

TRIES = 3
"""How often a task is given out when its worker died: the first may have died of another one's task."""

ROWS_IN_GROUP = 4000
"""Rows held before they are written: some 25 MB of handshakes with their documents."""

ROWS_IN_FILE = 100_000
"""Rows of a file: some 80 MB of handshakes, packed. With smaller files readers are busy opening them."""

OPEN_SHEETS = 16
"""Files being written at once, one of each table and day: rows mostly come in order of time."""

CERTIFICATES_KEPT = 100_000
"""Certificates by who showed them, counted before they are written: some 50 MB."""

DETAIL = 4096
"""Characters kept of a text that a host or a peer chose, in columns of its own; documents have all of it."""

WORKER_MEMORY = 1536 * MIB
"""What a local worker may use unless told otherwise. Reading a stretch takes 200 to 400 MB; Dask pauses a
worker at 80 % and restarts it at 95 %.
"""
