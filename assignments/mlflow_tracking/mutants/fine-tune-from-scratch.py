"""A new classifier is trained, not the one in production.

caught by:
fine_tune.starts_from_production main.child_improves
"""


def fine_tune(name, params, X_train, y_train, X_val, y_val):
    version = MlflowClient().get_model_version_by_alias(name, "production")
    parent = MlflowClient().get_run(version.run_id)
    classifier = SoftmaxRegression(X_train.shape[1], int(y_train.max()) + 1)
    with mlflow.start_run(
        experiment_id=parent.info.experiment_id,
        tags={"mlflow.parentRunId": parent.info.run_id},
    ) as run:
        _train(classifier, params, X_train, y_train, X_val, y_val)
    return str(run.info.run_id)
