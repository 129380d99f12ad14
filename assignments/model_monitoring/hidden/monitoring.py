"""What the suites share: probes that read the exposition and the files, and invented traffic.

Metrics are found by the name under which they are exposed, in the default registry or in any other
that can be reached from the student's variables, whatever those are called. Everything is read as
the difference to what was exposed before, so earlier requests of the student's own do not count.

Expressions are not compared with ours: they are worked out on invented series, and what they say
has to be right.
"""

import re
from contextlib import suppress
from dataclasses import replace

import numpy as np

from grader import promql
from grader.model import Text
from grader.suite.api import Unmet, expect, fetch, probe
from grader.suite.documents import document

REQUESTS = "model_requests_total"
LATENCY = "model_request_latency_seconds"
IN_PROGRESS = "model_requests_in_progress"
PREDICTIONS = "model_predictions_total"
DRIFT = "model_feature_drift"
EXPOSED = {
    REQUESTS: ["status"],
    f"{LATENCY}_bucket": ["le"],
    f"{LATENCY}_count": [],
    f"{LATENCY}_sum": [],
    IN_PROGRESS: [],
    PREDICTIONS: ["predicted_class"],
    DRIFT: ["feature"],
}
"""The samples that the statement asks for, each with its labels."""

# ------------------------------------------------------------------ what runs beside the student


def found_registries(*scopes):
    """The default registry, and those that can be reached from the variables in some scopes.

    What an object holds is asked of the interpreter, not of the object, whose attributes may do
    anything when they are read. So slots, caches and named tuples are looked into as well.
    """
    import gc
    import types
    from collections import deque
    from pathlib import Path

    import prometheus_client

    here, names = f"{Path.cwd()}/", [scope for scope in scopes if scope is not None]
    own = {scope.get("__name__") for scope in names} | {"prometheus_client.exposition"}
    others = {"builtins", "typing", "numpy", "prometheus_client"}
    holders = (dict, list, tuple, set, frozenset, types.MethodType, types.CellType)
    found = {id(prometheus_client.REGISTRY): prometheus_client.REGISTRY}
    seen, todo, spaces = {}, deque(names), {*map(id, names)}
    while todo and len(seen) < 5000:
        value = todo.popleft()  # what is nearest first
        kind = type(value)
        if id(value) in seen:
            continue
        seen[id(value)] = value  # kept, or another object might get its id
        if issubclass(kind, prometheus_client.CollectorRegistry):
            found[id(value)] = value
        elif issubclass(kind, types.ModuleType):
            file = vars(value).get("__file__")
            if isinstance(file, str) and str(Path(file).absolute()).startswith(here):
                own.add(value.__name__)
                spaces.add(id(vars(value)))
                todo.append(vars(value))
        elif kind is dict and "__spec__" in value and id(value) not in spaces:
            continue  # the variables of a library
        elif kind is types.FunctionType or issubclass(kind, type):
            todo.extend(gc.get_referents(value) if value.__module__ in own else ())
        elif kind in holders or str(kind.__module__).partition(".")[0] not in others:
            todo.extend(gc.get_referents(value))
    return list(found.values())


def exposition(registry):
    """What a registry exposes, but for what the client library tells of every Python process."""
    import prometheus_client
    from prometheus_client.parser import text_string_to_metric_families

    text = prometheus_client.generate_latest(registry).decode()
    process = ("python_", "process_", "# HELP python_", "# HELP process_")
    process += ("# TYPE python_", "# TYPE process_")
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith(process)]
    return text_string_to_metric_families("".join(lines))


def watched(_module, function, requests, wanted):
    """What the exposition says of some calls of *function*, as differences to the start.

    Args:
        function: ``predict_with_metrics`` or ``update_drift``.
        requests: For each call a dict. With "W", features of shape (N, D) and weights of shape
            (D, C): a model is made of the weights; it fails if there is an "error" text, and takes
            "seconds". With "arguments": what the function is called with.
        wanted: What to tell of each call, or of all of them.
    """
    import math
    import threading
    import time
    from contextlib import suppress

    def registries():
        return found_registries(vars(_module), getattr(function, "__globals__", None))

    def samples():
        kinds, values = {}, {}
        for registry in known:
            for family in exposition(registry):
                for sample in family.samples:
                    kinds[sample.name] = family.type
                    key = tuple(sorted(sample.labels.items()))
                    series = values.setdefault(sample.name, {})
                    series[key] = series.get(key, 0.0) + sample.value
        return kinds, values

    def grown(name, since, now, label=None):
        """The differences of a metric's series, added up by the value of a label."""
        sums = {}
        for key, value in now.get(name, {}).items():
            labels = dict(key)
            if label is None:
                group = ""
            elif label in labels:
                group = labels[label]
            else:
                group = next(iter(labels.values()), "") if len(labels) == 1 else ""
            with suppress(ValueError, OverflowError):
                group = str(int(float(group)))
            sums[group] = sums.get(group, 0.0) + value - since.get(name, {}).get(key, 0.0)
        return {group: value for group, value in sums.items() if value}

    class Model:
        """A softmax classifier; however it is called, it looks around while it answers."""

        def __init__(self, request, look):
            self.request, self.look, self.seconds, self.runs = request, look, 0.0, 0

        def predict_proba(self, X):
            started = time.perf_counter()
            self.runs += 1
            self.look()
            if self.request.get("seconds"):
                time.sleep(self.request["seconds"])
            if self.request.get("error"):
                raise ValueError(self.request["error"])
            X = np.asarray(X)
            if X.ndim != 2 or X.shape[1] != len(self.request["W"]):
                raise ValueError(f"the model takes (N, {len(self.request['W'])}), not {X.shape}")
            z = X @ self.request["W"]
            p = np.exp(z - z.max(axis=1, keepdims=True))
            self.seconds = time.perf_counter() - started
            return p / p.sum(axis=1, keepdims=True)

        __call__ = forward = predict_proba

        def predict(self, X):
            return self.predict_proba(X).argmax(axis=1)

    def level(since, now):
        return sum(grown(IN_PROGRESS, since, now).values()) if IN_PROGRESS in now else None

    IN_PROGRESS, LATENCY = "model_requests_in_progress", "model_request_latency_seconds"
    known = registries()
    start = samples()[1]
    calls = []
    for request in requests:
        told = {"inside": None}

        def look(told=told):
            if not calls:
                known[:] = registries()  # made at the first request, in some forms
            if told["inside"] is None and "inside" in wanted:
                told["inside"] = level(start, samples()[1])

        model = Model(request, look)
        before = samples()[1]
        arguments = request["arguments"] if "arguments" in request else [model, request["X"]]
        kept = [np.array(each) for each in arguments if isinstance(each, np.ndarray)]
        told["raised"], begun = "", time.perf_counter()
        try:
            told["answer"] = function(*arguments)
        except Exception as error:
            told["answer"], told["raised"] = None, type(error).__name__
            if "raised" not in wanted or isinstance(error, NotImplementedError):
                raise
        outer = time.perf_counter() - begun
        told["awaitable"] = hasattr(type(told["answer"]), "__await__")
        if told["awaitable"]:
            told["answer"] = None
        if not calls and "arguments" in request:
            known[:] = registries()
        now = samples()[1]
        seconds = sum(grown(f"{LATENCY}_sum", before, now).values())
        if f"{LATENCY}_sum" not in now:
            told["seconds"] = "nothing"
        elif "W" in request and not model.runs:
            told["seconds"] = "too little"
        elif model.seconds * 0.9 - 0.005 <= seconds <= outer * 1.1 + 0.005:
            told["seconds"] = "right"
        elif seconds < model.seconds:
            told["seconds"] = "too little"
        else:
            told["seconds"] = f"10^{round(math.log10(seconds / max(model.seconds, 1e-9)))} times"
        told["after"] = level(start, now)
        told["requests"] = grown("model_requests_total", before, now, "status")
        told["predictions"] = grown("model_predictions_total", before, now, "predicted_class")
        told["observed"] = sum(grown(f"{LATENCY}_count", before, now).values())
        told["drift"] = {}
        for key, value in now.get("model_feature_drift", {}).items():
            if value == start.get("model_feature_drift", {}).get(key):
                continue  # left over from earlier calls with more features
            labels = dict(key)
            told["drift"][labels.get("feature", next(iter(labels.values()), ""))] = value
        told["kept"] = all(
            np.array_equal(old, new)
            for old, new in zip(
                kept, [e for e in arguments if isinstance(e, np.ndarray)], strict=True
            )
        )
        calls.append({name: told[name] for name in wanted if name in told})

    kinds, end = samples()
    whole = {"calls": calls}
    if "parallel" in wanted:
        come, go, raised = threading.Semaphore(0), threading.Event(), []

        def hold():
            come.release()
            go.wait(4)

        held = [Model(requests[0], hold) for _ in range(2)]
        arguments = requests[0]["X"]

        def answer(model):
            try:
                function(model, arguments)
            except Exception as error:  # noqa: BLE001 - whatever the student's code raises
                raised.append(type(error).__name__)

        threads = [threading.Thread(target=answer, args=(model,)) for model in held]
        entered = 0
        for thread in threads:
            thread.start()
            deadline = time.monotonic() + 1.2  # code under a lock lets one in at a time
            while thread.is_alive() and time.monotonic() < deadline:
                if come.acquire(timeout=0.01):
                    entered += 1
                    break
        whole["parallel"] = [entered, level(start, samples()[1])]
        go.set()
        for thread in threads:
            thread.join(4)
        whole["parallel"] += [level(start, samples()[1]), raised]
    if "kinds" in wanted:
        whole["kinds"] = {name: kinds[name] for name in sorted(kinds) if "_created" not in name}
    if "labels" in wanted:
        whole["labels"] = {
            name: sorted({label for key in end[name] for label, _ in key}) for name in sorted(end)
        }
        whole["values"] = {
            name: sorted({value for key in end[name] for label, value in key if label == "status"})
            for name in sorted(end)
        }
    if "series" in wanted:
        whole["series"] = {name: len(end[name]) for name in sorted(end)}
    if "buckets" in wanted:
        series = [
            (float(dict(key)["le"]), value - start.get(f"{LATENCY}_bucket", {}).get(key, 0.0))
            for key, value in end.get(f"{LATENCY}_bucket", {}).items()
            if "le" in dict(key)
        ]
        whole["bounds"] = sorted({bound for bound, _ in series})
        counts = [sum(v for other, v in series if other == bound) for bound in whole["bounds"]]
        # Where a request falls is a matter of time, which no two runs share.
        whole["cumulative"] = counts == sorted(counts)
        whole["observed"] = counts[-1] if counts else 0.0
    return whole


# ------------------------------------------------------------------ metrics, on our side

HELPERS = (found_registries, exposition)
"""What the probes call."""


def some_model(rng, n_samples=7, n_features=5, n_classes=3):
    """Features and weights, whose classes are mixed."""
    return {
        "X": rng.normal(size=(n_samples, n_features)),
        "W": 3 * rng.normal(size=(n_features, n_classes)),
    }


def watch_calls(student, function, requests, *wanted):
    """What ``watched`` tells of *requests* to one of the student's functions."""
    wanted = [*wanted, "awaitable"]
    found = probe(student, watched, function, requests, wanted, helpers=HELPERS)
    expect(
        not any(call["awaitable"] for call in found["calls"]),
        vi="Hàm được định nghĩa bằng async def: gọi hàm chỉ cho một coroutine, chưa chạy gì cả. "
        "Hãy dùng def.",
        en="The function is defined with async def: a call gives a coroutine, and nothing has run "
        "yet. Use def.",
    )
    return found


def watch(student, requests, *wanted):
    """What ``watched`` tells of *requests* to the student's ``predict_with_metrics``."""
    return watch_calls(student, student.predict_with_metrics, requests, *wanted)


def expect_exposed(found, name):
    """A sample of that name is exposed; *found* is all that is, where that is known."""
    others = [each for each in found if not each.endswith(("_created", "_bucket"))]
    alike = ", ".join(others)[:300]
    expect(
        name in found,
        vi=f"Không có {name} trong các metric được xuất ra"
        f"{f'. Những gì được xuất ra: {alike}' if alike else ''}.",
        en=f"{name} is not among the exposed metrics"
        f"{f'. What is exposed: {alike}' if alike else ''}.",
    )


def expect_kind(found, sample, kind):
    """That sample belongs to a metric of that type."""
    expect_exposed(found, sample)
    expect(
        found[sample] == kind,
        vi=f"{sample} có kiểu {found[sample]}; cần kiểu {kind}.",
        en=f"{sample} is of type {found[sample]}; it has to be a {kind}.",
    )


def demand(condition, slug, *, vi, en):
    """Like ``expect``; where it does not hold, the mistake has that name, if any."""
    if not condition:
        raise Unmet([Text(vi=vi, en=en)], misconception=slug)


# ------------------------------------------------------------------ files, on our side

DASHBOARD = (
    "dashboard",
    "DASHBOARD",
    "dashboard_json",
    "DASHBOARD_JSON",
    "grafana_dashboard",
    "GRAFANA_DASHBOARD",
    "make_dashboard",
    "build_dashboard",
    "create_dashboard",
    "get_dashboard",
)
RULES = (
    "alert_rules",
    "ALERT_RULES",
    "alerts",
    "ALERTS",
    "alerts_yml",
    "ALERTS_YML",
    "alerts_yaml",
    "alert_rules_yaml",
    "alerting_rules",
    "make_alert_rules",
    "build_alert_rules",
    "create_alert_rules",
    "get_alert_rules",
)


def the_dashboard(student):
    """The student's dashboard: an object of JSON."""
    return document(
        student,
        DASHBOARD,
        missing=lambda: fetch(student.dashboard),
        files=["dashboard.json"],
        suffixes=[".json"],
        mark='"expr"',
    )


def the_rules(student, *, as_it_is=False):
    """The student's alert rules: the mapping that the YAML file is.

    Rules that are wrapped up as an object of Kubernetes are no file for Prometheus. That is told
    where their form is asked for; everything else looks at what is inside, unless *as_it_is*.
    """
    data = document(
        student,
        RULES,
        missing=lambda: fetch(student.alert_rules),
        files=["alerts.yml", "alerts.yaml", "alert_rules.yml", "alert_rules.yaml", "rules.yml"],
        suffixes=[".yml", ".yaml"],
        mark="groups",
    )
    rules = list(rules_of(data))
    expect(
        not rules or not all("data" in rule and "title" in rule for rule in rules),
        vi="Đây là luật cảnh báo của Grafana (apiVersion, title, data). Cần luật của Prometheus: "
        "groups, trong đó có name và rules, mỗi luật có alert, expr, for.",
        en="These are alert rules of Grafana (apiVersion, title, data). What is asked for are rules"
        " of Prometheus: groups with name and rules, each rule with alert, expr, for.",
    )
    inside = data.get("spec")
    wrapped = "groups" not in data and isinstance(inside, dict) and "groups" in inside
    return inside if wrapped and not as_it_is else data


def exported(student):
    """The labels of every metric that the student's code exposes, and of those that it should."""
    rng = np.random.default_rng(1)
    return {**EXPOSED, **probe(student, exposed, some_model(rng), helpers=HELPERS)}


def exposed(_module, request):
    """The samples that are exposed after two requests and an update, each with its labels."""
    from contextlib import suppress

    class Model:
        def predict_proba(self, X):
            if X is None:
                raise ValueError("no features")
            z = X @ request["W"]
            return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)

        __call__ = forward = predict_proba

        def predict(self, X):
            return self.predict_proba(X).argmax(axis=1)

    X = request["X"]
    for name, arguments in (
        ("predict_with_metrics", (Model(), X)),
        ("predict_with_metrics", (Model(), None)),
        ("update_drift", (X, X.mean(axis=0), X.std(axis=0))),
    ):
        with suppress(Exception):
            getattr(_module, name)(*arguments)
    found = {}
    functions = (getattr(_module, name, None) for name in ("predict_with_metrics", "update_drift"))
    scopes = [vars(_module), *(getattr(each, "__globals__", None) for each in functions)]
    for registry in found_registries(*scopes):
        for family in exposition(registry):
            for sample in family.samples[:200]:
                labels = found.setdefault(sample.name, [])
                labels += [label for label in sample.labels if label not in labels]
    return {name: sorted(labels) for name, labels in sorted(found.items())[:200]}


OTHER_LANGUAGES = ("loki", "tempo", "pyroscope")
"""Data sources of Grafana whose queries stand under "expr" as well, and are not PromQL."""


def expressions(data, other=False):
    """Every text under an "expr", in order: all of Grafana's models of a dashboard have them.

    Not those of a target, or of a panel, whose data source has another language.
    """
    if isinstance(data, dict):
        source = data.get("datasource") or data.get("group")
        kind = source.get("type") if isinstance(source, dict) else source
        if isinstance(kind, str):
            other = any(name in kind.casefold() for name in OTHER_LANGUAGES)
        for key, value in data.items():
            if key == "expr" and isinstance(value, str) and value.strip():
                yield from () if other else (value,)
            else:
                yield from expressions(value, other)
    elif isinstance(data, list):
        for each in data:
            yield from expressions(each, other)


VARIABLE = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|\#[^\n]*)
    |\$\{(?P<braces>\w+)[^}]*\}|\$(?P<plain>\w+)|\[\[(?P<old>\w+)[^\]]*\]\]""",
    re.VERBOSE,
)
"""A variable of Grafana, outside of PromQL's texts and comments."""
BUILT_IN = {
    "__range": "1h",
    "__range_s": "3600",
    "__range_ms": "3600000",
    "__interval": "5m",
    "__interval_ms": "300000",
    "__rate_interval": "5m",
    "__rate_interval_ms": "300000",
}
LABELS_BEFORE = re.compile(
    r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^()]*$", re.IGNORECASE
)


def filled(text, values):
    """An expression with something that fits in place of each variable.

    Args:
        text: As it stands in the dashboard.
        values: What the dashboard itself has chosen for its variables.
    """

    def fitting(found):
        if found["text"] is not None:
            return found["text"]
        name = found["braces"] or found["plain"] or found["old"]
        before, after = text[: found.start()].rstrip(), text[found.end() :]
        value = BUILT_IN.get(name, values.get(name, ""))
        if re.search(r"\[[^\]]*$|\boffset\s*-?$", before, re.IGNORECASE):
            unit = re.match(r"(ms|[smhdwy])\b", after) is not None
            fits = value.isdigit() if unit else promql.seconds_of(value)
            return value if fits else "300" if unit else "5m"
        if LABELS_BEFORE.search(before):
            return value if promql.NAME.fullmatch(value) else "job"
        if value:
            return value
        if re.match(r"\s*[\[{]", after):
            return "up"  # a metric that nothing is known of
        return "0.95" if re.search(r"histogram_quantile\s*\($", before) else "1"

    return VARIABLE.sub(fitting, text)


def chosen(data):
    """The values of a dashboard's variables, by name, where it has one for them."""
    if isinstance(data, dict):
        name, current = data.get("name"), data.get("current")
        if isinstance(name, str):
            value = current.get("value") if isinstance(current, dict) else None
            value = value[0] if isinstance(value, list) and value else value
            if not isinstance(value, str) or "$" in value or not value:
                query = data.get("query")
                value = query.partition(",")[0].strip() if isinstance(query, str) else ""
            if re.fullmatch(r"[\w.:]+", value):
                yield name, value
        for each in data.values():
            yield from chosen(each)
    elif isinstance(data, list):
        for each in data:
            yield from chosen(each)


def read(text):
    """An expression, or what is wrong with it as ``Unmet``."""
    try:
        return promql.parse(text)
    except promql.NotPromqlError as error:
        vi, en = f"Không đọc được biểu thức {_short(text)}", f"{_short(text)} is no expression"
        slug = "range-missing" if "reads a range" in error.reason.template else None
        notes = [Text(vi=f"{vi}:", en=f"{en}:"), error.reason]
        raise Unmet(notes, misconception=slug) from None


def _short(text):
    line = " ".join(text.split())
    return f"`{line if len(line) <= 160 else line[:160] + '…'}`"


def readable(texts):
    """The expressions among *texts* that can be read."""
    for text in texts:
        try:
            yield text, promql.parse(text)
        except promql.NotPromqlError:
            continue


COMMON = ("up", "ALERTS", "ALERTS_FOR_STATE", "time")
"""What Prometheus has by itself; also scrape_…, and what every Python program exposes."""


def expect_known(texts, known):
    """Every metric that the expressions read is one that exists."""
    for text in texts:
        for name in promql.names(read(text)):
            demand(
                name in known
                or name in COMMON
                or name.startswith(("scrape_", "python_", "process_"))
                or not name,
                "unknown-metric",
                vi=f"{_short(text)} đọc {name}, metric mà code của em không xuất ra.",
                en=f"{_short(text)} reads {name}, which your code does not expose.",
            )


COUNTERS = ("_total", "_bucket", "_count", "_sum")
RATES = {"rate", "irate", "increase"}
OF_COUNTERS = {"resets", "changes", "absent_over_time", "present_over_time", "count_over_time"}


def expect_rates(texts):
    """Counters are read through a rate, and only counters are."""
    for text, node in readable(texts):
        for part, parents in promql.walk(node):
            if not isinstance(part, promql.Selector) or not part.name.startswith("model_"):
                continue
            outside = [each for each in parents if not isinstance(each, promql.Subquery)]
            around = outside[-1] if outside else None
            called = getattr(around, "name", "")
            if part.name.endswith(COUNTERS):
                demand(
                    called in RATES | OF_COUNTERS
                    or any(getattr(p, "name", "") == "absent" for p in parents)
                    or _by_hand(part, around),
                    "counter-without-rate",
                    vi=f"{_short(text)} đọc counter {part.name} mà không qua rate, irate hay "
                    "increase.",
                    en=f"{_short(text)} reads the counter {part.name} without rate, irate or "
                    "increase.",
                )
            elif part.name in (IN_PROGRESS, DRIFT):
                demand(
                    called not in RATES,
                    "rate-on-gauge",
                    vi=f"{_short(text)} dùng {called} cho {part.name}, vốn là gauge.",
                    en=f"{_short(text)} takes {called} of {part.name}, which is a gauge.",
                )


def _by_hand(part, around):
    """Whether a counter stands in ``x - x offset 5m``."""
    return (
        isinstance(around, promql.Binary)
        and around.operator == "-"
        and {getattr(around.left, "name", 1), getattr(around.right, "name", 2)} == {part.name}
    )


def expect_quantiles(texts, series):
    """Every ``histogram_quantile`` gets buckets with their bounds, and says something."""
    for text, node in readable(texts):
        for part, _ in promql.walk(node):
            if (
                isinstance(part, promql.Call)
                and part.name == "histogram_quantile"
                and set(promql.names(part)) <= EXPOSED.keys()
            ):
                try:
                    said = worked_out(part, series)
                except (promql.NoAnswerError, NotImplementedError):
                    continue  # what it says is another check's business
                demand(
                    said,
                    "quantile-without-le" if _bucketed(part) else None,
                    vi=f"Trong {_short(text)}, histogram_quantile không cho giá trị nào: nó cần "
                    "các …_bucket còn nguyên label le.",
                    en=f"In {_short(text)}, histogram_quantile gives nothing: it needs …_bucket "
                    "series that still have their label le.",
                )


def _bucketed(node):
    return all(name.endswith("_bucket") for name in promql.names(node))


def worked_out(node, series):
    """The values of an expression on invented series; a number counts as one value."""
    series = list(series)
    ours = {label for each in series for label in each.labels} - PLACE.keys() | {"__name__"}
    value = promql.evaluate(_without_others(node, ours), series)
    return value if isinstance(value, dict) else {frozenset(): value}


def _without_others(node, ours):
    """The expression without conditions on labels that only a scrape adds, such as job."""
    if isinstance(node, promql.Selector):
        own = [m for m in node.matchers if m.label in ours and "$" not in m.value]
        return replace(node, matchers=tuple(own))
    if isinstance(node, promql.Call):
        return replace(node, arguments=tuple(_without_others(a, ours) for a in node.arguments))
    if isinstance(node, promql.Binary):
        left, right = _without_others(node.left, ours), _without_others(node.right, ours)
        return replace(node, left=left, right=right)
    if isinstance(node, (promql.Aggregate, promql.Subquery, promql.Negative)):
        return replace(node, inner=_without_others(node.inner, ours))
    return node


# ------------------------------------------------------------------ invented traffic

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, float("inf"))
SHARES = (0.5, 0.3, 0.2)
FAST = ((0.3, 1.0),)
PLACE = {"instance": "localhost:8000", "job": "model"}


def traffic(*, rate=12.0, errors=0.01, times=FAST, past=0.02, in_progress=3.0, labels=None):
    """The series of a service: *rate* requests a second, and a long past before.

    Args:
        errors: The share of requests that fail now; None where none ever has.
        times: Pairs of latency in seconds and share of the requests.
        past: The share that failed so far.
        labels: Of a prediction, where they are not ``predicted_class``.
    """
    labels = labels if labels and "predicted_class" not in labels else ["predicted_class"]
    total = 1e6

    def series(name, value, rate=0.0, **more):
        return promql.Series(name, {**PLACE, **more}, value, rate)

    yield series("up", 1.0)
    share = errors or 0.0
    yield series(REQUESTS, total * (1 - past), rate * (1 - share), status="success")
    if errors is not None:
        yield series(REQUESTS, total * past, rate * share, status="error")
    for bound in BOUNDS:
        below = sum(part for seconds, part in times if seconds <= bound)
        le = "+Inf" if bound == float("inf") else str(bound)
        yield series(f"{LATENCY}_bucket", total * (bound >= 0.5), rate * below, le=le)
    yield series(f"{LATENCY}_count", total, rate)
    mean = sum(seconds * part for seconds, part in times)
    yield series(f"{LATENCY}_sum", total * 0.3, rate * mean)
    yield series(IN_PROGRESS, in_progress)
    for number, part in enumerate(SHARES):
        own = {label: str(number) for label in labels}
        yield series(PREDICTIONS, total * part, rate * (1 - share) * part, **own)
    for number, value in enumerate((0.4, 2.5)):
        yield series(DRIFT, value, feature=str(number))


# ------------------------------------------------------------------ mistakes by their values

RATE, ERRORS, P95 = 12.0, 0.06, 1.25
TIMES = ((0.3, 0.94), (2.0, 0.06))
"""With 94 % below 1 s, the 95th percentile lies a sixth of the way from 1 s to 2.5 s."""
MEAN = sum(seconds * part for seconds, part in TIMES)
PAST = 0.02


def busy(labels=None):
    """Traffic on which every quantity that could be meant has another value."""
    return list(traffic(rate=RATE, errors=ERRORS, times=TIMES, past=PAST, labels=labels))


def near(value, *expected):
    """Whether a value is one of those, but for rounding."""
    return any(abs(value - each) <= 1e-6 * max(1.0, abs(each)) for each in expected)


def latency_mistake(node, values):
    """Which mistake gives those values on ``busy`` where the 95th percentile is meant; or None."""
    for part, _ in promql.walk(node):
        if isinstance(part, promql.Call) and part.name == "histogram_quantile":
            if isinstance(part.arguments[0], promql.Number) and part.arguments[0].value != 0.95:
                return "wrong-quantile"
            if not values and _bucketed(part):
                return "quantile-without-le"
    return "average-for-quantile" if any(near(v, MEAN, 1000 * MEAN) for v in values) else None


def asks_for_nothing(node):
    """Whether an expression asks for a status that no request has."""
    requests = [each for each in busy() if each.name == REQUESTS]
    return any(
        isinstance(part, promql.Selector)
        and part.name == REQUESTS
        and not worked_out(replace(part, seconds=None), requests)
        for part, _ in promql.walk(node)
    )


def errors_mistake(node, values):
    """Which mistake gives those values on ``busy`` where the share of errors is meant; or None."""
    if asks_for_nothing(node):
        return "label-value-unknown"
    failed, ratio = RATE * ERRORS, ERRORS / (1 - ERRORS)
    known = {
        "errors-not-relative": (failed, 60 * failed, 300 * failed, 600 * failed),
        "errors-over-successes": (ratio, 100 * ratio),
        "ratio-without-sum": (1.0, 100.0),
        "counter-without-rate": (PAST, 100 * PAST),
    }
    return next((s for s, e in known.items() if any(near(v, *e) for v in values)), None)


def alert_mistake(data, rule, right, mistake):
    """Which mistake an alert makes that fires wrongly; None where it has no name.

    Args:
        right: The right quantities on ``busy``, each with the right threshold for it, and whether
            an alert compares with ">" or "<".
        mistake: Names the mistake from the compared expression and its values.
    """
    node = promql.parse(str(rule["expr"]))
    if not isinstance(node, promql.Binary) or node.operator not in ("<", ">", "<=", ">="):
        return None
    scalars = [promql.kind_of(side) == "scalar" for side in (node.left, node.right)]
    if sum(scalars) != 1:
        return None
    bound, compared = (node.left, node.right) if scalars[0] else (node.right, node.left)
    try:
        threshold = promql.evaluate(bound, ())
        values = list(worked_out(compared, with_recorded(data, busy())).values())
    except (promql.NoAnswerError, NotImplementedError):
        return None
    above = (">" in node.operator) is not scalars[0]
    for quantity, wanted, sign in right:
        if any(near(value, quantity) for value in values):
            if node.as_bool:
                return "bool-comparison"
            if near(threshold, wanted):
                return "comparison-reversed" if above is not (sign == ">") else None
            unit = max(threshold, wanted) / max(min(threshold, wanted), 1e-9)
            return "threshold-unit" if near(unit, 60, 100, 1000, 1e6) else None
    return mistake(compared, values)


# ------------------------------------------------------------------ alert rules

_ALERT = {"alert", "expr", "for", "keep_firing_for", "labels", "annotations"}
_RECORD = {"record", "expr", "labels"}
_GROUP = {"name", "interval", "rules", "limit", "query_offset", "labels"}


def rules_of(data):
    """The rules in their groups' order; those that are no mapping are left out."""
    groups = data.get("groups")
    for group in groups if isinstance(groups, list) else []:
        rules = group.get("rules") if isinstance(group, dict) else None
        yield from (
            (rule for rule in rules if isinstance(rule, dict)) if isinstance(rules, list) else ()
        )


def expect_valid(data):
    """What ``promtool check rules`` would say of the structure."""
    groups = data.get("groups")
    others = sorted(data.keys() - {"groups"})
    _structure(isinstance(groups, list) and groups, "groups: […]")
    _structure(not others, "groups", others)
    seen = set()
    for group in groups:
        _structure(isinstance(group, dict), "groups: - name: …, rules: […]")
        name = group.get("name")
        _structure(isinstance(name, str) and name and name not in seen, "name", [str(name)])
        seen.add(name)
        _structure(not group.keys() - _GROUP, "groups", sorted(group.keys() - _GROUP))
        _structure(isinstance(group.get("rules"), list), f"{name}: rules: […]")
        for number, rule in enumerate(group["rules"], 1):
            _valid_rule(rule, f"{name}, {number}")


def _valid_rule(rule, where):
    _structure(isinstance(rule, dict), where)
    keys = _RECORD if "record" in rule else _ALERT
    others = sorted(rule.keys() - keys)
    _structure(not others, where, others)
    title = rule.get("record", rule.get("alert"))
    _structure(isinstance(title, (str, int)) and str(title), f"{where}: alert")
    expr = rule.get("expr")
    _structure(isinstance(expr, (str, int, float)) and str(expr).strip(), f"{where}: expr")
    for name in ("for", "keep_firing_for"):
        _structure(name not in rule or duration(rule[name]) is not None, f"{where}: {name}")
    for name in ("labels", "annotations"):
        table = rule.get(name) or {}
        _structure(isinstance(table, dict), f"{where}: {name}")
        for label, text in table.items():
            _structure(promql.NAME.fullmatch(label) and ":" not in label, where, [label])
            _structure(isinstance(text, (str, int, float)), f"{where}: {name}: {label}")
            open_, closed = str(text).count("{{"), str(text).count("}}")
            _structure(open_ == closed, f"{where}: {name}: {label}")


def _structure(holds, where, wrong=()):
    shown = ", ".join(wrong)[:120]
    expect(
        holds,
        vi=f"Prometheus không nhận tệp luật này: xem {where}{': ' + shown if shown else ''}.",
        en=f"Prometheus does not take this rule file: look at {where}"
        f"{': ' + shown if shown else ''}.",
    )


def duration(value):
    """Seconds of a "for"; None where Prometheus reads no duration."""
    if value is None:
        return 0.0
    return promql.seconds_of(value) if isinstance(value, str) else 0.0 if value == 0 else None


def texts_of(data):
    """The expressions of all rules."""
    return [str(rule["expr"]) for rule in rules_of(data) if rule.get("expr") is not None]


def recorded(data):
    """The names that recording rules make."""
    return {str(rule["record"]) for rule in rules_of(data) if "record" in rule}


MOST_SERIES = 1_000
"""Of a rule file: a rule that records all series there are makes twice as many of them."""


def with_recorded(data, series):
    """The series, and those that the student's recording rules make of them."""
    series = list(series)
    for rule in rules_of(data):
        if "record" not in rule:
            continue
        for _, node in readable([str(rule.get("expr"))]):
            with suppress(promql.NoAnswerError, NotImplementedError):
                found = worked_out(node, series)
                if len(series) + len(found) > MOST_SERIES:
                    return series
                for key, value in found.items():
                    labels = {name: text for name, text in key if name != "__name__"}
                    series.append(promql.Series(str(rule["record"]), labels, value))
    return series


def the_alert(data, title, metrics, minutes, loud, calm):
    """The alert of that name; else the first one that reads one of the metrics.

    Of several that share the name, as with a second one for a higher threshold, it is the one that
    fires in *loud* traffic, is silent in *calm* traffic, and waits for those minutes.
    """

    def fitting(rule):
        with suppress(Unmet, NotImplementedError):
            fits = fires(data, rule, traffic(**loud)) and not fires(data, rule, traffic(**calm))
            return fits + (fits and duration(rule.get("for")) == 60 * minutes)
        return 0

    alerts = [rule for rule in rules_of(data) if "alert" in rule and rule.get("expr") is not None]
    sources = {}
    for rule in rules_of(data):
        if "record" in rule:
            for _, node in readable([str(rule.get("expr"))]):
                sources[str(rule["record"])] = promql.names(node)
    named = [rule for rule in alerts if _plain(str(rule["alert"])) == _plain(title)]
    if named:
        return named[0] if len(named) == 1 else max(named, key=fitting)
    for rule in alerts:
        for _, node in readable([str(rule["expr"])]):
            names = promql.names(node)
            names += [deeper for name in names for deeper in sources.get(name, [])]
            if any(name.startswith(metrics) for name in names):
                return rule
    raise Unmet(
        [
            Text(
                vi=f"Không có cảnh báo {title}: không luật nào tên như vậy, và không luật nào đọc "
                f"{metrics[0]}.",
                en=f"There is no alert {title}: none has that name, and none reads {metrics[0]}.",
            )
        ]
    )


def _plain(title):
    return "".join(each for each in title.casefold() if each.isalnum())


def latency_alert(data):
    """The alert about the 95th percentile."""
    calm = {"times": ((0.7, 1.0),)}
    return the_alert(data, "HighLatency", (LATENCY,), 5, {"times": TIMES}, calm)


def error_alert(data):
    """The alert about the share of errors."""
    return the_alert(data, "HighErrorRate", (REQUESTS,), 10, {"errors": ERRORS}, {"errors": 0.049})


def fires(data, rule, series):
    """Whether an alert's expression gives anything."""
    try:
        return bool(worked_out(read(str(rule["expr"])), with_recorded(data, series)))
    except promql.NoAnswerError as error:
        said = f"{_short(str(rule['expr']))}:"
        raise Unmet([Text(vi=said, en=said), error.reason]) from None
