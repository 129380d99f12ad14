"""How a score came about, in a report that is written already.

Points are found when the work is graded; lateness, attempts and overrides may change afterwards.
"""

from __future__ import annotations

import re

from grader.policy import Score
from grader.report.html import render
from grader.report.inline import say

_SECTION = re.compile(
    rb'<section class="notes" aria-labelledby="policy">.*?</section><!-- policy -->\n?', re.DOTALL
)
# What a student wrote is escaped: no tag and no comment in the page is theirs.
_MAIN = re.compile(rb"<main[^>]*>\n")


def with_policy(page: bytes, found: Score, lang: str) -> bytes:
    """The report *page* with the reasons of *found* on top, in place of what stood there."""
    bare = _SECTION.sub(b"", page) if b'aria-labelledby="policy"' in page else page
    if not found.reasons or found.points is None:
        return bare
    section = render(
        "policy.html",
        lang,
        points=float(found.points),
        possible=found.possible,
        reasons=[say(reason, lang) for reason in found.reasons],
    )
    main = _MAIN.search(bare)
    at = main.end() if main else len(bare)
    return bare[:at] + section.encode() + bare[at:]
