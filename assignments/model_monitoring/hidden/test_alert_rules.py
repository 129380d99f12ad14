"""The alert rules: hidden checks."""

import pytest

from grader.suite.api import expect

from .monitoring import (
    ERRORS,
    P95,
    alert_mistake,
    demand,
    duration,
    error_alert,
    errors_mistake,
    expect_known,
    expect_quantiles,
    expect_rates,
    expect_valid,
    exported,
    fires,
    latency_alert,
    latency_mistake,
    read,
    readable,
    recorded,
    texts_of,
    the_rules,
    traffic,
    with_recorded,
)

LIMITS = [
    (ERRORS, 0.05, ">"),
    (100 * ERRORS, 5.0, ">"),
    (1 - ERRORS, 0.95, "<"),
    (100 * (1 - ERRORS), 95.0, "<"),
]
"""Shares on ``busy`` of what fails or is slow, and of what is not, and how each is compared."""


def some_texts(student):
    """The rules, and the expressions in them, of which there is at least one."""
    data = the_rules(student)
    texts = texts_of(data)
    expect(texts, vi="Không có luật nào có expr.", en="There is no rule with an expr.")
    return data, texts


def latency_wrong(data, rule):
    """The name of the mistake that the latency's alert makes, if it has one."""
    right = [(P95, 1.0, ">"), (1000 * P95, 1000.0, ">"), *LIMITS]
    return alert_mistake(data, rule, right, latency_mistake)


def errors_wrong(data, rule):
    """The name of the mistake that the errors' alert makes, if it has one."""
    return alert_mistake(data, rule, LIMITS, errors_mistake)


def expect_fires(data, rule, situations, mistake, *, wanted, name):
    """The alert fires in each of the situations, or in none; *mistake* names why it does not."""
    for (vi, en), kinds in situations.items():
        holds = fires(data, rule, traffic(**kinds)) is wanted
        demand(
            holds,
            None if holds else mistake(data, rule),
            vi=f"{name} {'không kêu' if wanted else 'kêu'} khi {vi}.",
            en=f"{name} {'does not fire' if wanted else 'fires'} {en}.",
        )


@pytest.mark.check(points=2, topics=["structure"])
def test_structure(student):
    """vi: Prometheus nhận tệp luật: groups, name, rules, alert, expr, for
    en: Prometheus takes the rule file: groups, name, rules, alert, expr, for
    """
    expect_valid(the_rules(student, as_it_is=True))


@pytest.mark.check(points=2, topics=["structure"])
def test_expressions(student):
    """vi: mọi luật có biểu thức PromQL đọc được
    en: every rule has an expression of PromQL
    """
    for text in some_texts(student)[1]:
        read(text)


@pytest.mark.check(points=2, topics=["known metrics"])
def test_known_metrics(student):
    """vi: mọi luật chỉ đọc các metric mà code xuất ra
    en: every rule reads metrics that the code exposes
    """
    data, texts = some_texts(student)
    readable_texts = [text for text, _ in readable(texts)]
    expect_known(readable_texts, {*exported(student), *recorded(data)})


@pytest.mark.check(points=2, topics=["rates"])
def test_rates_on_counters(student):
    """vi: counter được đọc qua rate, irate hay increase; gauge thì không
    en: counters are read through rate, irate or increase; gauges are not
    """
    expect_rates(some_texts(student)[1])


@pytest.mark.check(points=1, topics=["quantiles"])
def test_quantiles_over_le(student):
    """vi: histogram_quantile nhận các bucket còn label le
    en: histogram_quantile gets buckets that still have the label le
    """
    data, texts = some_texts(student)
    latency_alert(data)
    expect_quantiles(texts, with_recorded(data, traffic()))


@pytest.mark.check(points=3, topics=["latency alert"])
def test_latency_alert_fires(student):
    """vi: HighLatency kêu khi phân vị 95 vượt 1 giây, dù nhiều hay ít yêu cầu
    en: HighLatency fires when the 95th percentile is over 1 second, with much traffic and little
    """
    data = the_rules(student)
    slow = ((0.3, 0.94), (2.0, 0.06))
    expect_fires(
        data,
        latency_alert(data),
        {
            (
                "6 % số yêu cầu cần 2 giây",
                "when 6 % of the requests take 2 seconds",
            ): {"times": slow},
            (
                "6 % số yêu cầu cần 2 giây và cứ 100 giây mới có một yêu cầu",
                "when 6 % of the requests take 2 seconds and one comes every 100 seconds",
            ): {"times": slow, "rate": 0.01},
        },
        latency_wrong,
        wanted=True,
        name="HighLatency",
    )


@pytest.mark.check(points=2, topics=["latency alert"], needs=["alert_rules.latency_alert_fires"])
def test_latency_alert_is_silent(student):
    """vi: HighLatency im lặng khi phân vị 95 dưới 1 giây
    en: HighLatency is silent while the 95th percentile is below 1 second
    """
    data = the_rules(student)
    expect_fires(
        data,
        latency_alert(data),
        {
            ("mọi yêu cầu cần 0,3 giây", "while every request takes 0.3 seconds"): {},
            ("mọi yêu cầu cần 0,7 giây", "while every request takes 0.7 seconds"): {
                "times": ((0.7, 1.0),)
            },
            ("chỉ 4 % số yêu cầu cần 2 giây", "while only 4 % of the requests take 2 seconds"): {
                "times": ((0.3, 0.96), (2.0, 0.04))
            },
            ("không có yêu cầu nào", "without any traffic"): {"rate": 0.0},
        },
        latency_wrong,
        wanted=False,
        name="HighLatency",
    )


@pytest.mark.check(points=2, topics=["latency alert", "durations"])
def test_latency_alert_waits(student):
    """vi: HighLatency chờ 5 phút
    en: HighLatency waits for 5 minutes
    """
    _expect_waits(latency_alert(the_rules(student)), 5)


@pytest.mark.check(points=3, topics=["error alert"])
def test_error_alert_fires(student):
    """vi: HighErrorRate kêu khi hơn 5 % số yêu cầu bị lỗi, dù nhiều hay ít yêu cầu
    en: HighErrorRate fires when more than 5 % of the requests fail, with much traffic and little
    """
    data = the_rules(student)
    expect_fires(
        data,
        error_alert(data),
        {
            ("6 % số yêu cầu bị lỗi", "when 6 % of the requests fail"): {"errors": 0.06},
            (
                "một nửa số yêu cầu bị lỗi, và cứ 100 giây mới có một yêu cầu",
                "when half of the requests fail and one comes every 100 seconds",
            ): {"errors": 0.5, "rate": 0.01},
            ("mọi yêu cầu đều bị lỗi", "when every request fails"): {"errors": 1.0},
        },
        errors_wrong,
        wanted=True,
        name="HighErrorRate",
    )


@pytest.mark.check(points=2, topics=["error alert"], needs=["alert_rules.error_alert_fires"])
def test_error_alert_is_silent(student):
    """vi: HighErrorRate im lặng khi chưa tới 5 % số yêu cầu bị lỗi
    en: HighErrorRate is silent while less than 5 % of the requests fail
    """
    data = the_rules(student)
    expect_fires(
        data,
        error_alert(data),
        {
            ("4,9 % số yêu cầu bị lỗi", "while 4.9 % of the requests fail"): {"errors": 0.049},
            (
                "1 % của 1000 yêu cầu mỗi giây bị lỗi",
                "while 1 % of 1000 requests a second fail",
            ): {"errors": 0.01, "rate": 1000.0},
            ("chưa có lỗi nào", "while there never was an error"): {"errors": None, "past": 0.0},
            ("lỗi đã qua, giờ không còn", "when all errors are long past"): {
                "errors": 0.0,
                "past": 0.2,
            },
            ("không có yêu cầu nào", "without any traffic"): {"rate": 0.0},
        },
        errors_wrong,
        wanted=False,
        name="HighErrorRate",
    )


@pytest.mark.check(points=2, topics=["error alert", "durations"])
def test_error_alert_waits(student):
    """vi: HighErrorRate chờ 10 phút
    en: HighErrorRate waits for 10 minutes
    """
    _expect_waits(error_alert(the_rules(student)), 10)


def _expect_waits(rule, minutes):
    found = rule.get("for")
    demand(
        duration(found) == 60 * minutes,
        "for-missing",
        vi=f"for của {rule['alert']} là {found}; cần {minutes} phút.",
        en=f"The for of {rule['alert']} is {found}; expected {minutes} minutes.",
    )
