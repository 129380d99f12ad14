"""Notebooks, and source that is not quite Python."""

from __future__ import annotations

import ast
import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.cells import as_python, defined_names, parse, read_cells, read_python
from grader.errors import SubmissionError
from grader.model import Cell


def notebook(*sources: str | list[str], **more: Any) -> bytes:
    """A notebook as Colab writes it: Markdown in Vietnamese, then code cells with outputs."""
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Bài tập Softmax\n", "**Họ tên:**"]}
    ]
    cells += [
        {
            "cell_type": "code",
            "execution_count": number,
            "metadata": {"id": f"cell{number}"},
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["đã chạy\n"]}],
            "source": source,
        }
        for number, source in enumerate(sources, start=1)
    ]
    metadata = {"colab": {"provenance": []}, "kernelspec": {"name": "python3"}}
    document = {"nbformat": 4, "nbformat_minor": 0, "metadata": metadata, "cells": cells, **more}
    return json.dumps(document, ensure_ascii=False).encode()


COLAB = notebook(
    [
        "!pip install -q gdown \\\n",
        "    torch\n",
        "!gdown --id 1iA0WmVfW88HyJvTBSQDI5vesf-pgKabq\n",
        "%matplotlib inline\n",
        "import numpy as np",
    ],
    "from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive/MyDrive",
    [
        "%%time\n",
        "def softmax(z):\n",
        '    """Tính softmax."""\n',
        "    e = np.exp(z)\n",
        "    return e / e.sum()",
    ],
    "df = pd.read_csv('/content/creditcard.csv')\ndf.head()\n?np.exp",
    "",
    "if not os.path.exists('data.csv'):\n    !wget https://example.org/data.csv\n    x = 1",
    "%%bash\nls -la\nfor f in *; do echo $f; done",
    "result = await session.run()",
    "files = !ls *.csv\nbest = %timeit -o softmax([1, 2])\nnp.sum?",
)


def cells_of(data: bytes) -> dict[int | None, str]:
    cells, _ = read_cells(data, "bai_tap.ipynb")
    return {cell.number: cell.source for cell in cells}


def refusal(data: bytes) -> str:
    with pytest.raises(SubmissionError) as caught:
        read_cells(data, "bai_tap.ipynb")
    return str(caught.value)


# ------------------------------------------------------------------ examples of use


def test_every_cell_of_a_colab_notebook_becomes_python() -> None:
    sources = cells_of(COLAB)

    assert [number for number, source in sources.items() if parse(source) is None] == []


def test_cells_are_numbered_as_they_stand_and_empty_ones_are_left_out() -> None:
    assert list(cells_of(COLAB)) == [1, 2, 3, 4, 6, 7, 8, 9]


def test_only_the_lines_of_ipython_are_changed() -> None:
    assert cells_of(COLAB)[1].split("\n") == [
        "pass  # !pip install -q gdown \\",
        "#     torch",
        "pass  # !gdown --id 1iA0WmVfW88HyJvTBSQDI5vesf-pgKabq",
        "pass  # %matplotlib inline",
        "import numpy as np",
    ]


def test_what_a_timed_cell_defines_is_defined() -> None:
    assert defined_names(cells_of(COLAB)[3]) == {"softmax": 2}


def test_a_cell_that_parses_is_not_touched() -> None:
    source = "total = (17\n% 5)\ntext = '''\n%matplotlib inline\n!ls\n'''\nawait main()"

    assert cells_of(notebook(source)) == {1: source}


# ------------------------------------------------------------------ IPython's lines


@pytest.mark.parametrize(
    "written, read",
    [
        pytest.param("!ls", "pass  # !ls", id="shell"),
        pytest.param("!!ls", "pass  # !!ls", id="shell with output"),
        pytest.param("%cd /content", "pass  # %cd /content", id="magic"),
        pytest.param("if a:\n    !ls", "if a:\n    pass  # !ls", id="alone in a block"),
        pytest.param("if a:\n\t%cd b\nelse: c", "if a:\n\tpass  # %cd b\nelse: c", id="tab"),
        pytest.param("a = !ls", "a = []  # !ls", id="assigned shell"),
        pytest.param("d['k'] = !ls", "d['k'] = []  # !ls", id="assigned to an item"),
        pytest.param("a, b = %magic x", "a, b = None  # %magic x", id="assigned magic"),
        pytest.param("%time w = fit(X)", "w = fit(X)", id="timed statement"),
        pytest.param("    %time w = 1", "w = 1", id="timed, in an indented cell"),
        pytest.param("%timeit fit(X)", "pass  # %timeit fit(X)", id="measured statement"),
        pytest.param("%time w = (", "pass  # %time w = (", id="timed nonsense"),
        pytest.param("np.exp?", "pass  # np.exp?", id="help after"),
        pytest.param("np.exp??  # why", "pass  # np.exp??  # why", id="source after"),
        pytest.param("?np.exp", "pass  # ?np.exp", id="help before"),
        pytest.param("!a \\\n  b \\\n  c\nd", "pass  # !a \\\n#   b \\\n#   c\nd", id="continued"),
        pytest.param("!echo '(\nx = 1", "pass  # !echo '(\nx = 1", id="open quote in a command"),
        pytest.param("x = (1\n% 2)\n!ls", "x = (1\n% 2)\npass  # !ls", id="modulo in brackets"),
        pytest.param("x = 1 \\\n% 2\n!ls", "x = 1 \\\n% 2\npass  # !ls", id="modulo continued"),
        pytest.param('s = """\n%a\n"""\n!ls', 's = """\n%a\n"""\npass  # !ls', id="in a string"),
        pytest.param("s = '''a\n!b'''\n!ls", "s = '''a\n!b'''\npass  # !ls", id="ends in a string"),
        pytest.param("s = '''('''\n!ls", "s = '''('''\npass  # !ls", id="string in a line"),
        pytest.param("f('(')  # [\n!ls", "f('(')  # [\npass  # !ls", id="brackets that are none"),
        pytest.param('x = "\\"("\n!ls', 'x = "\\"("\npass  # !ls', id="escaped quote"),
        pytest.param("pip install torch", "# pip install torch", id="automagic alone"),
        pytest.param("%%time\nx = 5\n!ls", "# %%time\nx = 5\npass  # !ls", id="timed cell"),
        pytest.param("\n# a\n%%capture o\nx", "\n# a\n# %%capture o\nx", id="after a comment"),
        pytest.param("%%time\n%%capture\nx", "# %%time\n# %%capture\nx", id="two cell magics"),
        pytest.param("%%time\nx = (1\n% 2)", "# %%time\nx = (1\n% 2)", id="timed modulo"),
        pytest.param(
            "%%timeit\nfrom __future__ import annotations",
            "# %%timeit\nfrom __future__ import annotations",
            id="future import stays first",
        ),
        pytest.param("%%bash\nls", "# %%bash\n# ls", id="bash"),
        pytest.param("%%writefile a.py\nx = 1", "# %%writefile a.py\n# x = 1", id="writefile"),
        pytest.param(
            "%%writefile /content/alerts.yml\ngroups: []",
            "open('alerts.yml', 'w', encoding='utf-8').write('groups: []\\n')"
            "  # %%writefile /content/alerts.yml\n# groups: []",
            id="writefile-data",
        ),
        pytest.param("%%HTML\n<b>", "# %%HTML\n# <b>", id="html"),
        pytest.param("%%script false\nx", "# %%script false\n# x", id="script"),
        pytest.param("  x = 1\n  if x:\n    y = 2", "x = 1\nif x:\n  y = 2", id="indented cell"),
    ],
)
def test_what_only_ipython_understands(written: str, read: str) -> None:
    assert as_python(written) == read


def test_a_cell_that_is_not_python_keeps_its_lines() -> None:
    assert as_python("!ls\ndef f(:\n    pass") == "pass  # !ls\ndef f(:\n    pass"


@given(st.text(alphabet="!%?=x1 \n\\\t'\"()[]{}#:,.≠", max_size=60))
def test_lines_keep_their_numbers(source: str) -> None:
    assert as_python(source).count("\n") == source.count("\n")


@given(st.text(max_size=60))
def test_reading_again_changes_nothing(source: str) -> None:
    once = as_python(source)

    assert parse(once) is None or as_python(once) == once


def test_no_warning_about_what_a_student_wrote() -> None:
    assert parse("x = '\\d' is 5") is not None  # both are warnings, and warnings are errors here


def test_a_cell_with_windows_line_ends_keeps_its_lines() -> None:
    assert cells_of(notebook("!ls\r\nx = 1\r\n")) == {1: "pass  # !ls\nx = 1\n"}


def test_other_line_separators_do_not_end_a_line() -> None:
    source = "s = 'a\u2028b\x0cc'\n!ls"

    assert cells_of(notebook(source)) == {1: "s = 'a\u2028b\x0cc'\npass  # !ls"}


@pytest.mark.parametrize(
    "source",
    ["%%writefile softmax_numpy.py\ndef softmax(z): ...", "import os\n%run helpers.py"],
)
def test_code_that_a_magic_would_bring_is_missed_in_a_note(source: str) -> None:
    _, notes = read_cells(notebook("x = 1", source), "bai_tap.ipynb")

    assert len(notes) == 1
    assert notes[0].english().startswith("bai_tap.ipynb, cell 2: ")


def test_ordinary_magics_are_no_news() -> None:
    _, notes = read_cells(COLAB, "bai_tap.ipynb")

    assert notes == ()


# ------------------------------------------------------------------ forms of the file


def test_source_as_one_string_or_as_lines() -> None:
    assert cells_of(notebook("a\nb")) == cells_of(notebook(["a\n", "b"]))


def test_nbformat_3() -> None:
    cells = [
        {"cell_type": "heading", "source": "Softmax"},
        {"cell_type": "code", "input": ["x = 1\n", "y = 2"], "language": "python"},
    ]
    data = json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}).encode()

    assert cells_of(data) == {1: "x = 1\ny = 2"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32-le"])
def test_encodings_of_json(encoding: str) -> None:
    data = notebook("s = 'tiếng Việt'").decode().encode(encoding)

    assert cells_of(data) == {1: "s = 'tiếng Việt'"}


def test_half_a_surrogate_pair_is_replaced() -> None:
    data = b'{"cells": [{"cell_type": "code", "source": "s = \'\\ud83d\'"}]}'

    assert cells_of(data) == {1: "s = '\N{REPLACEMENT CHARACTER}'"}


def test_numbers_of_any_length_do_not_matter() -> None:
    assert cells_of(notebook("x = 1").replace(b"nbformat_minor", b'x": 1' + b"0" * 9999 + b', "y'))


@pytest.mark.parametrize(
    "data, line",
    [
        pytest.param(b"", "bai_tap.ipynb is empty; ", id="empty"),
        pytest.param(b"\xef\xbb\xbf\n ", "bai_tap.ipynb is empty; ", id="blank"),
        pytest.param(
            b"<!DOCTYPE html><html>", "bai_tap.ipynb is a web page, not a ", id="web page"
        ),
        pytest.param(b"import numpy as np\n", "bai_tap.ipynb is not a notebook: ", id="python"),
        pytest.param(b'{"cells": "\xe1"}', "bai_tap.ipynb is not a notebook: byte 11 ", id="bytes"),
        pytest.param(COLAB[:-700], "bai_tap.ipynb breaks off at line 1: ", id="cut off"),
        pytest.param(COLAB[:-1], "bai_tap.ipynb breaks off at line 1: ", id="last brace"),
        pytest.param(b'{"cells":\n [,]}', "bai_tap.ipynb, line 2, column 3: ", id="broken"),
        pytest.param(
            b'{"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> theirs\n]}',
            "bai_tap.ipynb, line 2: a merge left its conflict marks ",
            id="conflict",
        ),
        pytest.param(b'{"cells":' + b"[" * 99_999, "bai_tap.ipynb is not a notebook: ", id="deep"),
        pytest.param(b"{" + b"[]," * 2_000_000, "bai_tap.ipynb holds too much ", id="many values"),
        pytest.param(b" " * (50 << 20) + b" ", "bai_tap.ipynb is larger than 50 MB; ", id="large"),
        pytest.param(b"[]", "bai_tap.ipynb is JSON but not a notebook: ", id="list"),
        pytest.param(b"{}", "bai_tap.ipynb is JSON but not a notebook: ", id="object"),
        pytest.param(b'{"cells": 5}', "bai_tap.ipynb is JSON but not a ", id="cells a number"),
        pytest.param(
            b'{"cells": [{"cell_type": "code", "source": [5]}]}',
            "bai_tap.ipynb: the source of a code cell is not text; ",
            id="source a number",
        ),
        pytest.param(notebook("x" * 2_000_000), "bai_tap.ipynb: the code cells hold ", id="source"),
        pytest.param(notebook(*["1"] * 20_000), "bai_tap.ipynb: the code cells hold ", id="cells"),
    ],
)
def test_a_broken_notebook_is_refused_in_one_line(data: bytes, line: str) -> None:
    message = refusal(data)

    assert message.startswith(line)
    assert "\n" not in message


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["cells", "worksheets", "cell_type", "source"]), inner)
        | st.fixed_dictionaries({"cells": st.lists(inner)})
        | st.fixed_dictionaries({"cell_type": st.just("code"), "source": inner})
    ),
)


@given(JSON.map(json.dumps).map(str.encode) | st.binary())
def test_whatever_is_in_it_is_read_or_refused(data: bytes) -> None:
    cells: tuple[Cell, ...] = ()
    with contextlib.suppress(SubmissionError):
        cells, _ = read_cells(data, "bai_tap.ipynb")

    assert all(cell.source.encode() for cell in cells)


# ------------------------------------------------------------------ .py files


def source_of(data: bytes) -> str:
    cells, _ = read_python(data, "bai_tap.py")
    assert [cell.number for cell in cells] == [None]
    return cells[0].source


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("s = 'tiếng Việt'".encode(), id="utf-8"),
        pytest.param("s = 'tiếng Việt'".encode("utf-8-sig"), id="byte order mark"),
        pytest.param("s = 'tiếng Việt'".encode("utf-16"), id="utf-16"),
    ],
)
def test_text_is_read_by_its_mark(data: bytes) -> None:
    assert source_of(data) == "s = 'tiếng Việt'"


def test_text_is_read_by_its_coding_comment() -> None:
    text = "#!/usr/bin/env python\n# -*- coding: latin-1 -*-\ns = 'é'"

    assert source_of(text.encode("latin-1")) == text


def test_an_export_of_colab_is_read_with_its_shell_lines() -> None:
    source = source_of(
        b"# -*- coding: utf-8 -*-\n"
        b'"""Softmax.ipynb\n\nAutomatically generated by Colab.\n"""\n\n'
        b"!pip install -q gdown\n"
        b"get_ipython().system('pip install torch')\n"
        b"# Commented out IPython magic to ensure Python compatibility.\n"
        b"# %matplotlib inline\n"
        b"import numpy as np\n"
    )

    assert parse(source) is not None
    assert source.split("\n")[6:8] == [
        "pass  # !pip install -q gdown",
        "get_ipython().system('pip install torch')",
    ]


def test_a_cell_that_colab_made_comments_of_is_code_again() -> None:
    cells, notes = read_python(
        b"import numpy as np\n\n"
        b"# Commented out IPython magic to ensure Python compatibility.\n"
        b"# %%time\n"
        b"# def softmax(z):\n"
        b"#     e = np.exp(z)\n"
        b"# \n"
        b"#     return e / e.sum()\n"
        b"\n"
        b"# def not_this(): ...\n",
        "bai_tap.py",
    )

    assert defined_names(cells[0].source) == {"np": 1, "softmax": 5}
    assert cells[0].source.split("\n")[7] == "    return e / e.sum()"
    (note,) = notes
    assert note.english() == (
        "bai_tap.py, line 4: Colab's export made comments of the cell under %%time; "
        "it was read as code"
    )


def test_a_shell_cell_that_colab_made_comments_of_stays_one() -> None:
    text = "# Commented out IPython magic to ensure Python compatibility.\n# %%bash\n# ls"

    assert source_of(text.encode()) == text


@pytest.mark.parametrize(
    "data, line",
    [
        pytest.param(
            b"x = 1\ns = '\xe1\xbb'",
            "bai_tap.py, line 2: byte 11 (0xe1) is not UTF-8 text; save the file as UTF-8",
            id="not utf-8",
        ),
        pytest.param(
            b"# coding: ascii\ns = '\xc3'",
            "bai_tap.py, line 2: byte 21 (0xc3) is not ASCII",
            id="ascii",
        ),
        pytest.param(b"# coding: rot13\n", "bai_tap.py: the encoding rot13 in its ", id="rot13"),
        pytest.param(b"# coding: punycode\n", "bai_tap.py: the encoding punycode ", id="quadratic"),
        pytest.param(b"# coding: klingon\n", "bai_tap.py: the encoding klingon in ", id="unknown"),
        pytest.param(b"x = 1\n\0", "bai_tap.py, line 2: there is a null character", id="null"),
        pytest.param(b"x = 5 #" + b"x" * (1 << 20), "bai_tap.py is larger than 512 kB", id="large"),
        pytest.param(b"PK\x03\x04", "bai_tap.py is a .zip archive, not Python", id="archive"),
        pytest.param(COLAB, "bai_tap.py is a notebook, not Python source", id="notebook"),
        pytest.param(b"\n<!DOCTYPE html>", "bai_tap.py is a web page, not Python", id="web page"),
        pytest.param(
            b"def f():\n<<<<<<< HEAD\n    return 1\n=======\n    return 2\n>>>>>>> b\n",
            "bai_tap.py, line 2: a merge left its conflict marks (<<<<<<<)",
            id="conflict",
        ),
    ],
)
def test_a_file_that_is_no_source_is_refused_in_one_line(data: bytes, line: str) -> None:
    with pytest.raises(SubmissionError) as caught:
        read_python(data, "bai_tap.py")

    assert str(caught.value).startswith(line)
    assert "\n" not in str(caught.value)


def test_conflict_marks_in_a_docstring_are_text() -> None:
    text = '"""\n<<<<<<< a\n=======\n>>>>>>> b\n"""'

    assert source_of(text.encode()) == text


def test_a_blank_file_has_no_cell() -> None:
    assert read_python(b"\n \n", "bai_tap.py") == ((), ())


def test_a_mistake_in_the_syntax_is_left_for_the_run() -> None:
    assert read_python(b"def f(:\n", "bai_tap.py")[0] == (Cell(number=None, source="def f(:\n"),)


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    cells: tuple[Cell, ...] = ()
    with contextlib.suppress(SubmissionError):
        cells, _ = read_python(data, "bai_tap.py")

    assert all(cell.source.encode() for cell in cells)


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(
    "source, names",
    [
        pytest.param("def f(a): b = 1\nclass C: d = 1\nasync def g(): pass", "f C g", id="defined"),
        pytest.param("import a.b, c as d\nfrom e import f, g as h", "a d f h", id="imported"),
        pytest.param("a = b = 1\n(c, [*d]) = x\ne: int = 1\nf: int", "a b c d e", id="assigned"),
        pytest.param("if (a := x):\n  b = 1\nelif y:\n  c = 1\nelse:\n  d = 1", "a b c d", id="if"),
        pytest.param("try:\n  a = 1\nexcept E:\n  b = 1\nfinally:\n  c = 1", "a b c", id="try"),
        pytest.param("with o() as a, o() as (b, c):\n  d = 1", "a b c d", id="with"),
        pytest.param("for a in x:\n  b = 1\nwhile y:\n  c = 1", "a b c", id="loops"),
        pytest.param("match x:\n  case 1:\n    a = 1", "a", id="match"),
        pytest.param("a = [b for b in (lambda c: c)(x)]\nx.d = y[0] = 1", "a", id="own scopes"),
        pytest.param("def f():\n  return (\nclass G\nasync  def h(", "f G h", id="not python"),
        pytest.param("x = '" + "a" * 9 + "\0'", "", id="null"),
    ],
)
def test_names_that_are_bound(source: str, names: str) -> None:
    assert list(defined_names(source)) == names.split()


def test_the_last_line_that_binds_a_name_is_told() -> None:
    assert defined_names("@cache\ndef f(): ...\nf = 1\n@cache\ndef f(): ...") == {"f": 5}


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("(" * 5_000, id="brackets"),
        pytest.param("-" * 100_000 + "1", id="signs"),
        pytest.param("a" + ".b" * 100_000, id="attributes"),
        pytest.param("if a: b\n" + "elif a: b\n" * 20_000, id="branches"),
        pytest.param("x = " + "9" * 100_000, id="digits"),
    ],
)
def test_source_that_is_too_much_for_the_parser_defines_nothing(source: str) -> None:
    assert defined_names(source) == {}


def test_a_chain_that_parses_is_not_too_deep_to_walk() -> None:
    chain = "if a: b = 1\n" + "elif a: b = 1\n" * 450 + "else: c = 1"
    assert isinstance(parse(chain), ast.Module)

    assert defined_names(chain) == {"b": 451, "c": 452}
