"""Tuning goes on in the run of the model in production.

caught by:
fine_tune.makes_another_run fine_tune.own_run fine_tune.child_of_production
fine_tune.parent_kept fine_tune.improves fine_tune.loss_recomputed fine_tune.params_logged
fine_tune.same_experiment main.two_versions main.production main.versions_restore
main.child_in_production main.child_improves
"""


def fine_tune(name, params, X_train, y_train, X_val, y_val):
    version = MlflowClient().get_model_version_by_alias(name, "production")
    classifier = restore(name).unwrap_python_model().classifier
    with mlflow.start_run(run_id=version.run_id) as run:
        for epoch in range(1, params["epochs"] + 1):
            classifier.step(X_train, y_train, params["lr"])
            losses = {
                "train_loss": classifier.loss(X_train, y_train),
                "val_loss": classifier.loss(X_val, y_val),
            }
            mlflow.log_metrics(losses, step=100 + epoch)
        mlflow.pyfunc.log_model(
            name="model", python_model=SoftmaxModel(classifier), pip_requirements=["numpy"]
        )
    return str(run.info.run_id)
