"""Numbers are read as people write them, and nothing that is written is ever run."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.answers import UnreadableError, read_answers, read_numbers


@pytest.mark.parametrize(
    "text, value",
    [
        pytest.param("0.67", 0.67, id="point"),
        pytest.param("0,67", 0.67, id="decimal-comma"),
        pytest.param(" -1,5 ", -1.5, id="sign-and-spaces"),
        pytest.param("−0.5", -0.5, id="typographic-minus"),
        pytest.param("67%", 0.67, id="percent"),
        pytest.param("66,52 %", 0.6652, id="percent-with-comma"),
        pytest.param("2/3", 2 / 3, id="fraction"),
        pytest.param("1e-2", 0.01, id="exponent"),
        pytest.param("1,5e2", 150.0, id="exponent-with-comma"),
        pytest.param("ln(3)", math.log(3), id="ln"),
        pytest.param("log(3)", math.log(3), id="log-is-natural"),
        pytest.param("ln(0,5)", math.log(0.5), id="comma-in-a-call"),
        pytest.param("exp(2)/(exp(2)+1)", 0.880797077977882, id="softmax"),
        pytest.param("-ln(0.7)", -math.log(0.7), id="minus-before-a-call"),
        pytest.param("2^3^2", 512.0, id="powers-group-to-the-right"),
        pytest.param("-2^2", -4.0, id="power-before-sign"),
        pytest.param("2**-1", 0.5, id="negative-power"),
        pytest.param("e^2", math.e**2, id="e"),
        pytest.param("√(2)", math.sqrt(2), id="root"),
        pytest.param("2 × 3 ÷ 4", 1.5, id="typographic-signs"),
        pytest.param("8/4/2", 1.0, id="division-groups-to-the-left"),
        pytest.param("≈ 0,67", 0.67, id="about"),
        pytest.param("= 2/3", 2 / 3, id="an-equals-sign-too-many"),
        pytest.param("‑0.5", -0.5, id="hyphen-that-does-not-break"),
        pytest.param("０，６７", 0.67, id="full-width"),
        pytest.param("½", 0.5, id="one-half"),
        pytest.param("1,2·10⁻³", 0.0012, id="raised-digits"),
        pytest.param("e²/(e²+1)", 0.880797077977882, id="raised-digits-in-a-formula"),
        pytest.param("-np.log(0.7)", -math.log(0.7), id="function-of-numpy"),
        pytest.param("math.exp(2)/(math.exp(2)+1)", 0.880797077977882, id="function-of-math"),
        pytest.param("np.float64(0.67)", 0.67, id="as-numpy-shows-it"),
    ],
)
def test_a_number_in_any_usual_form_is_read(text: str, value: float) -> None:
    found = read_numbers(text)

    assert found is not None
    assert found.shape == ()
    assert float(found) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "value, expected",
    [
        pytest.param("[0.1, 0.2, 0.7]", [0.1, 0.2, 0.7], id="comma-separates-in-brackets"),
        pytest.param("[0,1; 0,2; 0,7]", [0.1, 0.2, 0.7], id="semicolons-make-commas-decimal"),
        pytest.param("[0,67]", [0.0, 67.0], id="one-comma-in-brackets-separates-too"),
        pytest.param("[[1,2],[3,4]]", [[1, 2], [3, 4]], id="matrix"),
        pytest.param("[[0,1; 0,2]; [3; 4]]", [[0.1, 0.2], [3, 4]], id="matrix-by-semicolons"),
        pytest.param("[[0,1; 0,2], [3; 4]]", [[0.1, 0.2], [3, 4]], id="levels-decide-alone"),
        pytest.param("[1/3, ln(1), 50%,]", [1 / 3, 0, 0.5], id="expressions-and-a-last-comma"),
        pytest.param(["0,67", "1/3", 0.5], [0.67, 1 / 3, 0.5], id="list-of-texts"),
        pytest.param((1, 2), [1, 2], id="tuple"),
        pytest.param("[0.1 -0.2  0.7]", [0.1, -0.2, 0.7], id="as-numpy-prints-it"),
        pytest.param("[[ 1.  -2. ]\n [ 3.5  4. ]]", [[1, -2], [3.5, 4]], id="matrix-as-printed"),
        pytest.param("[0,1 0,2 0,7]", [0.1, 0.2, 0.7], id="spaces-make-commas-decimal"),
        pytest.param("array([0.1, 0.9])", [0.1, 0.9], id="as-numpy-shows-an-array"),
        pytest.param("np.array([[1,2],[3,4]], dtype=float)", [[1, 2], [3, 4]], id="as-it-is-made"),
        pytest.param("[np.float64(0.1), np.float64(0.9)]", [0.1, 0.9], id="list-as-shown"),
        pytest.param("0.1, 0.2, 0.7", [0.1, 0.2, 0.7], id="no-brackets"),
        pytest.param("0.1,0.2,0.7", [0.1, 0.2, 0.7], id="no-brackets-and-no-spaces"),
        pytest.param("0,1, 0,2, 0,7", [0.1, 0.2, 0.7], id="no-brackets-and-decimal-commas"),
        pytest.param("0,1; 0,2; 0,7", [0.1, 0.2, 0.7], id="no-brackets-and-semicolons"),
        pytest.param("(0.1, 0.2, 0.7)", [0.1, 0.2, 0.7], id="round-brackets"),
        pytest.param("((1, 2), (3, ln(e)))", [[1, 2], [3, 1]], id="round-brackets-in-each-other"),
        pytest.param("-ln(0.5) - (1 + 2), 4", [math.log(2) - 3, 4], id="expressions-without"),
        pytest.param(np.array([[1.5]], dtype=np.float32), [[1.5]], id="array"),
    ],
)
def test_lists_are_read(value: Any, expected: Any) -> None:
    found = read_numbers(value)

    assert found is not None
    assert found.tolist() == expected


@pytest.mark.parametrize("value", ["", "  ", [], None, ..., [None, None], "[]", ["", ""]])
def test_what_was_left_empty_is_missing_and_not_wrong(value: Any) -> None:
    assert read_numbers(value) is None


@pytest.mark.parametrize(
    "value, said",
    [
        pytest.param("__import__('os').system('id')", "cannot be read", id="code"),
        pytest.param("p", "cannot be read", id="a-name"),
        pytest.param("1.234,5", "cannot be read", id="thousands"),
        pytest.param("0.1 0.2", "cannot be read", id="no-separator"),
        pytest.param("1,234.5", "cannot be read", id="thousands-in-english"),
        pytest.param("[1 -2 x]", "cannot be read", id="words-in-a-list"),
        pytest.param("exp(1, 2)", "cannot be read", id="two-arguments"),
        pytest.param("(0.1, 0.2", "cannot be read", id="open-round-bracket"),
        pytest.param("exp 2", "cannot be read", id="call-without-brackets"),
        pytest.param("[0.1, 0.2", "cannot be read", id="open-bracket"),
        pytest.param("khoảng 0.3", "cannot be read", id="words"),
        pytest.param("1/0", "has no value", id="division-by-zero"),
        pytest.param("ln(-1)", "has no value", id="logarithm-of-a-negative"),
        pytest.param("9**9**9**9", "has no value", id="huge-power"),
        pytest.param("1e999", "has no value", id="huge-number"),
        pytest.param("(" * 1000 + "1", "too many brackets", id="deep"),
        pytest.param("[" * 1000 + "1", "too many brackets", id="deep-list"),
        pytest.param("2^" * 900 + "1", "too many brackets", id="tower-of-powers"),
        pytest.param("1" * 3000, "longer than", id="long"),
        pytest.param([0.0] * 5000, "more than", id="many"),
        pytest.param("[[1, 2], [3]]", "differ in length", id="ragged"),
        pytest.param(["[0,1]", 1], "differ in length", id="ragged-with-lists-inside"),
        pytest.param(math.nan, "not a finite number", id="nan"),
        pytest.param(10**400, "not a finite number", id="integer-beyond-floats"),
        pytest.param({"a": 1}, "This is a dict", id="dict"),
        pytest.param(object(), "This is a object", id="object"),
        pytest.param(np.array(["a"]), "This is a ndarray", id="array-of-strings"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(value: Any, said: str) -> None:
    with pytest.raises(UnreadableError, match=said) as raised:
        read_numbers(value)

    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300


@given(st.text(alphabet="0123456789.,;%()[]+-*/^eE lnxp√", max_size=60))
def test_any_text_is_numbers_or_told(text: str) -> None:
    try:
        found = read_numbers(text)
    except UnreadableError:
        return
    assert found is None or np.isfinite(found).all()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_writes_is_read_back(value: float) -> None:
    assert read_numbers(repr(value)) == value
    assert read_numbers(repr(value).replace(".", ",")) == value


def test_toml_is_read_whatever_its_tables() -> None:
    assert read_answers(b"p = [0.1, 0.9]\n[forward]\nq = '2/3'\n") == {"p": [0.1, 0.9], "q": "2/3"}


def test_a_file_that_is_not_quite_toml_is_read_line_by_line() -> None:
    text = "p = 0,67  # xác suất\nq = [0,1;\n     0,9]\nr: ln(3)\ns = ['0,5', 1]\nt = \"1/2\n"

    assert read_answers(text.encode()) == {
        "p": "0,67",
        "q": "[0,1;      0,9]",
        "r": "ln(3)",
        "s": ["0,5", 1],
        "t": "1/2",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_editors_encodings_are_read(encoding: str) -> None:
    assert read_answers("p = 1 # đáp án\r\n".encode(encoding)) == {"p": 1}


@pytest.mark.parametrize(
    "data, said",
    [(b"\xff\x00\xfe\xfa", "not text in UTF-8"), (b"#" * (300 << 10), "larger than")],
)
def test_files_that_cannot_be_answers_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        read_answers(data)


@given(st.binary(max_size=200))
def test_any_file_is_answers_or_refused(data: bytes) -> None:
    try:
        answers = read_answers(data)
    except UnreadableError:
        return
    assert all(isinstance(key, str) for key in answers)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"a." * 100_000 + b"b = 1\n", id="a key of as many parts"),
        pytest.param(b"[" + b"a." * 100_000 + b"b]\n", id="a table's name"),
        pytest.param(b"a = {" + b"a." * 100_000 + b"b = 1}\n", id="a key inside"),
        pytest.param(b"a = [0/1,\n" + b"\n" * 200_000, id="lines after an open bracket"),
        pytest.param(b"a = [0/1,\n" + b"1,\n" * 80_000, id="a long list"),
    ],
)
def test_no_file_takes_the_square_of_its_length(data: bytes) -> None:
    assert len(read_answers(data)) <= 1  # with one that does, this would not end today
