"""The event loop of an SSL server, and the connections that it carries between clients and applications."""
