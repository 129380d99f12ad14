# expect: *=missing fine_tune=skipped points=0
# says: train_and_log is not defined.
import mlflow
import mlflow.pyfunc
import numpy as np
from mlflow import MlflowClient

mlflow.set_tracking_uri("sqlite:///mlflow.db")
