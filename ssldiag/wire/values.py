"""A decorator for classes of values of which there are many: a dataclass that takes a tenth of the time to
make and half of it to pickle. It checks nothing.

A frozen dataclass sets each of its fields through ``object.__setattr__``; with the 37 of a handshake that was
a fifth of the time of decoding one. So the type checker is told that these are frozen, and holds everyone to
it; at run time they are plain slots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["value"]

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from collections.abc import Callable
    from dataclasses import dataclass, fields
    from operator import attrgetter

    def value(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """``@value(frozen=True, slots=True)`` in place of ``@dataclass(frozen=True, slots=True)``."""

        def made(cls: type) -> type:
            cls = dataclass(slots=slots, unsafe_hash=frozen)(cls)
            names = [field.name for field in fields(cls)]
            parts = attrgetter(*names) if len(names) > 1 else lambda self: (getattr(self, names[0]),)
            cls.__reduce__ = lambda self: (cls, parts(self))
            return cls

        return made
