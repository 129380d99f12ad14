"""The run that tunes has no parent.

caught by:
fine_tune.child_of_production main.child_in_production
"""


def fine_tune(name, params, X_train, y_train, X_val, y_val):
    version = MlflowClient().get_model_version_by_alias(name, "production")
    parent = MlflowClient().get_run(version.run_id)
    classifier = restore(name).unwrap_python_model().classifier
    with mlflow.start_run(
        experiment_id=parent.info.experiment_id,
    ) as run:
        _train(classifier, params, X_train, y_train, X_val, y_val)
    return str(run.info.run_id)
