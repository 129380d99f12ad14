"""Strings that somebody else wrote, made safe to show.

A student chooses file names, function names, error messages and reprs. Escaping for HTML, Markdown
or CSV is the business of the format; here everything goes that no format should ever carry:
terminal sequences, control characters, invisible and direction-changing characters, surrogates.
"""

from __future__ import annotations

import re
import unicodedata

_SEQUENCE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)?"  # OSC, DCS
    "|\x1b[ -/]*[0-~]?"
)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_STACKED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)


def clean(text: str, *, limit: int = 1000, lines: bool = False) -> str:
    r"""*text* without anything that a terminal or a browser would act on, in NFC.

    At most *limit* characters; what was cut shows as ``…``. One line, unless *lines* keeps the line
    breaks. Time is linear in *limit*, whatever the length of *text*.

    >>> clean("\x1b[31mred\x1b[0m\u202e\x00 \ud800")
    'red �'
    >>> clean("a\n\tb", lines=True)
    'a\n    b'
    """
    # Room for what will be removed, so that a coloured line is not cut short.
    head = text[: 4 * limit + 64]
    head = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", head)
    head = _LINE_END.sub("\n", _SEQUENCE.sub("", head))
    head = _STACKED.sub(r"\1", unicodedata.normalize("NFC", _UNSEEN.sub("", head)))
    head = head.replace("\t", "    ") if lines else " ".join(head.split())
    if len(head) > limit or len(text) > 4 * limit + 64:
        return head[: max(limit - 1, 0)].rstrip() + "…"
    return head
