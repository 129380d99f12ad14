"""The loss is taken before the step, the model after it.

caught by:
train_and_log.val_loss_recomputed train_and_log.train_loss_recomputed fine_tune.loss_recomputed
main.losses_recomputed main.comes_to_its_end
"""


def _train(classifier, params, X_train, y_train, X_val, y_val):
    mlflow.log_params(params)
    history = []
    for epoch in range(1, params["epochs"] + 1):
        losses = {
            "train_loss": classifier.loss(X_train, y_train),
            "val_loss": classifier.loss(X_val, y_val),
        }
        mlflow.log_metrics(losses, step=epoch)
        history.append(losses)
        classifier.step(X_train, y_train, params["lr"])
    mlflow.log_dict({"history": history}, "history.json")
    mlflow.pyfunc.log_model(
        name="model", python_model=SoftmaxModel(classifier), pip_requirements=["numpy"]
    )
