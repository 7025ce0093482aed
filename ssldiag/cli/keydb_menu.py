"""stub"""

from pathlib import Path


def menu(file: Path) -> None:
    """Menus."""
