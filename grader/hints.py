"""Errors that mislead a student because of where their code runs, and what they really mean. Pure.

Behind the wall there is no network, no other program, no data that was not handed in. Python's own
words for that ("Temporary failure in name resolution") send a student looking in the wrong place.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Final

from grader.model import Phrase, phrase

_NO_NETWORK: Final = phrase("There is no network here: hand in the data with the code.")
_NO_SERVER: Final = phrase(
    "No server and no connection can be opened here; functions are checked without it."
)
_NO_PROGRAMS: Final = phrase(
    "No other program can be started here: use functions of Python instead of commands."
)
_NO_SPAWN: Final = phrase(
    "New Python processes cannot be started here: use n_jobs=1 or num_workers=0, or plain loops."
)
_NO_COMPILER: Final = phrase(
    "There is no compiler here: leave out torch.compile; the result is the same."
)
_TWO_DTYPES: Final = phrase(
    "float32 and float64 meet here: inputs come as float32, so parameters, weights and labels of "
    "your own have to be float32 too, or the input be converted, say by .double()."
)
_NO_FORWARD: Final = phrase(
    "PyTorch finds no forward in the class: is the name misspelt, or is it indented into another "
    "method?"
)
_NO_INIT: Final = phrase(
    "Python finds no __init__ of that class: it has two underscores on both sides, and is indented "
    "once."
)
_NO_SHARED_MEMORY: Final = phrase(
    "Workers of a DataLoader have no shared memory here: use num_workers=0."
)
_NO_GPU: Final = phrase(
    "There is no GPU here: leave .cuda() out, or choose the device by torch.cuda.is_available()."
)
_NO_FILE: Final = phrase(
    "Data files are not here unless they are handed in; functions are checked without them."
)
_NO_LIBRARY: Final = phrase("That library is not installed here: solve the exercise without it.")
_NO_SPACE: Final = phrase("There is little room for files here: write fewer or smaller ones.")
_PYTHON_2: Final = phrase(
    "That name is of Python 2: in Python 3 write range, str, int or input instead."
)
_LONG: Final = phrase(
    "Long training cells are stopped; the functions that they call are checked all the same."
)

_HINTS: Final[tuple[tuple[str, Phrase], ...]] = (
    # A server on one's own machine is no source of data.
    (r"host='(localhost|127\.0\.0\.1)'|https?://(localhost|127\.0\.0\.1)\b", _NO_SERVER),
    (r"name resolution|Name or service not known|getaddrinfo|gaierror", _NO_NETWORK),
    (r"Network is unreachable|URLError|HTTPError|Address family not supported", _NO_NETWORK),
    (r"ConnectionError|ConnectionRefusedError|Max retries exceeded", _NO_NETWORK),
    (r"unable to open shared mem|/dev/shm|torch_shm", _NO_SHARED_MEMORY),
    (r"BackendCompilerFailed|InductorError|InvalidCxxCompiler|torch\._inductor", _NO_COMPILER),
    (
        r"BrokenPipeError|_posixsubprocess|resource_tracker|loky|BrokenProcessPool|TerminatedWorker",
        _NO_SPAWN,
    ),
    (r"(PermissionError|OSError): \[Errno (1|13)\].*(bin|python|/sh)\b", _NO_PROGRAMS),
    (r"not compiled with CUDA|No CUDA GPUs|Found no NVIDIA driver|on a CUDA device", _NO_GPU),
    # A file would be named; what is not is a socket.
    (r"PermissionError: \[Errno 13\] Permission denied$", _NO_SERVER),
    (r"FileNotFoundError|No such file or directory|is not a valid file", _NO_FILE),
    (r"ModuleNotFoundError: No module named", _NO_LIBRARY),
    (r"NameError: name '(xrange|unicode|basestring|long|raw_input)' is not", _PYTHON_2),
    (r"(?i)same dtype, but (got|found):? (float|double) (and|!=) (float|double)", _TWO_DTYPES),
    (r"(scalar type|dtype) (Float|Double) but (found|expected) (Float|Double)", _TWO_DTYPES),
    (r'is missing the required "forward" function', _NO_FORWARD),
    (r"\w\.__init__\(\) takes 1 positional argument but|\w\(\) takes no arguments", _NO_INIT),
    (r"No space left on device|File too large|Disk quota exceeded", _NO_SPACE),
    (r"CellInterrupted", _LONG),
)


def explain(error: str) -> Phrase | None:
    """What ``Type: message`` means behind the wall; None where it means what it says.

    >>> explain("gaierror: [Errno -3] Temporary failure in name resolution").english()
    'There is no network here: hand in the data with the code.'
    >>> explain("ZeroDivisionError: division by zero")
    """
    return next((hint for pattern, hint in _HINTS if re.search(pattern, error[:4000])), None)


_LONGEST_NAME: Final = 60
_MOST_NAMES: Final = 1_000


def closest(name: str, others: Iterable[str], cutoff: float = 0.7) -> str | None:
    """Of *others* the one most like *name*, if one is like it.

    None as well among so many that somebody made them, or where they are long: a comparison takes
    time that grows with the cube of their length.

    >>> closest("softmax", ["sofmax", "z"]), closest("softmax", ["z"])
    ('sofmax', None)
    """
    known = [each for each in others if len(each) <= _LONGEST_NAME]
    if len(name) > _LONGEST_NAME or len(known) > _MOST_NAMES:
        return None
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=cutoff)), None)
