"""Other programs that take TLS handshakes out of captures, as scripts: each prints a line for a message."""
