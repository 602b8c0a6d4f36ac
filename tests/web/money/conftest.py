"""The same house as for members."""

from tests.web.members.conftest import _own_folders, desk, librarian, net, signed_in

__all__ = ["_own_folders", "desk", "librarian", "net", "signed_in"]
