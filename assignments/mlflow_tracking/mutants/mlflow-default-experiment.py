"""The experiment is never chosen.

caught by:
train_and_log.in_named_experiment fine_tune.same_experiment main.comes_to_its_end
main.two_versions main.best_registered main.production main.versions_restore
main.child_in_production main.child_improves
"""


def train_and_log(experiment, params, X_train, y_train, X_val, y_val):
    with mlflow.start_run() as run:
        classifier = SoftmaxRegression(X_train.shape[1], int(y_train.max()) + 1)
        _train(classifier, params, X_train, y_train, X_val, y_val)
    return str(run.info.run_id)
