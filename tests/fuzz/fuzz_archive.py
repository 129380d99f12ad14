"""Whatever is called .zip is taken, with names that lead nowhere else, or refused in one line."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from fuzzing import fuzz, instrumented

with instrumented():
    from grader.errors import SubmissionError
    from grader.model import StudentId
    from grader.submission import load_submission


def one(data: bytes) -> None:
    """Load it as a student's submission."""
    archive = Path(tempfile.gettempdir(), "work.zip")
    archive.write_bytes(data)
    try:
        submission = load_submission(archive, StudentId("ada"))
    except SubmissionError as error:
        assert "\n" not in error.reason.english()  # noqa: PT017 - there is no pytest here
        return
    for file in submission.files:
        assert not file.path.is_absolute()
        assert ".." not in file.path.parts
        assert "\0" not in str(file.path)
    assert sum(len(file.data) for file in submission.files) <= 100 << 20
    assert len({file.path for file in submission.files}) == len(submission.files)


def seeds() -> Iterator[bytes]:
    """Archives as students make them."""
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        for names in (["tiny.py"], ["Bài làm/tiny.py", "Bài làm/a.txt"], ["__MACOSX/x", "a\\b.py"]):
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w", method) as archive:
                for name in names:
                    archive.writestr(zipfile.ZipInfo(name), b"def softmax(z): return z\n" * 3)
            yield file.getvalue()
            outer = io.BytesIO()
            with zipfile.ZipFile(outer, "w", method) as archive:
                archive.writestr("inner.zip", file.getvalue())
            yield outer.getvalue()


if __name__ == "__main__":
    fuzz(one, seeds())
