"""What the public suites share: a probe of two requests, and where the files are found."""

import numpy as np

from grader.suite.api import fetch
from grader.suite.documents import document


def two_requests(_module, predict):
    """The samples of model_requests_total before and after a good request and a failing one."""
    import gc
    import types
    from collections import deque
    from contextlib import suppress
    from pathlib import Path

    import prometheus_client

    holders = (dict, list, tuple, set, frozenset, types.MethodType, types.CellType)

    class Model:
        def __init__(self, fails):
            self.fails = fails

        def predict_proba(self, X):
            if self.fails:
                raise ValueError("the model is not loaded")
            return np.array([[0.1, 0.7, 0.2], [0.8, 0.1, 0.1], [0.2, 0.5, 0.3]])[: len(X)]

        __call__ = forward = predict_proba

        def predict(self, X):
            return self.predict_proba(X).argmax(axis=1)

    def registries():
        scopes = [vars(_module), getattr(predict, "__globals__", None) or {}]
        own, others = {scope.get("__name__") for scope in scopes}, {"builtins", "typing", "numpy"}
        todo, seen = deque(scopes), {}
        while todo and len(seen) < 5000:
            value = todo.popleft()
            kind = type(value)
            if id(value) in seen:
                continue
            seen[id(value)] = value  # kept, or another object might get its id
            if issubclass(kind, prometheus_client.CollectorRegistry):
                yield value
            elif issubclass(kind, types.ModuleType):
                file = vars(value).get("__file__")
                if isinstance(file, str) and Path.cwd() in Path(file).absolute().parents:
                    own.add(value.__name__)
                    todo.append(vars(value))
            elif kind is types.FunctionType or issubclass(kind, type):
                todo.extend(gc.get_referents(value) if value.__module__ in own else ())
            elif kind in holders or str(kind.__module__).partition(".")[0] not in others:
                # Asked of the interpreter: an object's attributes may do anything.
                todo.extend(gc.get_referents(value))

    def counted():
        found = {}
        own = {id(each): each for each in (prometheus_client.REGISTRY, *registries())}
        for registry in own.values():
            for metric in registry.collect():
                for sample in metric.samples:
                    if sample.name == "model_requests_total":
                        status = sample.labels.get("status", "")
                        found[status] = found.get(status, 0.0) + sample.value
        return found

    X, before = np.zeros((3, 4)), counted()
    classes = predict(Model(fails=False), X)
    with suppress(Exception):
        predict(Model(fails=True), X)
    after = counted()
    grown = {s: after[s] - before.get(s, 0.0) for s in after if after[s] != before.get(s, 0.0)}
    return [classes, grown]


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


def the_rules(student):
    """The student's alert rules: the mapping that the YAML file is."""
    return document(
        student,
        RULES,
        missing=lambda: fetch(student.alert_rules),
        files=["alerts.yml", "alerts.yaml", "alert_rules.yml", "alert_rules.yaml", "rules.yml"],
        suffixes=[".yml", ".yaml"],
        mark="groups",
    )
