"""Constants are logged in place of what was passed.

caught by:
train_and_log.params_logged train_and_log.params_once fine_tune.params_logged main.three_runs
"""


def _train(classifier, params, X_train, y_train, X_val, y_val):
    mlflow.log_params({"lr": 0.1, "epochs": 100})
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
    mlflow.pyfunc.log_model(
        name="model", python_model=SoftmaxModel(classifier), pip_requirements=["numpy"]
    )
