from tests.web.catalogue.conftest import _own_folders, reindex, signed_in

__all__ = ["_own_folders", "reindex", "signed_in"]
