"""Which elements of an array are wrong, and in which direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from grader.model import Disclosure, Evidence

ROWS: Final = 12
COLUMNS: Final = 12
STRONGEST: Final = 4

Sign = Literal["right", "more", "less", "nan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element: *strength* 1 to 4 by magnitude, always 2 where magnitudes are not disclosed."""

    sign: Sign
    strength: int = 0
    difference: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """A window of at most 12 by 12 elements. Further leading axes are laid out as rows."""

    rows: tuple[tuple[Element, ...], ...]
    row_labels: tuple[str, ...]
    columns: tuple[int, ...]
    wrong: int
    total: int
    first: str
    """The index of the first wrong element, as code."""
    largest: float | None
    """The greatest absolute difference; None where magnitudes are not disclosed or not finite."""
    cut: bool


def heat_map(evidence: Evidence, disclosure: Disclosure) -> HeatMap | None:
    """The picture of a comparison; None where there is no array, or it is not disclosed."""
    difference, wrong = evidence.difference, evidence.wrong
    if disclosure is Disclosure.SEALED or difference is None or wrong is None:
        return None
    if difference.shape != wrong.shape or difference.size < 2 or not wrong.any():
        return None
    shape = difference.shape
    columns = shape[-1]
    flat, flat_wrong = difference.reshape(-1, columns), wrong.reshape(-1, columns)
    top = _window(np.any(flat_wrong, axis=1), ROWS)
    left = _window(np.any(flat_wrong, axis=0), COLUMNS)
    shown = disclosure is Disclosure.PUBLIC
    finite = np.abs(flat[flat_wrong & np.isfinite(flat)])
    largest = float(finite.max()) if finite.size and shown else None
    rows = range(top, min(top + ROWS, len(flat)))
    indices = range(left, min(left + COLUMNS, columns))
    return HeatMap(
        rows=tuple(
            tuple(
                _element(flat[i, j], bool(flat_wrong[i, j]), largest, shown=shown) for j in indices
            )
            for i in rows
        ),
        row_labels=tuple(_row_label(i, shape) for i in rows),
        columns=tuple(indices),
        wrong=int(wrong.sum()),
        total=int(wrong.size),
        first=str([int(i) for i in np.argwhere(wrong)[0]]),
        largest=largest,
        cut=len(flat) > ROWS or columns > COLUMNS,
    )


def _window(has_wrong: npt.NDArray[np.bool_], size: int) -> int:
    """Where a window of *size* begins that shows the first wrong line, from the start if it can."""
    first = int(np.argmax(has_wrong))
    return 0 if first < size else min(first, len(has_wrong) - size)


def _row_label(row: int, shape: tuple[int, ...]) -> str:
    return ", ".join(str(int(i)) for i in np.unravel_index(row, shape[:-1])) if shape[:-1] else ""


def _element(difference: float, wrong: bool, largest: float | None, *, shown: bool) -> Element:
    if not wrong:
        return Element(sign="right")
    if np.isnan(difference):
        return Element(sign="nan", strength=2)
    sign: Sign = "more" if difference > 0 else "less"
    if not shown:
        return Element(sign=sign, strength=2)
    share = min(abs(difference) / largest, 1.0) if largest else 1.0
    return Element(
        sign=sign, strength=max(1, int(np.ceil(share * STRONGEST))), difference=float(difference)
    )
