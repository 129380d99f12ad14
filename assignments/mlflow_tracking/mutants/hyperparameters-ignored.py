"""Trained with numbers of its own, whatever was passed and logged.

caught by:
train_and_log.metrics_every_epoch train_and_log.steps_increase train_and_log.lr_is_used
fine_tune.starts_from_production main.three_runs
"""


def _train(classifier, params, X_train, y_train, X_val, y_val):
    mlflow.log_params(params)
    history = []
    for epoch in range(1, 5):
        classifier.step(X_train, y_train, 0.1)
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
