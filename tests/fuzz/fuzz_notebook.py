"""Whatever is called .ipynb is read, or refused in one line."""

from __future__ import annotations

from contextlib import suppress

from fuzzing import files, fuzz, instrumented

with instrumented():
    from grader.cells import defined_names, read_cells
    from grader.errors import SubmissionError


def one(data: bytes) -> None:
    """Read it, and ask what its cells define."""
    try:
        cells, notes = read_cells(data, "tiny.ipynb")
    except SubmissionError as error:
        assert "\n" not in error.reason.english()  # noqa: PT017 - there is no pytest here
        return
    numbers = [cell.number for cell in cells]
    assert numbers == sorted(set(numbers), key=lambda number: number or 0)
    for cell in cells:
        with suppress(UnicodeEncodeError):  # a lone surrogate is in the student's text
            cell.source.encode()
        defined_names(cell.source)
    for note in notes:
        note.english()


if __name__ == "__main__":
    fuzz(one, files("attacks/*.ipynb", "forms/**/*.ipynb", "accepted/**/*.ipynb"))
