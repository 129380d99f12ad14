"""The function is served by FastAPI, which is not installed everywhere."""

import time
import numpy as np
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from fastapi import FastAPI, HTTPException
from prometheus_client import make_asgi_app, generate_latest, CONTENT_TYPE_LATEST
from pydantic import BaseModel

REGISTRY = CollectorRegistry()
REQUESTS = Counter("model_requests_total", "Requests", ["status"], registry=REGISTRY)
LATENCY = Histogram("model_request_latency_seconds", "Latency", registry=REGISTRY)
IN_PROGRESS = Gauge("model_requests_in_progress", "In progress", registry=REGISTRY)
PREDICTIONS = Counter("model_predictions_total", "Predictions", ["predicted_class"], registry=REGISTRY)
DRIFT = Gauge("model_feature_drift", "Drift", ["feature"], registry=REGISTRY)


def predict_with_metrics(model, X):
    IN_PROGRESS.inc()
    start = time.perf_counter()
    try:
        classes = model.predict_proba(X).argmax(axis=1)
    except Exception:
        REQUESTS.labels(status="error").inc()
        raise
    else:
        REQUESTS.labels(status="success").inc()
        for c in classes:
            PREDICTIONS.labels(predicted_class=str(int(c))).inc()
        return classes
    finally:
        LATENCY.observe(time.perf_counter() - start)
        IN_PROGRESS.dec()


def update_drift(X, train_mean, train_std):
    d = np.abs(X.mean(axis=0) - train_mean) / np.where(train_std == 0, 1.0, train_std)
    for j, v in enumerate(d):
        DRIFT.labels(feature=str(j)).set(float(v))
    return d


def dashboard():
    return {
        "title": "t",
        "panels": [
            {
                "id": 0,
                "type": "timeseries",
                "title": "0",
                "targets": [{"refId": "A", "expr": "sum(rate(model_requests_total[5m]))"}],
            },
            {
                "id": 1,
                "type": "timeseries",
                "title": "1",
                "targets": [
                    {
                        "refId": "A",
                        "expr": 'sum(rate(model_requests_total{status="error"}[5m])) / sum(rate(model_requests_total[5m]))',
                    }
                ],
            },
            {
                "id": 2,
                "type": "timeseries",
                "title": "2",
                "targets": [
                    {
                        "refId": "A",
                        "expr": "histogram_quantile(0.95, sum(rate(model_request_latency_seconds_bucket[5m])) by (le))",
                    }
                ],
            },
            {
                "id": 3,
                "type": "timeseries",
                "title": "3",
                "targets": [{"refId": "A", "expr": "model_requests_in_progress"}],
            },
            {
                "id": 4,
                "type": "timeseries",
                "title": "4",
                "targets": [
                    {"refId": "A", "expr": "sum(rate(model_predictions_total[5m])) by (predicted_class)"}
                ],
            },
            {
                "id": 5,
                "type": "timeseries",
                "title": "5",
                "targets": [{"refId": "A", "expr": "model_feature_drift"}],
            },
        ],
    }


RULES = r"""groups:
  - name: model
    rules:
      - alert: HighLatency
        expr: |
          histogram_quantile(0.95, sum(rate(model_request_latency_seconds_bucket[5m])) by (le)) > 1
        for: 5m
        labels:
          severity: warning
      - alert: HighErrorRate
        expr: |
          sum(rate(model_requests_total{status="error"}[5m])) / sum(rate(model_requests_total[5m])) > 0.05
        for: 10m
        labels:
          severity: critical
"""


def alert_rules():
    return RULES


app = FastAPI(title="Model")
app.mount("/metrics", make_asgi_app(registry=REGISTRY))


class Features(BaseModel):
    rows: list[list[float]]


@app.post("/predict")
def predict_endpoint(body: Features):
    try:
        return {"classes": predict_with_metrics(MODEL, np.array(body.rows)).tolist()}
    except ValueError as e:
        raise HTTPException(400, str(e))


@app.middleware("http")
async def add_timing(request, call_next):
    response = await call_next(request)
    return response


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=8000)
