"""Tracing of the reference pool: what is traced, which connections that covers, and the lines it gives."""
