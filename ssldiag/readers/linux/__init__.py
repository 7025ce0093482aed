"""Readers of the files that GSKit products keep on a Linux host: a module a format, and one list of them."""
