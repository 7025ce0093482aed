"""Diagnose TLS on z/VM, IBM i and GSKit hosts."""

__version__ = "0.1.0"
