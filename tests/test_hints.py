"""Errors that mislead behind the wall are explained, in a real process behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from engine import a_submission, said, the_assignment

from grader.hints import closest, explain
from grader.pipeline import Grader, open_grader


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with open_grader(the_assignment()) as opened:
        yield opened


@pytest.mark.parametrize(
    "body, words",
    [
        pytest.param(
            "import urllib.request as u; u.urlopen('http://example.org')", "network", id="url"
        ),
        pytest.param(
            "import socket; socket.create_connection(('example.org', 80))", "network", id="dns"
        ),
        pytest.param(
            "import subprocess; subprocess.run(['/bin/ls'])", "No other program", id="run"
        ),
        pytest.param("open('data/train.csv')", "Data files are not here", id="data"),
        pytest.param("import sklearn_is_not_here", "not installed", id="library"),
        pytest.param(
            "import multiprocessing as m, concurrent.futures as f;"
            " f.ProcessPoolExecutor(1, m.get_context('spawn')).submit(len, 'a').result()",
            "cannot be started",
            id="spawn",
        ),
    ],
)
def test_a_misleading_error_is_explained(grader: Grader, body: str, words: str) -> None:
    result = grader.grade(a_submission(f"def row_means(x):\n    {body}\n")).results[0]

    assert words in said(result.notes)


@pytest.mark.parametrize(
    "error",
    ["ValueError: operands could not be broadcast", "KeyError: 'x'", "AssertionError"],
)
def test_an_error_that_means_what_it_says_is_left_alone(error: str) -> None:
    assert explain(error) is None


@pytest.mark.parametrize(
    "error",
    [
        "AssertionError: Torch not compiled with CUDA enabled",
        "RuntimeError: Found no NVIDIA driver on your system.",
        "RuntimeError: Attempting to deserialize object on a CUDA device but",
    ],
)
def test_a_missing_gpu_is_explained(error: str) -> None:
    hint = explain(error)

    assert hint is not None
    assert "GPU" in hint.english()


@pytest.mark.parametrize(
    "error, words",
    [
        ("RuntimeError: mat1 and mat2 must have the same dtype, but got Float and Double", "meet"),
        (
            "RuntimeError: expected m1 and m2 to have the same dtype, but got: float != double",
            "meet",
        ),
        ("RuntimeError: expected scalar type Float but found Double", "meet"),
        ("RuntimeError: Found dtype Float but expected Double", "meet"),
        ("TypeError: Net.__init__() takes 1 positional argument but 3 were given", "underscores"),
        ('NotImplementedError: Module [N] is missing the required "forward" function', "misspelt"),
    ],
)
def test_what_torch_says_in_its_own_words_is_explained(error: str, words: str) -> None:
    hint = explain(error)

    assert hint is not None
    assert words in hint.english()


def test_a_name_that_a_failed_import_left_out_leads_to_the_import(grader: Grader) -> None:
    source = "import nothing_a as n\n\n\n@n.fast\ndef row_means(x):\n    return x.mean(axis=1)\n"

    notes = said(grader.grade(a_submission(source)).results[0].notes)

    assert "n could not be defined: line 1 stopped with ModuleNotFoundError" in notes
    assert "not installed here" in notes


def test_a_failing_cell_is_explained_once(grader: Grader) -> None:
    source = "import nothing_a\nimport nothing_b\ndef row_means(x): return x.mean(axis=1)\n"

    notes = said(grader.grade(a_submission(source)).notes)

    assert notes.count("not installed here") == 1


def test_a_closest_name_is_looked_for_among_names_that_somebody_could_have_meant() -> None:
    assert closest("softmax", ["sofmax", "z"]) == "sofmax"
    assert closest("softmax", ["z"]) is None
    assert closest("softmax", ["sofmax", "softmax" * 100]) == "sofmax"
    assert closest("softmax" * 100, ["softmax" * 100 + "x"]) is None
    assert closest("softmax", ["sofmax", *(f"n{number}" for number in range(2000))]) is None


def test_a_server_on_ones_own_machine_is_no_source_of_data() -> None:
    said_by_mlflow = (
        "MlflowException: API request to http://127.0.0.1:5000/api/2.0/mlflow/experiments failed "
        "with exception HTTPConnectionPool(host='127.0.0.1', port=5000): Max retries exceeded"
    )
    hint, other = explain(said_by_mlflow), explain("ConnectionError: Max retries exceeded")

    assert hint is not None
    assert "No server" in hint.english()
    assert other is not None
    assert "hand in the data" in other.english()
