from tests.web.catalogue.conftest import _own_folders, signed_in
from tests.web.learning.conftest import planned
from tests.web.members.conftest import desk, net

__all__ = ["_own_folders", "desk", "net", "planned", "signed_in"]
