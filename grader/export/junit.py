"""JUnit XML: one suite for each student, one case for each check.

Our own writer: pytest's has the source of a failed test in it. Points are properties of the case,
the student's score one of the suite. XML has no place for control characters; they go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from grader.export.record import Record
from grader.model import Assignment, Verdict
from grader.policy import shown
from grader.report.i18n import translate
from grader.report.json import CheckRecord

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(records: Iterable[Record], assignment: Assignment, lang: str) -> Iterator[bytes]:
    """A document of everyone in *records*, piece by piece; the reasons of a score are in *lang*."""
    root = ET.Element("testsuites", name=assignment.id)
    head, _, _ = ET.tostring(root, encoding="utf-8", xml_declaration=True).partition(b" />")
    yield head + b">\n"
    for record in records:
        suite = _suite(record, assignment, lang)
        ET.indent(suite)
        yield bytes(ET.tostring(suite, encoding="utf-8")) + b"\n"
    yield b"</testsuites>\n"


def _suite(record: Record, assignment: Assignment, lang: str) -> ET.Element:
    attempt, found = record.attempt, record.score
    suite = ET.Element("testsuite", name=_clean(f"{assignment.id}.{record.student}"))
    properties = ET.SubElement(suite, "properties")
    _property(properties, "status", record.status)
    _property(properties, "possible", str(found.possible))
    if found.points is not None:
        _property(properties, "score", shown(found.points))
    for reason in found.reasons:
        _property(properties, "reason", translate(reason, lang))
    checks = [
        check
        for each in (record.result.exercises if record.result else [])
        for check in each.checks
    ]
    for check in checks:
        suite.append(_case(check))
    if record.result is None:
        suite.append(_nothing(record, assignment))
    cases = suite.findall("testcase")
    for count, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(sum(case.find(kind) is not None for case in cases)))
    suite.set("tests", str(len(cases)))
    if attempt is not None:
        suite.set("time", f"{attempt.seconds:.3f}")
        suite.set("timestamp", attempt.graded_at.isoformat(timespec="seconds"))
    return suite


def _case(check: CheckRecord) -> ET.Element:
    exercise, _, name = check.id.partition(".")
    case = ET.Element(
        "testcase",
        classname=_clean(exercise),
        name=_clean(name or check.id),
        time=f"{check.seconds:.3f}",
    )
    properties = ET.SubElement(case, "properties")
    _property(properties, "title", check.title)
    _property(properties, "points", str(check.points))
    _property(properties, "score", str(check.earned))
    if check.verdict is not Verdict.PASSED:
        kind = _KINDS.get(check.verdict, "failure")
        told = ET.SubElement(case, kind, message=_clean(check.message or check.verdict.value))
        told.set("type", check.misconception or check.verdict.value)
    return case


_KINDS = {Verdict.SKIPPED: "skipped", Verdict.GRADER_ERROR: "error"}


def _nothing(record: Record, assignment: Assignment) -> ET.Element:
    """The case of work that there is no check of: missing, or not to be graded."""
    case = ET.Element("testcase", classname=assignment.id, name="submission", time="0.000")
    if record.status in {"missing", "pending"}:
        ET.SubElement(case, "skipped", message=record.status)
    else:
        reason = record.attempt.reason if record.attempt else record.status
        ET.SubElement(case, "error", message=_clean(reason), type=record.status)
    return case


def _property(properties: ET.Element, name: str, value: str) -> None:
    ET.SubElement(properties, "property", name=name, value=_clean(value))


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
