"""Who is who between two lists of people that call them differently."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody, as one list has them."""

    ids: tuple[str, ...]
    """The first one is theirs alone on this list."""
    name: str = ""


def pair(people: Sequence[Named], known: Sequence[Named]) -> list[int | None]:
    """For each of *people* the place in *known* of the only one who it can be.

    Ids decide where they agree on one. Else the name does, in any order of its words, if it is
    the only one on both sides and nobody else has been found to be that person.
    """
    by_id = _only((folded(each), at) for at, one in enumerate(known) for each in one.ids)
    found = [_agreed(by_id.get(folded(each)) for each in one.ids) for one in people]
    taken = {at for at in found if at is not None}
    by_name = _only((key, at) for at, one in enumerate(known) for key in _turned(one.name))
    called = [compact(one.name) for one in people]
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for one, key in zip(people, called, strict=True):
        claims[key].add(folded(one.ids[0]) if one.ids else "")
    for number, key in enumerate(called):
        at = by_name.get(key)
        if found[number] is None and at is not None and at not in taken and len(claims[key]) == 1:
            found[number] = at
    return found


def folded(text: str) -> str:
    """*text* so that equal ids are equal: NFC, small letters, no space around it."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def compact(name: str) -> str:
    """The letters of *name*, small: what Canvas leaves of it."""
    return re.sub(r"[\W_]+", "", folded(name))


def _turned(name: str) -> Iterator[str]:
    """The letters of *name*, whichever of its words is written first."""
    words = [word for word in re.split(r"[\s,]+", name) if word]
    for at in range(len(words)):
        yield compact("".join(words[at:] + words[:at]))


def _only(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """What each key stands for, where it stands for one."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for key, at in pairs:
        found[key].add(at)
    return {key: next(iter(ats)) for key, ats in found.items() if key and len(ats) == 1}


def _agreed(found: Iterable[int | None]) -> int | None:
    several = {at for at in found if at is not None}
    return several.pop() if len(several) == 1 else None
