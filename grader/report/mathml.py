"""LaTeX to MathML, which browsers typeset without a script or a font of ours."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import nh3
from latex2mathml.converter import convert
from markupsafe import Markup

LONGEST: Final = 2000

_TAGS: Final = {
    *("math", "mrow", "mi", "mo", "mn", "mtext", "mspace", "mstyle", "mpadded", "mphantom"),
    *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mfrac", "msqrt", "mroot"),
    *("mtable", "mtr", "mtd"),
}
_ATTRIBUTES: Final = {
    "math": {"display"},
    "mo": {"stretchy", "fence", "form", "separator", "largeop", "movablelimits", "minsize"},
    "mi": {"mathvariant"},
    "mfrac": {"linethickness"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mover": {"accent"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
    "mtd": {"columnalign"},
}


@lru_cache(maxsize=512)
def to_mathml(latex: str, *, block: bool = False) -> Markup | None:
    """The formula, sanitised, or None where it cannot be typeset.

    >>> str(to_mathml("p_i"))
    '<math display="inline"><mrow><msub><mi>p</mi><mi>i</mi></msub></mrow></math>'
    """
    if not latex.strip() or len(latex) > LONGEST:
        return None
    try:
        markup = convert(latex, display="block" if block else "inline")
    except Exception:  # noqa: BLE001 - the library raises whatever its parser trips over
        return None
    # The converter passes \text{<script>} and links through.
    safe = nh3.clean(
        markup, tags=_TAGS, attributes=_ATTRIBUTES, clean_content_tags={"script", "style"}
    )
    return Markup(safe)  # noqa: S704 - it was sanitised on the line above
