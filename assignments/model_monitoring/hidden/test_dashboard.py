"""The dashboard: hidden checks."""

import pytest

from grader import promql
from grader.sandbox.worker import CallError
from grader.suite.api import Unmet, expect

from .monitoring import (
    DRIFT,
    ERRORS,
    IN_PROGRESS,
    LATENCY,
    P95,
    PREDICTIONS,
    RATE,
    REQUESTS,
    asks_for_nothing,
    busy,
    chosen,
    demand,
    errors_mistake,
    expect_known,
    expect_quantiles,
    expect_rates,
    exported,
    expressions,
    filled,
    latency_mistake,
    near,
    read,
    readable,
    recorded,
    the_dashboard,
    the_rules,
    worked_out,
)


def shown(student):
    """The dashboard's expressions, Grafana's own variables filled in."""
    data = the_dashboard(student)
    texts, values = list(expressions(data)), dict(chosen(data))
    expect(
        texts,
        vi='Không có truy vấn nào: không panel nào có "expr".',
        en='There is no query: no panel has an "expr".',
    )
    return [filled(text, values) for text in texts]


class Said(list):
    """Pairs of an expression and its values, and what could not be worked out here."""

    unknown: NotImplementedError | None = None


def said(student, name, labels=None):
    """What the expressions that read metrics of that name say on ``busy``.

    The *labels* are those of a prediction, where they are not the agreed ones.
    """
    series = busy(labels)
    found = Said()
    for _, node in readable(shown(student)):
        if any(each.startswith(name) for each in promql.names(node)):
            try:
                found.append((node, list(worked_out(node, series).values())))
            except promql.NoAnswerError:
                continue
            except NotImplementedError as error:
                found.unknown = error
    return found


def expect_panel(shows, found, slug=None, *, vi, en):
    """Something of the kind was found; what is beyond the grader is never the student's fault."""
    if not shows and found.unknown is not None:
        raise found.unknown
    demand(shows, slug, vi=f"Không truy vấn nào cho biết {vi}.", en=f"No query tells {en}.")


@pytest.mark.check(points=2, topics=["structure"])
def test_expressions(student):
    """vi: mọi truy vấn là biểu thức PromQL đọc được
    en: every query is an expression of PromQL
    """
    for text in shown(student):
        read(text)


@pytest.mark.check(points=2, topics=["known metrics"])
def test_known_metrics(student):
    """vi: mọi truy vấn chỉ đọc các metric mà code xuất ra
    en: every query reads metrics that the code exposes
    """
    known = {*exported(student)}
    texts = shown(student)
    unknown = {name for _, node in readable(texts) for name in promql.names(node)} - known
    if unknown:
        known |= _recorded(student)
    expect_known([text for text, _ in readable(texts)], known)


def _recorded(student):
    """What the student's own recording rules make, where there are any."""
    try:
        return recorded(the_rules(student))
    except (CallError, Unmet):
        return set()


@pytest.mark.check(points=3, topics=["rates"])
def test_rates_on_counters(student):
    """vi: counter được đọc qua rate, irate hay increase; gauge thì không
    en: counters are read through rate, irate or increase; gauges are not
    """
    expect_rates(shown(student))


@pytest.mark.check(points=2, topics=["quantiles"])
def test_quantiles_over_le(student):
    """vi: histogram_quantile nhận các bucket còn label le
    en: histogram_quantile gets buckets that still have the label le
    """
    texts = shown(student)
    expect(
        any("histogram_quantile" in text for text in texts),
        vi="Không truy vấn nào dùng histogram_quantile.",
        en="No query uses histogram_quantile.",
    )
    expect_quantiles(texts, busy())


@pytest.mark.check(points=2, topics=["panels"])
def test_shows_requests(student):
    """vi: một panel cho số yêu cầu mỗi giây
    en: a panel shows the requests per second
    """
    found = said(student, REQUESTS)
    sums = [sum(values) for _, values in found]
    split = [RATE * ERRORS, RATE * (1 - ERRORS)]  # a line for each status
    expect_panel(
        any(each > 0 and near(each % RATE, 0.0, RATE) for each in sums)
        or all(any(each > 0 and near(each % part, 0.0, part) for each in sums) for part in split)
        or any(near(sum(values), RATE) for _, values in said(student, LATENCY)),
        found,
        vi="số yêu cầu mỗi giây",
        en="the number of requests per second",
    )


@pytest.mark.check(points=2, topics=["panels"])
def test_shows_errors(student):
    """vi: một panel cho tỉ lệ lỗi
    en: a panel shows the share of errors
    """
    expected = (ERRORS, 100 * ERRORS, 1 - ERRORS, 100 * (1 - ERRORS))
    found = said(student, REQUESTS)
    mistakes = {
        errors_mistake(node, values)
        for node, values in found
        if "error" in repr(node) or asks_for_nothing(node)
    }
    expect_panel(
        any(near(each, *expected) for _, values in found for each in values),
        found,
        next(iter(mistakes)) if len(mistakes) == 1 else None,
        vi="tỉ lệ yêu cầu bị lỗi: với 6 % lỗi, phải có giá trị 0,06 (hay 6)",
        en="the share of requests that fail: with 6 % errors a value has to be 0.06 (or 6)",
    )


@pytest.mark.check(points=2, topics=["panels", "quantiles"])
def test_shows_latency(student):
    """vi: một panel cho phân vị 95 của độ trễ
    en: a panel shows the 95th percentile of the latency
    """
    found = said(student, LATENCY)
    mistakes = {latency_mistake(node, values) for node, values in found} - {None}
    expect_panel(
        any(near(each, P95, 1000 * P95) for _, values in found for each in values),
        found,
        next(iter(mistakes)) if len(mistakes) == 1 else None,
        vi="phân vị 95 của độ trễ",
        en="the 95th percentile of the latency",
    )


@pytest.mark.check(points=1, topics=["panels"])
def test_shows_requests_in_progress(student):
    """vi: một panel cho số yêu cầu đang được xử lý
    en: a panel shows the requests in progress
    """
    found = said(student, IN_PROGRESS)
    expect_panel(
        any(values for _, values in found),
        found,
        vi="số yêu cầu đang được xử lý",
        en="how many requests are in progress",
    )


@pytest.mark.check(points=2, topics=["panels"])
def test_shows_classes(student):
    """vi: một panel cho số dự đoán của từng lớp riêng
    en: a panel shows the predictions of each class on its own
    """
    forms = [said(student, PREDICTIONS), said(student, PREDICTIONS, exported(student)[PREDICTIONS])]
    shown_apart = [len({round(v, 6) for _, values in found for v in values}) for found in forms]
    found = forms[0]
    expect_panel(
        max(shown_apart) >= 3,
        found,
        "classes-added-up" if any(values for _, values in found) else None,
        vi="số dự đoán của từng lớp: các lớp bị cộng lại, hoặc không có truy vấn",
        en="the predictions of each class: the classes are added up, or there is no query",
    )


@pytest.mark.check(points=1, topics=["panels"])
def test_shows_drift(student):
    """vi: một panel cho độ trôi của dữ liệu
    en: a panel shows the drift of the data
    """
    found = said(student, DRIFT)
    expect_panel(
        any(values for _, values in found),
        found,
        vi="độ trôi của dữ liệu",
        en="the drift of the data",
    )
