"""Metrics are logged in the loop without a step.

caught by:
train_and_log.steps_increase main.curves
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
        mlflow.log_metrics(losses)
        history.append(losses)
    mlflow.log_dict({"history": history}, "history.json")
    mlflow.pyfunc.log_model(
        name="model", python_model=SoftmaxModel(classifier), pip_requirements=["numpy"]
    )
