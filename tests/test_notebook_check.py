"""``grader.notebook.check``: in a notebook that a real kernel runs."""

from __future__ import annotations

import html
import json
from pathlib import Path

import nbformat
import pytest
from engine import COURSE
from nbclient import NotebookClient

from grader.assignment import find_course, load_assignment
from grader.cli.student import main as grade
from grader.notebook import check, definitions
from grader.release import release

TRAINS = """\
%precision 3
import numpy as np, time
axis = 1
time.sleep(0)
losses = [step() for step in ()]
def row_means(x):
    return x.sum(axis=axis)
"""


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit of the sample course."""
    course = find_course(COURSE)
    (kit,) = release(course, load_assignment(course, "tiny"), tmp_path_factory.mktemp("kit"))
    return kit.folder


def run(kit: Path, *sources: str) -> list[nbformat.NotebookNode]:
    """The code cells of a notebook in the kit's folder, after a kernel has run them."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(kit)}})
    return list(client.execute().cells)


@pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")
def test_a_notebook_checks_its_own_definitions(kit: Path) -> None:
    (kit / "random.py").write_text("raise SystemExit")  # a student's file with an unlucky name
    (kit / "ones.csv").write_text("1,1\n")
    mistake, first, *_, repaired, second, unknown, everything = run(
        kit,
        TRAINS,
        'from grader.notebook import check\ncheck("row_means", lang="en")',
        "1 / 1",
        "def row_means(x):\n"
        "    return np.loadtxt('ones.csv', delimiter=',').mean() * x.mean(axis=1)",
        'check("row_means", lang="en")',
        'check("row_mean", lang="en")',
        'import sys\ncheck()\nprint(any(name.startswith("_pytest") for name in sys.modules))',
    )
    (kit / "random.py").unlink()
    (output,) = first.outputs
    report = html.unescape(output.data["text/html"])

    assert "Error" not in str(mistake.outputs)
    assert '<iframe title="grade" srcdoc=' in report
    assert "row_means(x)" in report
    assert "0 of 1 points" in output.data["text/plain"]
    assert repaired.outputs == []
    assert "1 of 1 points" in second.outputs[0].data["text/plain"]
    assert "do you mean row_means?" in unknown.outputs[0].data["text/plain"]
    assert "1/1" in everything.outputs[0].data["text/plain"]
    assert everything.outputs[-1].text == "False\n"


def test_what_is_graded_are_definitions_and_what_they_use() -> None:
    first, second = definitions(
        [
            TRAINS,
            "from grader.notebook import check\nprint('x')\n@np.vectorize\ndef f(x): return g(x)\n",
        ]
    )

    assert first.split("\n") == [
        "",
        "import numpy as np, time",
        "axis = 1",
        "",
        "",
        "def row_means(x):",
        "    return x.sum(axis=axis)",
        "",
    ]
    assert second.split("\n") == ["", "", "@np.vectorize", "def f(x): return g(x)", ""]


def test_answers_by_hand_count_and_what_was_called_does_not() -> None:
    assert definitions(["p = [1/3, '2/3']\nloss = -2", "history = train(p)\nx = 3"]) == [
        "p = [1/3, '2/3']\nloss = -2",
        "\nx = 3",
    ]


def test_of_two_definitions_the_one_run_last_counts() -> None:
    assert definitions(["def f(): return 1", "def f(: broken", "def f(): return 2"]) == [
        "",
        "",
        "def f(): return 2",
    ]


def test_outside_of_a_notebook_it_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    check("softmax")

    assert "in a terminal run: grade" in capsys.readouterr().out


def test_the_checking_cell_does_no_harm_when_the_notebook_is_graded(
    kit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook = json.loads((kit / "tiny.ipynb").read_bytes())
    for cell in notebook["cells"]:
        if "row_means" in "".join(cell["source"]) and cell["id"] != "grader-check":
            cell["source"] = "def row_means(x):\n    return x.mean(axis=1)"
    (tmp_path / "tiny.ipynb").write_text(json.dumps(notebook))
    arguments = [str(tmp_path), "--course", str(kit), "-a", "tiny", "--lang", "en"]
    with pytest.raises(SystemExit) as ended:
        grade(arguments)
    shown = capsys.readouterr().out

    assert ended.value.code == 0
    assert "failed:" not in shown
