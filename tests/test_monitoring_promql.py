"""The reader of PromQL: what it refuses, what it works out, and that Prometheus agrees."""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import promql
from grader.promql import NoAnswerError, NotPromqlError, Series, Vector, evaluate, parse

READS = [
    "up",
    "rate(x_total[5m])",
    "sum by (le) (rate(x_bucket[5m]))",
    "sum(rate(x_bucket[5m])) by (le,)",
    'sum without () (x{a="b", c!~"d.*", e=~`f|g`,})',
    "histogram_quantile(0.95, sum by (le) (rate(x_bucket[1h30m]))) > bool 1",
    "-x ^ 2 * 3 + 4 % 5 > 6 and on (a) y unless ignoring () z or w",
    "a / on (job) group_left (version) b",
    "topk(3, x) / ignoring (a) group_right y",
    "max_over_time(rate(x[5m])[1h:1m])",
    "x offset 5m",
    "avg_over_time(x[5m] offset 1w)",
    "quantile_over_time(0.9, x[5m])",
    'label_replace(x, "a", "$1", "b", "(.*)")',
    "count_values('v', x)",
    '{__name__="x", job=~".+"}',
    "vector(1) + scalar(x) + time() + 1e3 + .5 + 0x1F + Inf",
    "# what it is\nabsent(x)  # a comment",
    "clamp_max(round(x, 0.1), 5) == 5",
    "1 > bool 2",
    'sum by ("le", job) ({"x_total", "status"="error", job!="a"})',
    "histogram_fraction(0, 1, x)",
    "x - x offset -5m",
]
REFUSES = [
    "",
    "sum(",
    "sum(x))",
    "rate(x)",
    "rate(x[5m]",
    "rate(x[])",
    "rate(x[5mm])",
    "rate(sum(x)[5m])",
    "sum(x[5m])",
    "x[5m] + 1",
    "1 > 2",
    "1 and x",
    "nothing(x)",
    "histogram_quantile(x_bucket)",
    "histogram_quantile(x_bucket, 0.9)",
    "x{a=b}",
    'x{a="b"',
    'x{"a" = }',
    "{}",
    '{a=~".*"}',
    'x{a=~"("}',
    "x y",
    "x +",
    "by (le)",
    'sum by ("le" (x)',
    '{"x" "y"}',
    "x == 'a'",
    "x $ y",
    "rate(x[5m]) > 1 for 5m",
]


@pytest.mark.parametrize("text", READS)
def test_an_expression_is_read(text: str) -> None:
    assert promql.kind_of(parse(text)) in {"scalar", "vector"}


@pytest.mark.parametrize("text", REFUSES)
def test_what_is_no_expression_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(NotPromqlError) as refused:
        parse(text)

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 100_000, id="brackets"),
        pytest.param("(" * 1000 + "x" + ")" * 1000, id="closed brackets"),
        pytest.param("-" * 3000 + "x", id="signs"),
        pytest.param("x" + "^x" * 1500, id="powers"),
        pytest.param('x{a=~"' + "(" * 90 + "a*" * 4 + ")*" * 90 + '"}', id="nested repeats"),
        pytest.param('x{a=~"(a{9999}){9999}"}', id="counted repeats"),
        pytest.param('x{a=~"((.*)*)*y"}', id="repeats of repeats"),
        pytest.param('x{a=~"(?:.|.)+y"}', id="alternatives in a repeat"),
        pytest.param('x{a=~"(?P<a>a?){9}y"}', id="a choice in a repeat"),
        pytest.param('x{a=~"(.)\\\\1"}', id="what was there before"),
        pytest.param('x{a=~"(?=a)."}', id="looking ahead"),
        pytest.param("1" + "+1" * 1900, id="a long sum"),
        pytest.param("0x" + "f" * 3000, id="a number beyond all"),
    ],
)
def test_a_bomb_is_refused(text: str) -> None:
    with pytest.raises(NotPromqlError):
        parse(text)


@pytest.mark.parametrize(
    "pattern",
    ["success|error", "5..", "(4|5)..", ".*predict.*", "(?:ab)+", "[(*|]+", r"\\(a+", "(?i)error?"],
)
def test_an_ordinary_pattern_is_no_bomb(pattern: str) -> None:
    assert promql.names(parse(f'x{{a=~"{pattern}"}}')) == ["x"]


# ------------------------------------------------------------------ what it says

TRAFFIC = [
    Series("requests_total", {"status": "error", "job": "a"}, 20.0, 0.5),
    Series("requests_total", {"status": "success", "job": "a"}, 980.0, 9.5),
    Series("up", {"job": "a"}, 1.0),
    Series("up", {"job": "b"}, 0.0),
    *(
        Series("t_bucket", {"le": le}, 100.0, rate)
        for le, rate in (("0.5", 6.0), ("1.0", 9.0), ("2.0", 10.0), ("+Inf", 10.0))
    ),
]


def values(text: str, series: Iterable[Series] = TRAFFIC) -> list[float]:
    found = evaluate(parse(text), series)
    return sorted(found.values()) if isinstance(found, dict) else [found]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("1 + 2 * 3 ^ 2 ^ 0", [7.0]),
        ("-2 ^ 2", [-4.0]),
        ("7 % 4 - 10 / 4", [0.5]),
        ("1 == bool 2", [0.0]),
        ("requests_total", [20.0, 980.0]),
        ('requests_total{status!="error"}', [980.0]),
        ('requests_total{status=~"err.*|fail"}', [20.0]),
        ("sum(rate(requests_total[5m]))", [10.0]),
        ("sum(increase(requests_total[1m]))", [600.0]),
        ('sum(rate(requests_total{status="error"}[5m])) / sum(rate(requests_total[5m]))', [0.05]),
        ('rate(requests_total{status="error"}[5m]) / rate(requests_total[5m])', [1.0]),
        (
            (
                'rate(requests_total{status="error"}[5m]) / ignoring (status) group_left '
                "sum without (status) (rate(requests_total[5m]))"
            ),
            [0.05],
        ),
        ("requests_total > 100", [980.0]),
        ("100 < requests_total", [980.0]),
        ("requests_total > bool 100", [0.0, 1.0]),
        ("up and on (job) requests_total", [1.0]),
        ("up unless on (job) requests_total", [0.0]),
        ("up == 0 or absent(nothing)", [0.0, 1.0]),
        ("absent(up)", []),
        ("count(up) + scalar(count(up))", [4.0]),
        ("avg without (job) (up)", [0.5]),
        ("topk(1, up)", [1.0]),
        ("histogram_quantile(0.5, rate(t_bucket[5m]))", [5 / 12]),
        ("histogram_quantile(0.95, sum by (le) (rate(t_bucket[5m])))", [1.5]),
        ("histogram_quantile(0.95, sum(rate(t_bucket[5m])))", []),
        ("histogram_quantile(95, rate(t_bucket[5m]))", [math.inf]),
        ('sum(rate(t_bucket{le="1"}[5m]))', [9.0]),
        ("max_over_time(sum(rate(requests_total[5m]))[1h:1m])", [10.0]),
        ("clamp_max(requests_total, 100)", [20.0, 100.0]),
        ("vector(3) * on () group_left up{job='a'}", [3.0]),
        ("sum(requests_total - requests_total offset 5m)", [3000.0]),
        ("sum(requests_total offset -1m - requests_total)", [600.0]),
        ("sum(increase(requests_total[10m:1m]))", [6000.0]),
        ("histogram_fraction(1, +Inf, sum by (le) (rate(t_bucket[5m])))", [0.1]),
        ("histogram_fraction(0, 1.5, rate(t_bucket[5m]))", [0.95]),
        ("quantile(0.5, up)", [0.5]),
        ("stddev(up) + stdvar(up)", [0.75]),
    ],
)
def test_an_expression_comes_to(text: str, expected: list[float]) -> None:
    assert values(text) == pytest.approx(expected)


def test_without_traffic_a_quantile_is_no_number() -> None:
    still = [Series("t_bucket", {"le": le}, 1.0) for le in ("1", "+Inf")]

    (found,) = values("histogram_quantile(0.9, rate(t_bucket[5m]))", still)
    assert math.isnan(found)
    assert values("histogram_quantile(0.9, rate(t_bucket[5m])) > 1", still) == []


def test_series_without_a_unique_partner_are_refused() -> None:
    with pytest.raises(NoAnswerError, match="add them up first"):
        values("up / on () requests_total")


def test_a_function_that_is_not_known_here_is_no_answer_of_the_students() -> None:
    with pytest.raises(NotImplementedError):
        values("predict_linear(up[5m], 60)")


def test_parts_come_with_what_they_stand_in() -> None:
    node = parse("sum(rate(x_total[5m])) > y")
    around = {
        part.name: [type(each).__name__ for each in parents]
        for part, parents in promql.walk(node)
        if isinstance(part, promql.Selector)
    }

    assert around == {"x_total": ["Binary", "Aggregate", "Call"], "y": ["Binary"]}
    assert promql.names(node) == ["x_total", "y"]


def test_labels_of_a_result() -> None:
    found = evaluate(parse("sum by (status) (rate(requests_total[5m]))"), TRAFFIC)
    expected: Vector = {
        frozenset({("status", "error")}): 0.5,
        frozenset({("status", "success")}): 9.5,
    }

    assert found == expected


# ------------------------------------------------------------------ whatever is written

TOKENS = """
( ) ( ) { } , + - * / % ^ > < == != or and unless on( ignoring( bool by( without( group_left
up requests_total t_bucket rate( sum( topk( quantile( histogram_quantile( round( clamp( time()
scalar( vector( absent( avg_over_time( increase( [5m] [5m:1m] [0m] offset 1 0 2e308 -1 0.95
Inf NaN 5m "a" 'le' status= =~ "e.*" job le # $ @
"""
WORDS = st.sampled_from(TOKENS.split())


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_whatever_is_written_is_read_refused_or_without_an_answer(text: str) -> None:
    with suppress(NotPromqlError, NoAnswerError, NotImplementedError):
        evaluate(parse(text), TRAFFIC)


VALUES = st.recursive(
    st.sampled_from(["up", "0", "1", "-1", "Inf", "NaN", "2", "rate(requests_total[5m])"]),
    lambda inner: (
        st.builds(
            "({} {} {})".format,
            inner,
            st.sampled_from(["+", "-", "*", "/", "%", "^", "atan2", "> bool", "== bool"]),
            inner,
        )
        | st.builds(
            "{}({})".format,
            st.sampled_from(["sum", "avg", "max", "count", "-", "topk by (job)"]),
            inner,
        )
        | st.builds("histogram_quantile({}, t_bucket)".format, inner)
        | st.builds("round(vector(scalar({})), 0)".format, inner)
        | st.builds("topk(scalar({}), up)".format, inner)
    ),
)


@given(VALUES)
def test_numbers_of_any_size_come_to_something(text: str) -> None:
    with suppress(NotPromqlError, NoAnswerError):
        assert all(type(each) is float for each in values(text))
