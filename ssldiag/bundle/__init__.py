"""A snapshot and its report in, one file for support out, with nothing in it that should stay at home."""
