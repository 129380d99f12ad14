"""predict_with_metrics: hidden checks."""

import re

import pytest

from grader.suite.api import expect, expect_equal

from .monitoring import (
    IN_PROGRESS,
    LATENCY,
    PREDICTIONS,
    REQUESTS,
    demand,
    expect_exposed,
    expect_kind,
    some_model,
    watch,
)

SHAPES = [(7, 5, 3), (11, 4, 6), (1, 5, 3)]
SUCCESS, ERROR = {"success": 1.0}, {"error": 1.0}


def failing(rng, text="the model is not loaded"):
    """A request at which the model fails."""
    return {**some_model(rng), "error": text}


def told(found, name):
    """What was told of each call under that name."""
    return [call[name] for call in found["calls"]]


def expect_told(found, name, expected, *, vi, en, sizes=()):
    """Each call was told as expected; the sentence names the metric and says what it has to do.

    Where labels are counted, *sizes* are the numbers of samples of the requests.
    """
    got = told(found, name)
    expect(
        got == expected,
        vi=f"{vi} Với {len(expected)} yêu cầu: thấy {_shown(got)}, cần {_shown(expected)}.",
        en=f"{en} Over {len(expected)} requests: {_shown(got)}, expected {_shown(expected)}.",
        misconception=counting_mistake(got, expected, sizes),
    )


def counting_mistake(got, expected, sizes=()):
    """The mistake where only the labels differ, or only the amounts; None for anything else."""
    calls = list(zip(got, expected, strict=True))
    if not sizes or got == expected or not all(isinstance(each, dict) for each in got):
        return None
    if all(each.keys() == right.keys() and len(each) == 1 for each, right in calls):
        amounts = [next(iter(each.values())) for each in got]
        as_samples = all(a in (1.0, n) for a, n in zip(amounts, sizes, strict=True))
        return "request-counted-as-sample" if as_samples else None
    names = {}
    for each, right in calls:
        if sorted(each.values()) != sorted(right.values()):
            return None
        if len(right) == 1:
            names.setdefault(*right, set()).update(each)
    one_each = all(len(others) == 1 for others in names.values())
    used, right = set().union(*got), set().union(*expected)
    same_number = len(used) == len(right)
    return "label-renamed" if one_each and same_number and _plain(used) else None


def _plain(names):
    """Whether these are names, not the texts of errors."""
    return all(re.fullmatch(r"\w+[ _-]?\w*", name) and len(name) <= 20 for name in names)


def expect_recorded(moved, name, *, vi, en):
    """A metric that is there was used: one that only stands in the file earns nothing."""
    expect(moved, vi=f"{name} có mặt, nhưng {vi}.", en=f"{name} is there, but {en}.")


def _shown(values):
    return ", ".join(
        (", ".join(f"{k}: {v:g}" for k, v in value.items()) or "–")
        if isinstance(value, dict)
        else "–"
        if value is None
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
        for value in values
    )[:300]


@pytest.mark.check(points=3, topics=["values", "shapes"])
def test_values(student, rng):
    """vi: trả về lớp dự đoán của mọi mẫu, shape (N,), với ba kích thước khác nhau
    en: returns the predicted class of every sample, shape (N,), for three sizes
    """
    for shape in SHAPES:
        request = some_model(rng, *shape)
        got = told(watch(student, [request], "answer"), "answer")[0]
        expect_equal(
            got, (request["X"] @ request["W"]).argmax(axis=1), what="predict_with_metrics(model, X)"
        )


@pytest.mark.check(points=1, topics=["side effects"], needs=["predict_with_metrics.values"])
def test_features_are_left_alone(student, rng):
    """vi: X không bị thay đổi
    en: X is left as it was
    """
    expect(
        told(watch(student, [some_model(rng)], "kept"), "kept") == [True],
        vi="Sau lời gọi, X có giá trị khác.",
        en="After the call, X holds other values.",
    )


@pytest.mark.check(points=2, topics=["requests", "types"])
def test_requests_are_a_counter(student, rng):
    """vi: model_requests_total là một Counter
    en: model_requests_total is a Counter
    """
    found = watch(student, [some_model(rng)], "kinds")["kinds"]
    expect_kind(found, REQUESTS, "counter")


@pytest.mark.check(points=2, topics=["requests"])
def test_requests_are_counted(student, rng):
    """vi: mỗi yêu cầu thành công tăng model_requests_total{status="success"} thêm 1, dù có bao
    nhiêu mẫu
    en: each request that succeeds adds 1 to model_requests_total{status="success"}, however many
    samples it has
    """
    sizes = (7, 1, 12)
    requests = [some_model(rng, n) for n in sizes]
    expect_told(
        watch(student, requests, "requests"),
        "requests",
        [SUCCESS] * 3,
        sizes=sizes,
        vi=f"{REQUESTS} phải tăng 1 ở status success.",
        en=f"{REQUESTS} has to grow by 1 at status success.",
    )


@pytest.mark.check(points=3, topics=["errors"])
def test_errors_are_counted(student, rng):
    """vi: yêu cầu bị lỗi chỉ tăng model_requests_total{status="error"}
    en: a request that fails adds 1 to model_requests_total{status="error"} and to nothing else
    """
    requests = [failing(rng), some_model(rng), failing(rng)]
    expect_told(
        watch(student, requests, "raised", "requests"),
        "requests",
        [ERROR, SUCCESS, ERROR],
        sizes=[len(request["X"]) for request in requests],
        vi=f"{REQUESTS} phải đếm cả yêu cầu bị lỗi, ở status error.",
        en=f"{REQUESTS} has to count requests that fail as well, at status error.",
    )


@pytest.mark.check(points=2, topics=["errors"])
def test_errors_are_passed_on(student, rng):
    """vi: lỗi của mô hình được ném tiếp cho nơi gọi
    en: the model's error goes on to the caller
    """
    found = watch(student, [some_model(rng), failing(rng)], "raised")
    ended = [bool(each) for each in told(found, "raised")]
    expect(
        ended == [False, True],
        vi=f"Với một yêu cầu tốt rồi một yêu cầu lỗi, exception tới nơi gọi: {ended}; cần "
        "[False, True].",
        en=f"For a good request and then one that fails, an exception reached the caller: {ended}; "
        "expected [False, True].",
    )


@pytest.mark.check(points=2, topics=["labels"])
def test_status_label(student, rng):
    """vi: model_requests_total có label status với đúng hai giá trị success và error
    en: model_requests_total has the label status with exactly two values, success and error
    """
    found = watch(student, [some_model(rng), failing(rng)], "raised", "labels")
    expect_exposed(found["labels"], REQUESTS)
    labels = found["labels"][REQUESTS]
    expect(
        "status" in labels,
        vi=f"Các label của {REQUESTS}: {labels}; cần status.",
        en=f"The labels of {REQUESTS} are {labels}; expected status.",
        misconception="label-renamed" if len(labels) == 1 else None,
    )
    values = found["values"][REQUESTS]
    others = [value for value in values if value not in ("success", "error")]
    expect(
        values == ["error", "success"],
        vi=f"Các giá trị của status: {values}; cần success và error.",
        en=f"The values of status are {values}; expected success and error.",
        misconception="label-renamed" if others and len(values) == 2 and _plain(others) else None,
    )


@pytest.mark.check(points=2, topics=["latency", "types"])
def test_latency_is_a_histogram(student, rng):
    """vi: model_request_latency_seconds là một Histogram
    en: model_request_latency_seconds is a Histogram
    """
    found = watch(student, [some_model(rng)], "kinds", "observed")
    expect_kind(found["kinds"], f"{LATENCY}_count", "histogram")
    expect_recorded(
        told(found, "observed")[0],
        LATENCY,
        vi="sau một yêu cầu nó không ghi nhận giá trị nào",
        en="after a request nothing has been observed",
    )


@pytest.mark.check(points=2, topics=["latency"])
def test_latency_of_every_request(student, rng):
    """vi: mỗi yêu cầu được đo đúng một lần, kể cả khi bị lỗi
    en: every request is timed exactly once, a failed one too
    """
    requests = [some_model(rng), failing(rng), some_model(rng, 1)]
    expect_told(
        watch(student, requests, "raised", "observed"),
        "observed",
        [1.0] * 3,
        vi=f"{LATENCY}_count phải tăng 1.",
        en=f"{LATENCY}_count has to grow by 1.",
    )


@pytest.mark.check(points=2, topics=["latency"])
def test_latency_in_seconds(student, rng):
    """vi: thời gian đo được là của cả lần gọi mô hình, tính bằng giây
    en: what is measured is the time of the model's answer, in seconds
    """
    found = watch(student, [{**some_model(rng), "seconds": 0.03}], "seconds", "observed")
    got = told(found, "seconds")[0]
    expect_exposed([] if got == "nothing" else [f"{LATENCY}_sum"], f"{LATENCY}_sum")
    expect(
        told(found, "observed")[0],
        vi=f"{LATENCY} không ghi nhận giá trị nào.",
        en=f"{LATENCY} observes nothing.",
    )
    expect(
        got == "right",
        vi=f"{LATENCY}_sum tăng không đúng với một mô hình cần 0,03 giây: "
        f"{'quá ít' if got == 'too little' else f'khoảng {got[:-6]} lần'}.",
        en=f"{LATENCY}_sum grew wrongly for a model that takes 0.03 seconds: "
        f"{got if got == 'too little' else f'about {got}'}.",
    )


@pytest.mark.check(
    points=2, topics=["buckets"], needs=["predict_with_metrics.latency_is_a_histogram"]
)
def test_buckets(student, rng):
    """vi: các bucket cộng dồn, có cận 1 giây và cận trên, dưới 1 giây
    en: the buckets are cumulative, with a bound at 1 second and bounds above and below it
    """
    found = watch(student, [some_model(rng)] * 3, "buckets")
    finite = [bound for bound in found["bounds"] if bound < float("inf")]
    expect(
        found["cumulative"] and found["observed"] == 3.0,
        vi='Sau 3 yêu cầu, các bucket phải tăng dần tới 3 ở le="+Inf"; ở đó thấy '
        f"{found['observed']:g}.",
        en='After 3 requests the buckets have to grow to 3 at le="+Inf", where there is '
        f"{found['observed']:g}.",
    )
    demand(
        1.0 in finite and min(finite) < 1.0 < max(finite),
        "latency-in-milliseconds" if finite[-1:] >= [100.0] else "bucket-at-threshold-missing",
        vi=f"Các cận của bucket: {finite}. Cần cận 1 giây, và cận ở cả hai phía của nó.",
        en=f"The buckets' bounds are {finite}. One has to be 1 second, with bounds on both sides.",
    )


@pytest.mark.check(points=1, topics=["in progress", "types"])
def test_in_progress_is_a_gauge(student, rng):
    """vi: model_requests_in_progress là một Gauge
    en: model_requests_in_progress is a Gauge
    """
    found = watch(student, [some_model(rng)], "kinds", "inside")
    expect_kind(found["kinds"], IN_PROGRESS, "gauge")
    expect_recorded(
        told(found, "inside")[0] is not None,
        IN_PROGRESS,
        vi="một yêu cầu không hề hỏi mô hình",
        en="a request never asks the model",
    )


@pytest.mark.check(points=2, topics=["in progress"])
def test_in_progress_inside(student, rng):
    """vi: trong khi mô hình trả lời, model_requests_in_progress cao hơn 1; sau đó như cũ
    en: while the model answers, model_requests_in_progress is 1 higher; afterwards as before
    """
    found = watch(student, [some_model(rng), some_model(rng)], "inside", "after")
    inside, after = told(found, "inside"), told(found, "after")
    expect(
        inside == [1.0, 1.0] and after == [0, 0],
        vi=f"{IN_PROGRESS}, so với lúc đầu: trong lúc trả lời {_shown(inside)} (cần 1, 1), sau đó "
        f"{_shown(after)} (cần 0, 0).",
        en=f"{IN_PROGRESS}, against the start: {_shown(inside)} during the answers (expected "
        f"1, 1), {_shown(after)} after them (expected 0, 0).",
    )


@pytest.mark.check(points=2, topics=["in progress", "errors"])
def test_in_progress_after_an_error(student, rng):
    """vi: sau một yêu cầu bị lỗi, model_requests_in_progress cũng trở về như cũ
    en: after a request that fails, model_requests_in_progress is as before, too
    """
    found = watch(student, [failing(rng), failing(rng)], "raised", "inside", "after")
    inside, after = told(found, "inside"), told(found, "after")
    expect(
        inside == [1.0, 1.0] and after == [0, 0],
        vi=f"{IN_PROGRESS}, so với lúc đầu, khi mô hình bị lỗi: trong lúc trả lời {_shown(inside)} "
        f"(cần 1, 1), sau đó {_shown(after)} (cần 0, 0).",
        en=f"{IN_PROGRESS}, against the start, where the model fails: {_shown(inside)} during the "
        f"answers (expected 1, 1), {_shown(after)} after them (expected 0, 0).",
    )


@pytest.mark.check(points=2, topics=["in progress"])
def test_in_progress_side_by_side(student, rng):
    """vi: hai yêu cầu cùng lúc được đếm là 2
    en: two requests at the same time count as 2
    """
    entered, inside, after, _ = watch(student, [some_model(rng)], "parallel")["parallel"]
    expect_exposed([] if None in (inside, after) else [IN_PROGRESS], IN_PROGRESS)
    # Code under a lock answers one request at a time; then the other may wait inside or outside.
    expect(
        entered <= inside <= 2 and entered > 0 and after == 0,
        vi=f"{IN_PROGRESS}, so với lúc đầu: {inside:g} khi {entered} yêu cầu đang được trả lời, "
        f"{after:g} sau đó.",
        en=f"{IN_PROGRESS}, against the start: {inside:g} while {entered} requests are being "
        f"answered, {after:g} afterwards.",
    )


@pytest.mark.check(points=3, topics=["predictions"])
def test_predictions_by_class(student, rng):
    """vi: model_predictions_total tăng theo số mẫu của từng lớp dự đoán
    en: model_predictions_total grows by the number of samples of each predicted class
    """
    requests = [some_model(rng, *shape) for shape in SHAPES]
    expected = []
    for request in requests:
        classes = (request["X"] @ request["W"]).argmax(axis=1).tolist()
        expected.append({str(c): float(classes.count(c)) for c in sorted(set(classes))})
    expect_told(
        watch(student, requests, "predictions"),
        "predictions",
        expected,
        sizes=[len(request["X"]) for request in requests],
        vi=f"{PREDICTIONS} phải đếm từng mẫu theo lớp.",
        en=f"{PREDICTIONS} has to count each sample under its class.",
    )


@pytest.mark.check(points=2, topics=["predictions", "types", "labels"])
def test_predictions_are_a_counter(student, rng):
    """vi: model_predictions_total là một Counter với label predicted_class
    en: model_predictions_total is a Counter with the label predicted_class
    """
    found = watch(student, [some_model(rng)], "kinds", "labels")
    expect_kind(found["kinds"], PREDICTIONS, "counter")
    labels = found["labels"][PREDICTIONS]
    expect(
        "predicted_class" in labels,
        vi=f"Các label của {PREDICTIONS}: {labels}; cần predicted_class.",
        en=f"The labels of {PREDICTIONS} are {labels}; expected predicted_class.",
        misconception="label-renamed" if len(labels) == 1 else None,
    )


@pytest.mark.check(points=2, topics=["cardinality", "labels"])
def test_number_of_series(student, rng):
    """vi: số chuỗi thời gian không tăng theo số yêu cầu hay theo nội dung của lỗi
    en: the number of time series does not grow with requests or with the texts of errors
    """
    request = some_model(rng)

    def requests(count):
        bad = [failing(rng, f"row {rng.integers(1 << 30)} is broken") for _ in range(count)]
        return [request, *bad, *({**request, "X": request["X"] * 0.9**n} for n in range(count))]

    few = watch(student, requests(2), "raised", "series")["series"]
    many = watch(student, requests(12), "raised", "series")["series"]
    for name in (REQUESTS, f"{LATENCY}_count", PREDICTIONS):
        expect_exposed(few, name)
    for name in sorted(many):
        # Classes may be wrong, but there are no more of them than samples.
        demand(
            many[name] <= max(few.get(name, 0), 8) or name.endswith(("_bucket", "_created")),
            "label-per-request",
            vi=f"{name} có {few.get(name, 0)} chuỗi sau 5 yêu cầu và {many[name]} sau 25 yêu cầu "
            "nữa: giá trị của một label thay đổi theo từng yêu cầu.",
            en=f"{name} has {few.get(name, 0)} series after 5 requests and {many[name]} after 25 "
            "more: the value of a label changes with every request.",
        )
