"""Notebooks, and source that is not quite Python. Nothing here is executed.

Students write in Colab: cells hold ``!pip install``, ``%matplotlib inline``, ``%%time`` and ``df?``
between lines of Python. What parses is never touched, so that a ``%`` at the start of a line stays
the modulo that it may be. What does not parse has its IPython lines turned into ``pass`` or a
comment, each on its own line, so that a line number always means the line that the student wrote.
"""

from __future__ import annotations

import ast
import codecs
import contextlib
import json
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Final

from grader.errors import SubmissionError
from grader.model import Cell, Phrase, phrase

MAX_NOTEBOOK_BYTES: Final = 50 << 20
"""Of the file, with its outputs; what is kept of it is the source of its code cells."""
MAX_SOURCE_BYTES: Final = 512 << 10
"""Of source, in a ``.py`` file or in all code cells of a notebook: bounds the parser's work, up to
6 s and 400 MB for each MB."""
_MAX_VALUES: Final = 1_000_000
"""Of JSON values, counted before they are built: each costs up to 200 bytes of memory."""
_TEXT: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)

_CONFLICT: Final = tuple(
    re.compile(rf"^{mark}{{7}}(?: |\r?$)", re.MULTILINE) for mark in ("<", "=", ">")
)


def read_cells(data: bytes, name: str) -> tuple[tuple[Cell, ...], tuple[Phrase, ...]]:
    """Take the code cells out of a notebook (nbformat 3 or 4), and note what they lose.

    Cells are numbered as they stand in the notebook; empty ones are left out. A cell that is not
    Python even without its IPython lines is kept as it is: running it will say what is wrong.

    Args:
        data: The file, outputs included.
        name: What to call the file in messages; printable.

    Raises:
        SubmissionError: the file is no notebook, or is broken; one line says how to repair it.
    """
    cells = []
    notes: list[Phrase] = []
    room = MAX_SOURCE_BYTES
    for number, source in enumerate(_code_sources(_load(data, name), name), start=1):
        # A million cells of one letter would be as much work as a long source.
        room -= max(len(source.encode()), 100)
        if room < 0:
            raise SubmissionError(
                phrase(
                    "{file}: the code cells hold more than {limit} kB of source; "
                    "keep data in a file of its own and hand in the code",
                    file=name,
                    limit=MAX_SOURCE_BYTES >> 10,
                )
            )
        if source.strip():
            cells.append(Cell(number=number, source=as_python(source)))
            notes += _lost(source, name, number)
    return tuple(cells), tuple(notes)


_trees: dict[str, ast.Module | None] = {}
"""Of the submission at hand, mostly: several steps look at each cell."""


def parse(source: str) -> ast.Module | None:
    """The syntax tree of a cell, where ``await`` may stand at the top; None if it is not Python.

    Nobody changes it: whoever asks for the same source gets the same tree.
    """
    if source not in _trees:
        if sum(map(len, _trees)) + len(source) > MAX_SOURCE_BYTES:
            _trees.clear()
        _trees[source] = _parsed(source)
    return _trees[source]


def forget() -> None:
    """Let go of the trees of a submission that is done: they are far larger than its source."""
    _trees.clear()


def _parsed(source: str) -> ast.Module | None:
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree: ast.Module = compile(source, "<student>", "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, SystemError):
        # SystemError: what some releases make of a RecursionError in the parser.
        return None
    return tree


def as_python(source: str) -> str:
    """The same lines without what only IPython understands; unchanged if *source* parses."""
    if parse(source):
        return source
    text = _without_cell_magic(_dedented(source))
    return text if parse(text) else _without_line_magics(text)


def defined_names(source: str) -> dict[str, int]:
    """The names that *source* may bind at its top level, with the line that binds each last.

    Looks into ``if``, ``try``, ``with``, ``for`` and ``while``, not into functions. If *source*
    does not parse, its ``def`` and ``class`` lines are what is found.

    >>> defined_names("import numpy as np\\nif np:\\n    def softmax(z): ...\\n")
    {'np': 1, 'softmax': 3}
    """
    tree = parse(source)
    if tree is None:
        return dict(_written_definitions(source))
    return {name: line_of(node) for name, node in bindings(tree.body)}


def bindings(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every name that *nodes* bind in their own scope, in the order of the source.

    With each comes what binds it: a definition, an import's alias, or the name in an assignment.
    """
    # Not recursive: a chain of elif is as deep as it is long.
    todo = list(nodes)[::-1]
    while todo:
        node = todo.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, node
            case ast.Import() | ast.ImportFrom():
                for alias in node.names:
                    yield alias.asname or alias.name.partition(".")[0], alias
            case ast.Name(ctx=ast.Store()):
                yield node.id, node
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp():
                pass
            case ast.GeneratorExp() | ast.AnnAssign(value=None):
                pass
            case _:
                todo += list(ast.iter_child_nodes(node))[::-1]


def _conflict_line(text: str) -> int | None:
    """The line on which a merge that failed left its first mark; None if there is none."""
    first = end = None
    for mark in _CONFLICT:
        if not (found := mark.search(text, end or 0)):
            return None
        first, end = first or found, found.end()
    return None if first is None else text.count("\n", 0, first.start()) + 1


def line_of(node: ast.AST) -> int:
    """The line on which a node that has one begins."""
    line = getattr(node, "lineno", 0)
    assert isinstance(line, int)
    return line


_DEFINITION = re.compile(r"(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)")


def _written_definitions(source: str) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(source.split("\n"), start=1):
        if found := _DEFINITION.match(line):
            yield found[1], number


# ------------------------------------------------------------------ a notebook


def _load(data: bytes, name: str) -> object:
    """The notebook's JSON, or one line on why it is none."""
    if len(data) > MAX_NOTEBOOK_BYTES:
        raise SubmissionError(
            phrase(
                "{file} is larger than {limit} MB; "
                "clear its outputs, save it, and hand it in again",
                file=name,
                limit=MAX_NOTEBOOK_BYTES >> 20,
            )
        )
    if _parts(data) > _MAX_VALUES and _parts(_TEXT.sub(b"", data)) > _MAX_VALUES:
        raise SubmissionError(
            phrase(
                "{file} holds too much output; clear its outputs, save it, and hand it in again",
                file=name,
            )
        )
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise SubmissionError(
            phrase("{file} is empty; download the notebook again and hand it in", file=name)
        )
    if start.startswith(b"<") and not start.startswith(b"<<<<<<<"):
        raise SubmissionError(
            phrase(
                "{file} is a web page, not a notebook; "
                "download the notebook itself (Colab: File > Download > .ipynb)",
                file=name,
            )
        )
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        raise SubmissionError(
            phrase(
                "{file} is not a notebook: byte {position} is not text; "
                "download it again (Colab: File > Download > .ipynb)",
                file=name,
                position=error.start,
            )
        ) from None
    try:
        # Numbers mean nothing here, and one with a million digits would take minutes.
        document: object = json.loads(text, parse_int=float)
    except (RecursionError, MemoryError):
        raise SubmissionError(
            phrase(
                "{file} is not a notebook: its JSON is nested too deeply; "
                "download it again (Colab: File > Download > .ipynb)",
                file=name,
            )
        ) from None
    except json.JSONDecodeError as error:
        raise SubmissionError(_broken_json(text, error, name)) from None
    return document


def _parts(data: bytes) -> int:
    """How many values JSON has at most."""
    return sum(map(data.count, (b"[", b"{", b",")))


def _broken_json(text: str, error: json.JSONDecodeError, name: str) -> Phrase:
    if line := _conflict_line(text):
        return phrase(
            "{file}, line {line}: a merge left its conflict marks (<<<<<<<) in the notebook; "
            "keep one version, see that it opens in Jupyter or Colab, and hand it in again",
            file=name,
            line=line,
        )
    if not text.lstrip().startswith("{"):
        return phrase(
            "{file} is not a notebook: it is not JSON; if it is Python source, name it .py, "
            "else download it again (Colab: File > Download > .ipynb)",
            file=name,
        )
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return phrase(
            "{file} breaks off at line {line}: it was not saved or sent completely; "
            "download it again (Colab: File > Download > .ipynb)",
            file=name,
            line=error.lineno,
        )
    return phrase(
        "{file}, line {line}, column {column}: the notebook's JSON is broken; "
        "download it again (Colab: File > Download > .ipynb)",
        file=name,
        line=error.lineno,
        column=error.colno,
    )


def _code_sources(document: object, name: str) -> Iterator[str]:
    """The source of each code cell, in nbformat 4 or 3."""
    for cell in _all_cells(document, name):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", cell.get("input", ""))
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if not isinstance(source, str):
            raise SubmissionError(
                phrase(
                    "{file}: the source of a code cell is not text; "
                    "open the notebook in Jupyter or Colab, save it, and hand it in again",
                    file=name,
                )
            )
        # Half a surrogate pair is no character; everything that writes text would fail on it.
        whole = source.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        yield re.sub(r"\r\n?", "\n", whole)


def _all_cells(document: object, name: str) -> Iterator[object]:
    if isinstance(document, dict):
        if isinstance(cells := document.get("cells"), list):
            return iter(cells)
        if isinstance(sheets := document.get("worksheets"), list):
            parts = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
            return (cell for part in parts if isinstance(part, list) for cell in part)
    raise SubmissionError(
        phrase(
            "{file} is JSON but not a notebook: it has no cells; "
            "download it again (Colab: File > Download > .ipynb)",
            file=name,
        )
    )


_WRITES_PYTHON = re.compile(r"^%%(?:writefile|file)\b.*\.py\b", re.MULTILINE)
_RUNS_FILE = re.compile(r"^%(?:run|load)\b.*\.(?:py|ipynb)\b", re.MULTILINE)


def _lost(source: str, name: str, cell: int) -> Iterator[Phrase]:
    """What a cell's IPython lines would have brought, and will not."""
    if not (_WRITES_PYTHON.search(source) or _RUNS_FILE.search(source)) or parse(source):
        return
    if _WRITES_PYTHON.search(source):
        yield phrase(
            "{file}, cell {cell}: %%writefile is not carried out, so this cell defines nothing; "
            "remove that line",
            file=name,
            cell=cell,
        )
    else:
        yield phrase(
            "{file}, cell {cell}: %run and %load are not carried out; "
            "put that code into the notebook itself",
            file=name,
            cell=cell,
        )


# ------------------------------------------------------------------ a .py file


def read_python(data: bytes, place: str) -> tuple[tuple[Cell, ...], tuple[Phrase, ...]]:
    """Take the source out of a ``.py`` file: one cell, or none if it is blank.

    Magics and shell lines are dealt with as in a notebook, and so is what Colab's export makes of
    them.

    Args:
        data: The file, in UTF-8 or in the encoding that it names.
        place: What to call the file in messages; printable.

    Raises:
        SubmissionError: the file is no text, or not source; one line says how to repair it.
    """
    if len(data) > MAX_SOURCE_BYTES:
        raise SubmissionError(
            phrase(
                "{file} is larger than {limit} kB; "
                "keep data in a file of its own and hand in the code",
                file=place,
                limit=MAX_SOURCE_BYTES >> 10,
            )
        )
    text = re.sub(r"\r\n?", "\n", _decoded(data, place))
    if "\0" in text:
        raise SubmissionError(
            phrase(
                "{file}, line {line}: there is a null character, so this is not Python source; "
                "save it as UTF-8 text and hand it in again",
                file=place,
                line=text.count("\n", 0, text.index("\0")) + 1,
            )
        )
    text, notes = _with_magic_cells(text, place)
    source = as_python(text)
    if not parse(source):
        _require_source(source, place)
    cells = (Cell(number=None, source=source),) if source.strip() else ()
    return cells, notes


def _require_source(text: str, place: str) -> None:
    """Refuse what no one would call Python with a mistake in it."""
    if line := _conflict_line(text):
        raise SubmissionError(
            phrase(
                "{file}, line {line}: a merge left its conflict marks (<<<<<<<) in the file; "
                "keep one version, remove the marks, and hand it in again",
                file=place,
                line=line,
            )
        )
    if re.match(r"\s*<(?:!doctype|html)", text, re.IGNORECASE):
        raise SubmissionError(
            phrase("{file} is a web page, not Python source; download the file itself", file=place)
        )


_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_TEXT_ENCODINGS = re.compile(
    r"(?:utf_?(?:8|16|32)|ascii|iso8859|latin|cp\d|koi8|gb|big5|shift_jis|euc|mac|tis|hz|johab)"
)
"""Python also knows encodings that are programs, or take time that grows with the square."""


def _decoded(data: bytes, place: str) -> str:
    """The text of Python source, by its byte order mark, its coding comment, or as UTF-8."""
    if data.startswith(b"PK\x03\x04"):
        raise SubmissionError(
            phrase("{file} is a .zip archive, not Python source; name it .zip", file=place)
        )
    if re.match(rb"\s*\{\s*\"(?:cells|nbformat|nbformat_minor|metadata|worksheets)\"", data):
        raise SubmissionError(
            phrase("{file} is a notebook, not Python source; name it .ipynb", file=place)
        )
    encoding = _encoding(data, place)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SubmissionError(
            phrase(
                "{file}, line {line}: byte {position} (0x{byte}) is not {encoding} text; "
                "save the file as UTF-8 and hand it in again",
                file=place,
                line=data.count(b"\n", 0, error.start) + 1,
                position=error.start,
                byte=f"{data[error.start]:02x}",
                encoding=encoding.upper(),
            )
        ) from None


def _encoding(data: bytes, place: str) -> str:
    """The name of a text encoding that Python has."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return encoding
    for line in data[:2000].splitlines()[:2]:
        if found := _COOKIE.match(line):
            name = found[1].decode("ascii", "replace")
            with contextlib.suppress(LookupError):
                known = codecs.lookup(name).name
                if _TEXT_ENCODINGS.match(known.replace("-", "_")):
                    return known
            raise SubmissionError(
                phrase(
                    "{file}: the encoding {encoding} in its first lines is unknown; "
                    "save the file as UTF-8 and remove that line",
                    file=place,
                    encoding=name,
                )
            )
    return "utf-8"


_EXPORTED = "# Commented out IPython magic to ensure Python compatibility."
_EXPORTED_MAGIC = re.compile(r"# %%(\w+)")


def _with_magic_cells(text: str, place: str) -> tuple[str, tuple[Phrase, ...]]:
    """Colab's export to ``.py`` makes comments of a cell under ``%%time``: undo that."""
    lines = text.split("\n")
    notes = []
    for start, line in enumerate(lines[:-1], start=1):
        found = _EXPORTED_MAGIC.match(lines[start])
        if line.rstrip() != _EXPORTED or not found or _is_foreign(found[1]):
            continue
        end = start + 1
        while end < len(lines) and lines[end].startswith("#") and lines[end] != _EXPORTED:
            end += 1
        body = as_python("\n".join(re.sub("^# ?", "", line) for line in lines[start + 1 : end]))
        if body.strip() and parse(body):
            lines[start + 1 : end] = body.split("\n")
            notes.append(
                phrase(
                    "{file}, line {line}: Colab's export made comments of the cell under "
                    "%%{magic}; it was read as code",
                    file=place,
                    line=start + 1,
                    magic=found[1],
                )
            )
    return "\n".join(lines), tuple(notes)


# ------------------------------------------------------------------ what only IPython understands

_FOREIGN: Final = re.compile(
    r"!|html5?|svg|bash|bigquery|cmd|cu|cuda|cython|file|javascript|js|julia|latex|markdown|mermaid"
    r"|perl|pypy|python[23]?|r|ruby|script|sh|shell|sql|sx|system|writefile",
    re.IGNORECASE,
)
"""Cell magics whose body is another language, or Python for another process."""

_CELL_MAGIC = re.compile(r"%%\s*(!|\w+)")
_STATEMENT_MAGIC = re.compile(r"%(?:time|prun)[ \t]+(?P<statement>[^-].*)")
_ASSIGNED = re.compile(r"(?P<target>(?:[\w.,*() \t]|\[[^\]]*\])+=[ \t]*)(?P<magic>!|%(?=[\w%]))")
_HELP = re.compile(r"[%\w.*\[\]]+\?{1,2}[ \t;]*(?:#.*)?")
_AUTOMAGIC = re.compile(
    r"(?:cat|cd|conda|cp|load_ext|ls|matplotlib|mkdir|mv|pip|rm|time|timeit)[ \t]+\S.*"
)
"""What IPython lets stand without its ``%``, if it is alone in its cell."""


def _is_foreign(magic: str) -> bool:
    """Whether the cell magic of this name (without ``%%``) has a body that is not for us to run."""
    return _FOREIGN.fullmatch(magic) is not None


def _dedented(source: str) -> str:
    """Without the first line's indentation, as IPython reads a cell that is indented as a whole."""
    found = re.match(r"(?:[ \t]*\n)*([ \t]+)\S", source)
    if not found:
        return source
    return "\n".join(line.removeprefix(found[1]) for line in source.split("\n"))


def _without_cell_magic(source: str) -> str:
    """``%%time`` and its like as comments, body kept; ``%%bash`` and its like, body and all."""
    lines = source.split("\n")
    for index, line in enumerate(lines):
        if found := _CELL_MAGIC.match(line):
            if _is_foreign(found[1]):
                written = _written(line, "\n".join(lines[index + 1 :]))
                rest = map(_commented, lines)
                return "\n".join(written if n == index else r for n, r in enumerate(rest))
            lines[index] = _commented(line)
        elif line.strip() and not line.startswith("#"):
            break
    return "\n".join(lines)


_WRITES_DATA = re.compile(
    r"%%(?:writefile|file)\s+(?P<append>-a\s+)?(?P<quote>['\"]?)(?P<name>[^\s'\"]+\.(?:json|ya?ml))"
    r"(?P=quote)\s*"
)


def _written(line: str, body: str) -> str:
    """The magic's line as code, where it writes data that are handed in; else as a comment."""
    found = _WRITES_DATA.fullmatch(line)
    if found is None:
        return _commented(line)
    # Into the working folder, whatever the place: Colab's /content is not here.
    name, mode = found["name"].rpartition("/")[2], "a" if found["append"] else "w"
    return (
        f"open({name!r}, {mode!r}, encoding='utf-8').write({body + chr(10)!r})  {_commented(line)}"
    )


def _commented(line: str) -> str:
    return f"# {line}" if line else line


def _without_line_magics(source: str) -> str:
    lines = source.split("\n")
    if len(source.strip().split("\n")) == 1 and _AUTOMAGIC.fullmatch(source.strip()):
        return "\n".join(map(_commented, lines))
    depth, quote, continued = 0, "", False
    in_magic = False
    for index, line in enumerate(lines):
        if in_magic:
            lines[index] = _commented(line)
            in_magic = line.endswith("\\")
        elif not (depth or quote or continued) and (plain := _neutral(line)) is not None:
            lines[index] = plain
            in_magic = line.endswith("\\")
        else:
            depth, quote = _scan(line, depth, quote)
            continued = not quote and line.endswith("\\")
    return "\n".join(lines)


def _neutral(line: str) -> str | None:
    """A logical line's first line with its magic taken out; None if there is none."""
    code = line.lstrip(" \t")
    indent = line[: len(line) - len(code)]
    if (found := _STATEMENT_MAGIC.fullmatch(code)) and parse(found["statement"]):
        return indent + found["statement"]
    if code.startswith(("!", "%", "?")) or _HELP.fullmatch(code):
        return f"{indent}pass  # {code}"
    if found := _ASSIGNED.match(line):
        value = "[]" if found["magic"] == "!" else "None"
        return f"{found['target']}{value}  # {line[found.start('magic') :]}"
    return None


_LEXEME = re.compile(
    r"""
      \#.*
    | \"{3} | '{3}
    | "(?:[^"\\]|\\.)*"?
    | '(?:[^'\\]|\\.)*'?
    | [()\[\]{}]
    """,
    re.VERBOSE,
)
_END_OF = {
    '"""': re.compile(r'(?:[^\\"]|\\.|"(?!""))*"""'),
    "'''": re.compile(r"(?:[^\\']|\\.|'(?!''))*'''"),
}


def _scan(line: str, depth: int, quote: str) -> tuple[int, str]:
    """How many brackets are open after *line*, and which triple quote."""
    position = 0
    if quote:
        if not (end := _END_OF[quote].match(line)):
            return depth, quote
        position = end.end()
    while found := _LEXEME.search(line, position):
        lexeme, position = found[0], found.end()
        if lexeme in _END_OF:
            if not (end := _END_OF[lexeme].match(line, position)):
                return depth, lexeme
            position = end.end()
        elif lexeme in "([{":
            depth += 1
        elif lexeme in ")]}":
            depth = max(depth - 1, 0)
    return depth, ""
