"""Placing: each record into the edition it belongs to, each edition into its work. Pure: a scene in, the scene changed.

A record joins an edition when the rules join it with one of its records and part it from none; otherwise it makes one
of its own. Where it belongs to two editions they become one, unless any of their records are parted. Works the same.
A librarian's word goes before every rule.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from typing import Any

from rianru.catalogue.actions.settling.scene import Id, Known, Placing, Scene, ordered
from rianru.kernel.ids import new_texts
from rianru.kernel.matching import WITH_SLACK, Verdict, same_edition, same_work, shared_number

SLACK = 2.0  # among records that are joined already, each may have slips of its own
MOST = 60  # records of one edition or work that a newcomer is compared with
# Too little speaks for these, yet they never become one by way of a third record.
_NEVER_BY_WAY = ("same_source", "isbn")
_BY_HAND = {True: Verdict(True, "hand"), False: Verdict(False, "hand")}


@dataclass(slots=True)
class _Vote:
    verdict: Verdict
    by: Id


def place(scene: Scene) -> None:
    """Gives every moving record an edition and every edition a work."""
    was = _lift(scene)
    fresh = _fresh_ids()
    moved: dict[Id, None] = {}
    for id in scene.moving:
        moved[_into_edition(scene, scene.records[id], was[id][0], fresh)] = None
    for edition in moved:
        if edition in scene.editions:
            _into_work(scene, edition, was, fresh)
    for id in scene.moving:
        work, now = was[id][1], scene.work_of[scene.records[id].edition or id]
        if work is not None and work != now and not scene.works.get(work):
            scene.gone_works.setdefault(work, now)
    scene.doubts = {
        (one, other): because for (one, other), because in scene.doubts.items() if not _told_apart(scene, one, other)
    }


def _told_apart(scene: Scene, one: Id, other: Id) -> bool:
    """Whether a doubt needs nobody: no number is shared, and an older record of the edition of either is parted from
    the other. Asked of both sides when all are placed, so that it is the same whoever came last.
    """
    left, right = scene.records[one], scene.records[other]
    if shared_number(left.traits, right.traits):
        return False
    return _closed(scene, left, right) or _closed(scene, right, left)


def _closed(scene: Scene, record: Known, beside: Known) -> bool:
    older = [scene.records[id] for id in scene.editions.get(beside.edition or "", ()) if id < beside.id]
    return any(
        not shared_number(record.traits, other.traits)
        and _parted(scene, record, other, edition_verdict(scene, record, other, shared=""), "")
        for other in older
    )


def _lift(scene: Scene) -> dict[Id, tuple[Id | None, Id | None]]:
    """Takes the moving records out of their editions, and editions left empty out of their works."""
    was = {}
    for id in scene.moving:
        record = scene.records[id]
        was[id] = (record.edition, record.work)
        if record.edition in scene.editions:
            left = scene.editions[record.edition]
            left.remove(id)
            if not left:
                _drop_edition(scene, record.edition)
        record.edition = record.work = None
    return was


def _drop_edition(scene: Scene, edition: Id) -> None:
    del scene.editions[edition]
    work = scene.work_of.pop(edition, None)
    if work is not None:
        scene.works[work].remove(edition)


def _fresh_ids() -> Iterator[Id]:
    while True:
        yield from new_texts(64)


def _into_edition(scene: Scene, record: Known, was: Id | None, fresh: Iterator[Id]) -> Id:
    votes = _edition_votes(scene, record)
    allowed = [edition for edition in votes if _fits(scene, record, edition, votes[edition])]
    if len(votes) > 1 or not allowed:
        _doubt_others(scene, record, votes)
    if not allowed:
        return _own_edition(scene, record, was, fresh)
    chosen = min(allowed, key=_by_rank(votes, was, scene.editions))
    _put(scene, record, chosen)
    scene.placed[record.id] = Placing(votes[chosen].verdict.because, votes[chosen].by)
    for other_edition in allowed:
        if other_edition != chosen and _editions_agree(scene, chosen, other_edition):
            _merge_editions(scene, other_edition, chosen)
    return chosen


def _edition_votes(scene: Scene, record: Known) -> dict[Id, _Vote]:
    """The editions with a record that the rules, or a librarian, join this one with; why, and which record."""
    votes: dict[Id, _Vote] = {}
    closed: set[Id] = set()  # editions with a record that this one is parted from: they would not fit
    spoken = scene.any_spoken
    traits, records = record.traits, scene.records
    for id in scene.near.get(record.id, ()):
        other = records[id]
        edition = other.edition
        if edition is None or (edition in votes and not spoken):
            continue  # that edition is voted for already, and all its records are asked before one joins
        shared = shared_number(traits, other.traits)
        numbered = spoken or shared
        if edition in closed and not numbered:
            continue
        verdict = edition_verdict(scene, record, other, shared=shared)
        if not numbered and _parted(scene, record, other, verdict, shared):
            closed.add(edition)
            if not (verdict.doubt and edition_verdict(scene, record, other, SLACK, shared=shared).doubt):
                continue
        if verdict.doubt:
            scene.doubts[ordered(record.id, id)] = verdict.because
        if verdict.same:
            _count(votes, edition, verdict, id)
    return votes


def _doubt_others(scene: Scene, record: Known, votes: Mapping[Id, _Vote]) -> None:
    """Once a record speaks for its edition the others were not asked: they are where the newcomer may stay outside."""
    for id in scene.near.get(record.id, ()):
        other = scene.records[id]
        if other.edition in votes:
            verdict = edition_verdict(scene, record, other)
            if verdict.doubt:
                scene.doubts[ordered(record.id, id)] = verdict.because


def _parted(scene: Scene, record: Known, other: Known, verdict: Verdict, shared: str) -> bool:
    """Whether they would be parted with all the slack there is. `verdict`: without any.

    What slack has no say in needs no second look; and what is not against without it is not with it.
    """
    if verdict.same is False and verdict.because in WITH_SLACK:
        verdict = edition_verdict(scene, record, other, SLACK, shared=shared)
    return _parts(verdict)


def _by_rank(votes: dict[Id, _Vote], before: Id | None, size: Mapping[Id, Sized]) -> Callable[[Id], tuple[Any, ...]]:
    """First where a librarian put it, then where it was, then the largest, then the oldest."""
    return lambda one: (votes[one].verdict.because != "hand", one != before, -len(size[one]), one)


def _count(votes: dict[Id, _Vote], where: Id, verdict: Verdict, by: Id) -> None:
    known = votes.get(where)
    if known is None:
        votes[where] = _Vote(verdict, by)
    elif verdict.because == "hand":
        known.verdict, known.by = verdict, by


def edition_verdict(
    scene: Scene, one: Known, other: Known, slack: float = 1.0, *, shared: str | None = None
) -> Verdict:
    """A librarian's word, else the rules. `shared`: see same_edition."""
    if scene.any_spoken:
        word = scene.word("edition", one.id, other.id)
        if word is None and scene.word("work", one.id, other.id) is False:
            word = False  # who parted two works parted their editions
        if word is not None:
            return _BY_HAND[word]
    return same_edition(
        one.traits, other.traits, same_source=one.source == other.source, slack=slack, shared=shared
    )


def work_verdict(scene: Scene, one: Known, other: Known, slack: float = 1.0) -> Verdict:
    """A librarian's word, else the rules."""
    if scene.any_spoken:
        word = scene.word("work", one.id, other.id)
        if word is None and scene.word("edition", one.id, other.id):
            word = True
        if word is not None:
            return _BY_HAND[word]
    return same_work(one.traits, other.traits, slack=slack)


def _fits(scene: Scene, record: Known, edition: Id, vote: _Vote) -> bool:
    """Whether nothing parts the record from any record of the edition; a librarian who joined them knew."""
    by_hand = vote.verdict.because == "hand"
    own = scene.editions[edition][:MOST]
    for id in own:
        if id == vote.by:
            continue  # what joins them without slack does not part them with it
        verdict = edition_verdict(scene, record, scene.records[id], SLACK)
        if _parts(verdict) and (verdict.because == "hand" or not (
            by_hand or _vouched(scene, "edition", (record.id,), own, record.id, id)
        )):
            return False
    return True


def _parts(verdict: Verdict) -> bool:
    return verdict.same is False or (verdict.same is None and verdict.because in _NEVER_BY_WAY)


def _own_edition(scene: Scene, record: Known, was: Id | None, fresh: Iterator[Id]) -> Id:
    """The edition it had, when nobody else is in it; else a new one."""
    edition = was if was is not None and was not in scene.editions and was not in scene.gone_editions else next(fresh)
    scene.editions[edition] = []
    _put(scene, record, edition)
    scene.placed[record.id] = Placing()
    return edition


def _put(scene: Scene, record: Known, edition: Id) -> None:
    record.edition, record.work = edition, scene.work_of.get(edition)
    scene.editions[edition].append(record.id)


def _agree(scene: Scene, left: Iterable[Id], right: Iterable[Id], level: str) -> bool:
    judge = edition_verdict if level == "edition" else work_verdict
    own, others = list(left)[:MOST], list(right)[:MOST]
    for one in own:
        for other in others:
            verdict = judge(scene, scene.records[one], scene.records[other], SLACK)
            if _parts(verdict) and (verdict.because == "hand" or not _vouched(scene, level, own, others, one, other)):
                return False
    return True


def _vouched(scene: Scene, level: str, own: Sequence[Id], others: Sequence[Id], one: Id, other: Id) -> bool:
    """Whether a librarian joined two that the rules part: these, or two of theirs to which the rules say they belong.

    Who joins a book with its translation does not close it to the next record of either.
    """
    if not scene.any_spoken:
        return False
    judge = edition_verdict if level == "edition" else work_verdict

    def belongs(id: Id, to: Id) -> bool:
        return id == to or judge(scene, scene.records[id], scene.records[to]).same is True

    pool = {*own, *others}
    joined = [
        pair for spoken in {level, "edition"} for pair, same in scene.spoken[spoken].items()
        if same and pool.issuperset(pair)
    ]
    return any(
        (belongs(one, left) and belongs(other, right)) or (belongs(one, right) and belongs(other, left))
        for left, right in joined
    )


def _editions_agree(scene: Scene, one: Id, other: Id) -> bool:
    return _agree(scene, scene.editions[one], scene.editions[other], "edition")


def _merge_editions(scene: Scene, gone: Id, into: Id) -> None:
    for id in scene.editions[gone]:
        scene.records[id].edition = into
        scene.placed.setdefault(id, Placing("same_edition", scene.editions[into][0]))
    scene.editions[into] += scene.editions[gone]
    work, other = scene.work_of.get(into), scene.work_of.get(gone)
    _drop_edition(scene, gone)
    scene.gone_editions[gone] = into
    if work is None and other is not None:
        scene.work_of[into] = other
        scene.works[other].append(into)
    elif work is not None and other is not None and work != other and _works_agree(scene, work, other):
        _merge_works(scene, max(work, other), min(work, other))


def _into_work(
    scene: Scene, edition: Id, was: dict[Id, tuple[Id | None, Id | None]], fresh: Iterator[Id]
) -> None:
    votes = _work_votes(scene, edition)
    here = scene.work_of.get(edition)
    if here is not None:
        _merge_into(scene, here, votes)
        return
    before = next((work for id in scene.editions[edition] if id in was and (work := was[id][1])), None)
    allowed = [work for work in votes if _work_fits(scene, edition, work, votes[work])]
    if not allowed:
        free = before is not None and not scene.works.get(before) and before not in scene.gone_works
        work = before if before is not None and free else next(fresh)
        scene.joined[edition] = Placing()
    else:
        work = min(allowed, key=_by_rank(votes, before, scene.works))
        scene.joined[edition] = Placing(votes[work].verdict.because, votes[work].by)
    scene.work_of[edition] = work
    scene.works.setdefault(work, []).append(edition)
    for other in allowed:
        if other != work and other in scene.works and _works_agree(scene, work, other):
            _merge_works(scene, other, work)


def _work_votes(scene: Scene, edition: Id) -> dict[Id, _Vote]:
    votes: dict[Id, _Vote] = {}
    here = scene.work_of.get(edition)
    closed = {here}  # and works with a record that one of these is parted from: they would not fit
    records, work_of, spoken = scene.records, scene.work_of, scene.any_spoken
    for id in scene.editions[edition][:MOST]:
        record = records[id]
        for near in scene.near.get(id, ()):
            other = records[near]
            there = other.edition
            if there is None or there == edition:
                continue
            work = work_of.get(there)
            if work is None or work in closed or (work in votes and not spoken):
                continue
            if not spoken and same_work(record.traits, other.traits, slack=SLACK).same is False:
                closed.add(work)
                continue
            verdict = work_verdict(scene, record, other)
            if verdict.same:
                _count(votes, work, verdict, near)
    return votes


def _work_fits(scene: Scene, edition: Id, work: Id, vote: _Vote) -> bool:
    by_hand = vote.verdict.because == "hand"
    own, others = scene.editions[edition][:MOST], list(scene.members(work))[:MOST]
    for id in own:
        for other in others:
            verdict = work_verdict(scene, scene.records[id], scene.records[other], SLACK)
            if verdict.same is False and (verdict.because == "hand" or not (
                by_hand or _vouched(scene, "work", own, others, id, other)
            )):
                return False
    return True


def _merge_into(scene: Scene, here: Id, votes: dict[Id, _Vote]) -> None:
    for other, vote in votes.items():
        there = other != here and scene.works.get(other) and here in scene.works
        if there and (vote.verdict.because == "hand" or _works_agree(scene, here, other)):
            _merge_works(scene, other, here)


def _works_agree(scene: Scene, one: Id, other: Id) -> bool:
    return _agree(scene, scene.members(one), scene.members(other), "work")


def _merge_works(scene: Scene, gone: Id, into: Id) -> None:
    if not scene.works[into]:
        gone, into = into, gone
    for edition in scene.works[gone]:
        scene.work_of[edition] = into
        scene.joined.setdefault(edition, Placing("title_author", scene.editions[scene.works[into][0]][0]))
    scene.works[into] += scene.works.pop(gone)
    scene.gone_works[gone] = into
