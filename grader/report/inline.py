"""A line of text with its few kinds of emphasis, parsed once and written in every format.

Only authors' words may hold Markdown (``code``, **bold**, *emphasis*, $math$). In a program's
sentence, backticks of the *template* mark code. What a student wrote is never parsed: it is text,
or code.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

from grader.model import Phrase, Text
from grader.report.i18n import fill, pick, template
from grader.report.text import clean

Kind = Literal["text", "code", "strong", "em", "math"]


class Span(NamedTuple):
    """A stretch of text of one kind; *text* is plain, or LaTeX where the kind is math."""

    kind: Kind
    text: str


Inline = tuple[Span, ...]

_AUTHORED: Final = (
    MarkdownIt("zero")
    .enable(["backticks", "emphasis", "escape"])
    .use(dollarmath_plugin, allow_labels=False, allow_space=False)
)
_CODE_ONLY: Final = MarkdownIt("zero").enable(["backticks"])
CODE_FIELDS: Final = {
    *("what", "name", "found", "close", "type", "dtype", "got", "expected", "place"),
    *("error", "file", "entry", "magic", "encoding"),
}
"""Values of these fields are code or file names wherever a sentence has them."""

_OPENING: Final[dict[str, Kind]] = {"strong_open": "strong", "em_open": "em"}
_LEAF: Final[dict[str, Kind]] = {"code_inline": "code", "math_inline": "math"}
_ELEMENTS: Final = {
    "code": Markup("<code>{}</code>"),
    "strong": Markup("<strong>{}</strong>"),
    "em": Markup("<em>{}</em>"),
}
_SPECIAL: Final = re.compile(
    r"(?P<names>(?<!\w)@(?=\w)|\#(?=\d))"  # a person or a team, an issue
    r"|[\\`*_{}\[\]<>#|~$&@]"  # anywhere
    r"|^[-+=](?=[-+=\s]|$)|(?<=^\d)[.)](?=\s|$)|(?<=^\d\d)[.)](?=\s|$)"  # where a line begins
    r"|:(?=//)|(?<=www)\."  # where GitHub sees an address
)


def say(sentence: Text | Phrase, lang: str) -> Inline:
    """An author's text or a sentence of the program in *lang*."""
    if isinstance(sentence, Text):
        return authored(pick(sentence, lang))
    return _say_phrase(sentence, lang)


def observed(sentence: Text | Phrase, lang: str) -> Inline:
    """A note on a result. Authors build some from a student's values: only backticks are read."""
    if isinstance(sentence, Text):
        return _parse(_CODE_ONLY, clean(pick(sentence, lang)))
    return _say_phrase(sentence, lang)


@lru_cache(maxsize=1024)
def authored(markdown: str) -> Inline:
    """Inline Markdown by an author of the course."""
    return _parse(_AUTHORED, clean(markdown, limit=5000))


def _say_phrase(phrase: Phrase, lang: str) -> Inline:
    spans: list[Span] = []
    for index, piece in enumerate(template(phrase.template, lang).split("`")):
        for name, text in fill(piece, phrase, lang):
            kind: Kind = "code" if index % 2 or name in CODE_FIELDS else "text"
            if text:
                spans.append(Span(kind, text))
    return tuple(spans)


def _parse(parser: MarkdownIt, source: str) -> Inline:
    spans: list[Span] = []
    around: list[Kind] = ["text"]
    for token in parser.parseInline(source)[0].children or ():
        if token.nesting == 1:
            around.append(_OPENING.get(token.type, "text"))
        elif token.nesting == -1:
            around.pop()
        elif token.type in {"softbreak", "hardbreak"}:
            spans.append(Span(around[-1], " "))
        elif token.content:
            spans.append(Span(_LEAF.get(token.type, around[-1]), token.content))
    return tuple(spans)


def plain(line: Inline) -> str:
    """The words alone."""
    return "".join(span.text for span in line)


def html(line: Inline) -> Markup:
    """Escaped HTML; a formula that cannot be typeset shows as code."""
    return Markup("").join(_html(span) for span in line)


def _html(span: Span) -> Markup:
    if span.kind == "text":
        return escape(span.text)
    if span.kind == "math":
        from grader.report.mathml import to_mathml  # for HTML only

        return to_mathml(span.text) or _ELEMENTS["code"].format(span.text)
    return _ELEMENTS[span.kind].format(span.text)


def markdown(line: Inline) -> str:
    """GitHub-flavoured Markdown in which no character of a plain span is special."""
    return "".join(_markdown(span) for span in line)


def _markdown(span: Span) -> str:
    if span.kind == "code":
        return code(span.text)
    if span.kind == "math":
        return f"${span.text}$"
    mark = {"text": "", "strong": "**", "em": "*"}[span.kind]
    return mark + escape_markdown(span.text) + mark


def escape_markdown(text: str) -> str:
    r"""*text*, one line, so that Markdown shows it as it is.

    >>> print(escape_markdown("![x](http://e) <b> a_b"))
    !\[x\](http\://e) \<b\> a\_b
    """
    return _SPECIAL.sub(_inert, text)


def _inert(found: re.Match[str]) -> str:
    # A backslash is gone before GitHub looks for whom a comment names; what is code it leaves.
    return f"`{found[0]}`" if found["names"] else f"\\{found[0]}"


def code(text: str) -> str:
    """*text* as a Markdown code span, whatever backticks it holds."""
    text = text.replace("\n", " ") or " "
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
