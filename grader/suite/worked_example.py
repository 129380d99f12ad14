"""The smallest numbers that show a mistake of a hand calculation, worked out both ways.

Whoever works by hand hands in numbers, and nothing that could be asked again. Where the numbers
name the mistake its formula is known, though: one step, from small round values of what it follows
from. hypothesis looks for the smallest; nothing of anybody's own numbers is in them.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import numpy as np

from grader.chain import DECIMALS, UNDOABLE, Chain, Sheet, Wrong
from grader.intervals import Array
from grader.model import Evidence
from grader.suite.api import show
from grader.suite.counterexample import dimensions, plain_zero, small_search, warm

_ATTEMPTS: Final = 200
_NUMBERS: Final[tuple[float, ...]] = (0.0, 1.0, -1.0, 2.0, -2.0, 3.0, 0.5, -0.5)
"""Simplest first."""
_POSITIVE: Final[tuple[float, ...]] = (1.0, 2.0, 3.0, 0.5, 4.0)
_PARTS: Final[tuple[float, ...]] = (0.5, 0.25, 0.75, 0.1, 0.9)
_SUMS: Final = (2, 4, 5, 10)
"""By which a fraction is a short decimal."""
_NUDGE: Final = 1e-3
_CLEAR: Final = 0.02
"""How far off an answer is, at least in one place, that nobody takes for rounding."""


def worked_example(
    right: Chain, wrong: Wrong, name: str, sheets: Sequence[Sheet]
) -> Evidence | None:
    """The step *name* done rightly and with a mistake, where the two are clearly different.

    Args:
        right: The model solution.
        wrong: The mistake; the step is one that it does in its own way.
        name: Of the step.
        sheets: Some students' numbers, of which only shapes and kinds are taken.

    Returns:
        None where no small numbers show it.
    """
    warm()
    # Imported here: most work is right, and it takes 0.1 s.
    from hypothesis import find
    from hypothesis import strategies as st
    from hypothesis.errors import HypothesisException, NonInteractiveExampleWarning

    known = [{**each.given, **each.right} for each in sheets]
    names = _independent(right, {*right.parents[name], *wrong.chain.parents[name]})
    like = {each: [np.asarray(one[each]) for one in known] for each in known[0] if each in names}
    least = dimensions([first for first, *_ in like.values()])

    @st.composite
    def small_values(draw: Any) -> dict[str, Array]:
        sizes: dict[int, int] = {size: draw(st.integers(few, size)) for size, few in least.items()}
        return {
            each: _small(draw, st, values, tuple(sizes.get(n) or n for n in values[0].shape))
            for each, values in like.items()
        }

    with warnings.catch_warnings(), suppress(HypothesisException):
        warnings.simplefilter("ignore", NonInteractiveExampleWarning)
        found = find(
            small_values(),
            lambda values: _shows(right, wrong.chain, name, values),
            settings=small_search(_ATTEMPTS),
        )
        first, second = _both(right, wrong.chain, name, found)
        return Evidence(
            what=name,
            actual=_written(second),
            expected=_written(first),
            inputs={each: _written(value) for each, value in found.items()},
        )
    return None


def _independent(chain: Chain, names: set[str]) -> set[str]:
    """What to draw numbers for, so that all *names* have values that belong together.

    Of a step that follows from others of them, its parents instead.
    """
    for step in reversed(chain.steps):
        others = names - {step}
        if step in names and (
            not others.isdisjoint(chain.parents[step]) or _follows(chain, step, others)
        ):
            names = others.union(chain.parents[step])
    return names


def _follows(chain: Chain, name: str, known: set[str]) -> bool:
    """Whether a step can be worked out from *known*, which it is not one of."""
    return name in chain.steps and all(
        parent in known or _follows(chain, parent, known) for parent in chain.parents[name]
    )


def _written(value: Array) -> str:
    return plain_zero(show(np.asarray(value).round(DECIMALS)))


def _small(draw: Any, st: Any, like: Sequence[Array], shape: tuple[int, ...]) -> Array:
    """Small values of the kind of *like*: labels, signs, distributions, parts, positive, any."""
    kind, together = like[0].dtype, np.concatenate([each.ravel() for each in like])
    if kind.kind in "biu":
        return np.array(_drawn(draw, st, _whole(like[0]), shape), dtype=kind)
    if shape and (together > 0).all() and all(np.allclose(v.sum(axis=-1), 1) for v in like):
        rows = _drawn(draw, st, _distributions(shape[-1]), shape[:-1])
        return np.array(rows, dtype=float)
    above_zero = _PARTS if (together < 1).all() else _POSITIVE
    options = _NUMBERS if (together <= 0).any() else above_zero
    return np.array(_drawn(draw, st, options, shape), dtype=float)


def _whole(like: Array) -> list[int]:
    """Labels, signs, a number of classes: those that there are, or from 2 to the one that it is."""
    found = set(map(int, like.ravel()))
    options = range(2, max(found) + 1) if len(found) == 1 and max(found) > 1 else found
    return sorted(options, key=lambda each: (abs(each), each < 0))


def _drawn(draw: Any, st: Any, options: Any, shape: tuple[int, ...]) -> Any:
    """One of the options for each place, in lists of that shape."""
    if not shape:
        return draw(st.sampled_from(options))
    return [_drawn(draw, st, options, shape[1:]) for _ in range(shape[0])]


def _distributions(classes: int) -> list[tuple[float, ...]]:
    """Probabilities of so many classes that are short decimals, the plainest first."""
    weights = itertools.product(range(1, 8), repeat=classes)
    found = [tuple(w / sum(each) for w in each) for each in weights if sum(each) in _SUMS]
    return sorted(set(found), key=lambda each: (max(each) == min(each), max(each), each))


def _shows(right: Chain, wrong: Chain, name: str, values: Mapping[str, Array]) -> bool:
    """Whether the two ways differ clearly there, and as much for numbers close by."""
    rng = np.random.default_rng(1)
    close_by = {
        each: value + _NUDGE * rng.uniform(0.5, 1, value.shape) if value.dtype == float else value
        for each, value in values.items()
    }
    try:
        here, there = (_both(right, wrong, name, each) for each in (values, close_by))
    except UNDOABLE:
        return False
    if not all(np.isfinite(each).all() for each in (*here, *there)):
        return False
    if here[0].shape != here[1].shape:
        return bool(here[0].any())
    off, off_there = (np.subtract(*each, dtype=float) for each in (here, there))
    return bool(np.abs(off).max() > _CLEAR) and np.allclose(off, off_there, rtol=0.1, atol=_CLEAR)


def _both(
    right: Chain, wrong: Chain, name: str, values: Mapping[str, Array]
) -> tuple[Array, Array]:
    """The step from what was drawn, done rightly and with the mistake."""
    with np.errstate(all="ignore"):
        one, other = (chain.from_own(name, values, {}) for chain in (right, wrong))
    return np.asarray(one), np.asarray(other)
