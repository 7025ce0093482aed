"""Captures in, TCP streams out: packets, flows, reassembly. What the bytes of a stream say is told by
:mod:`ssldiag.wire`.
"""
