"""The embedded PostgreSQL: used where DATABASE_URL is not set. `rianru run` owns it; every other command joins it.

Settings import this, so it stays light: the server itself is loaded only by whoever starts one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rianru.config.embedded.place import connection_settings, locate, var_folder

if TYPE_CHECKING:
    from rianru.config.embedded.server import Embedded

__all__ = ["Embedded", "connection_settings", "locate", "var_folder"]


def __getattr__(name: str) -> Any:
    if name == "Embedded":
        from rianru.config.embedded.server import Embedded

        return Embedded
    raise AttributeError(name)
