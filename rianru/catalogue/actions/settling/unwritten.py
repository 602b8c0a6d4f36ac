"""What was decided of one batch and stands in no table yet: the next batch sees it beside the tables."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rianru.catalogue.actions.settling.scene import Id, Known, Scene

Groups = dict[Id | None, tuple[Id, Id]]  # edition → the first and the last of its records that share a key


class Unwritten:
    """The scene of a batch whose moving records are new, after placing; nothing at all of a first batch.

    It says the same before its batch is written and after: a scene holds every record of each work that it knows, so
    of those it has the word, and of all others the tables, which its batch does not change.
    """

    def __init__(self, scene: Scene | None = None, keys: Mapping[Id, Sequence[int]] | None = None) -> None:
        self._scene = scene
        self._sharing: dict[int, list[Id]] = defaultdict(list)
        for id, own in (keys or {}).items():
            for key in own:
                self._sharing[key].append(id)

    def join(self, found: dict[int, list[Id]], asked: Mapping[int, list[Id]]) -> None:
        """Adds to what the tables have of some keys what this batch has, and what those who ask have themselves."""
        for key, own in asked.items():
            found[key] = list({*found.get(key, ()), *self._sharing.get(key, ()), *own})

    def group(self, key: int, groups: Groups) -> Groups:
        """The same of records by edition: as this batch leaves the editions."""
        if self._scene is None:
            return groups
        now: Groups = {}
        those = [(self._edition(edition), *pair) for edition, pair in groups.items()]
        those += [(self._scene.records[id].edition, id, id) for id in self._sharing.get(key, ())]
        for edition, first, last in those:
            before = now.get(edition, (first, last))
            now[edition] = (min(before[0], first), max(before[1], last))
        return now

    def _edition(self, edition: Id | None) -> Id | None:
        assert self._scene is not None
        while edition in self._scene.gone_editions:
            edition = self._scene.gone_editions[edition]
        return edition

    def around(self, asked: Iterable[Id]) -> dict[Id, Known]:
        """Those of the records asked for that it knows, and all that share a work with one of them; as copies."""
        scene = self._scene
        if scene is None:
            return {}
        known = [scene.records[id] for id in asked if id in scene.records]
        works = {scene.work_of[one.edition] for one in known if one.edition is not None}
        found = {one.id: one.copy(None, None) for one in known if one.edition is None}
        for work in works:
            for edition in scene.works[work]:
                found |= {id: scene.records[id].copy(edition, work) for id in scene.editions[edition]}
        return found
