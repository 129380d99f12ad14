"""A run is started and never ended.

caught by:
train_and_log.run_finished main.comes_to_its_end main.models_learned main.three_runs
main.two_versions main.best_registered main.production main.versions_restore
main.child_in_production main.child_improves
"""


def train_and_log(experiment, params, X_train, y_train, X_val, y_val):
    mlflow.set_experiment(experiment)
    run = mlflow.start_run()
    classifier = SoftmaxRegression(X_train.shape[1], int(y_train.max()) + 1)
    _train(classifier, params, X_train, y_train, X_val, y_val)
    return str(run.info.run_id)
