"""How long a student waits: starting `grade`, and grading one file.

python -m benchmarks.start
"""

from __future__ import annotations

from benchmarks.measure import BIN, ROOT, medians, table, write

RUNS = 15
REFERENCE = ROOT / "reference/softmax_numpy/softmax_numpy.py"


def main() -> None:
    """Measure in turns, print, and write the section of the page."""
    python = BIN / "python"
    found = medians(
        {
            "`python -c pass`": [python, "-c", "pass"],
            '`python -c "import numpy"`': [python, "-c", "import numpy"],
            '`python -c "import pytest"`': [python, "-c", "import pytest"],
            "`grade --help`": [BIN / "grade", "--help"],
            "`grader --help`": [BIN / "grader", "--help"],
            "`grade` on the reference, public and hidden suite": [BIN / "grade", REFERENCE],
        },
        RUNS,
    )
    rows = [[name, f"{1000 * value:.0f}"] for name, value in found.items()]
    write("start", table(["command", f"milliseconds, median of {RUNS}"], rows))


if __name__ == "__main__":
    main()
