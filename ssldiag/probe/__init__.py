"""Live handshakes with a host and port: what it offers, what it refuses and why."""
