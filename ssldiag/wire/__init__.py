"""TLS and SSL bytes in, messages and handshakes out. Nothing here reads a file or a socket."""
