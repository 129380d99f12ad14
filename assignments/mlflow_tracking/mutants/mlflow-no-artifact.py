"""The curves are saved on disk and never logged.

caught by:
train_and_log.artifact_logged
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
    np.savetxt("history.csv", [list(losses.values()) for losses in history])
    mlflow.pyfunc.log_model(
        name="model", python_model=SoftmaxModel(classifier), pip_requirements=["numpy"]
    )
