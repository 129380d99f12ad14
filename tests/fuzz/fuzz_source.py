"""Whatever is called .py is made Python line by line, or refused in one line."""

from __future__ import annotations

from fuzzing import files, fuzz, instrumented

with instrumented():
    from grader.cells import as_python, defined_names, parse, read_python
    from grader.errors import SubmissionError


def one(data: bytes) -> None:
    """Read it as a file; neutralise it as a cell: lines stay where they are."""
    text = data.decode("utf-8", "replace")
    plain = as_python(text)
    assert plain.count("\n") == text.count("\n")
    assert as_python(plain) == plain or not parse(plain)
    defined_names(plain)
    try:
        cells, notes = read_python(data, "tiny.py")
    except SubmissionError as error:
        assert "\n" not in error.reason.english()  # noqa: PT017 - there is no pytest here
        return
    assert len(cells) <= 1
    for note in notes:
        note.english()


MAGIC = [
    b"%matplotlib inline\n!pip install numpy\nx = !ls\ndf?\nfor i in x:\n    %time f(i)\n",
    b"%%time\ndef softmax(z):\n    return z % 3\n",
    b"%%bash\nrm -rf /\n",
    b"get_ipython().run_line_magic('time', 'f()')\nx = '''\n%not a magic\n'''\n",
    b"# -*- coding: cp1252 -*-\nname = '\xe9'\n",
]

if __name__ == "__main__":
    fuzz(one, [*MAGIC, *files("attacks/C0*.py", "forms/**/*.py", "accepted/**/*.py")])
