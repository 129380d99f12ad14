"""The weights are logged as a file, the model is not.

caught by:
train_and_log.logs_a_model train_and_log.model_logged train_and_log.model_predicts_probabilities
train_and_log.val_loss_recomputed train_and_log.train_loss_recomputed register.registers_the_run
restore.predicts fine_tune.makes_another_run fine_tune.own_run fine_tune.child_of_production
fine_tune.parent_kept fine_tune.starts_from_production fine_tune.improves
fine_tune.loss_recomputed fine_tune.params_logged fine_tune.same_experiment
main.losses_recomputed main.comes_to_its_end main.models_learned main.three_runs
main.two_versions main.best_registered main.production main.versions_restore
main.child_in_production main.child_improves
"""


def _train(classifier, params, X_train, y_train, X_val, y_val):
    mlflow.log_params(params)
    history = []
    for epoch in range(1, params["epochs"] + 1):
        classifier.step(X_train, y_train, params["lr"])
        losses = {
            "train_loss": classifier.loss(X_train, y_train),
            "val_loss": classifier.loss(X_val, y_val),
        }
        mlflow.log_metrics(losses, step=epoch)
        history.append(losses)
    mlflow.log_dict({"history": history}, "history.json")
    np.savez("weights.npz", W=classifier.W, b=classifier.b)
    mlflow.log_artifact("weights.npz")
