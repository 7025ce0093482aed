"""``python -m ssldiag``."""

from ssldiag.cli import main

main()
