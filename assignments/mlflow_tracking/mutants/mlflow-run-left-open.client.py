"""A run is created by the client and never terminated.

caught by:
train_and_log.run_finished main.losses_recomputed main.comes_to_its_end main.models_learned
main.three_runs main.curves main.two_versions main.best_registered main.production
main.versions_restore main.child_in_production main.child_improves
"""


def train_and_log(experiment, params, X_train, y_train, X_val, y_val):
    client = MlflowClient()
    run_id = client.create_run(mlflow.set_experiment(experiment).experiment_id).info.run_id
    for key, value in params.items():
        client.log_param(run_id, key, value)
    classifier = SoftmaxRegression(X_train.shape[1], int(y_train.max()) + 1)
    for epoch in range(1, params["epochs"] + 1):
        classifier.step(X_train, y_train, params["lr"])
        client.log_metric(run_id, "train_loss", classifier.loss(X_train, y_train), step=epoch)
        client.log_metric(run_id, "val_loss", classifier.loss(X_val, y_val), step=epoch)
    client.log_text(run_id, str(classifier.W), "weights.txt")
    path = f"saved-{run_id}"
    model = SoftmaxModel(classifier)
    mlflow.pyfunc.save_model(path, python_model=model, pip_requirements=["numpy"])
    client.log_artifacts(run_id, path, "model")
    return run_id
