"""The stored model answers with class indices.

caught by:
train_and_log.model_predicts_probabilities train_and_log.val_loss_recomputed
train_and_log.train_loss_recomputed restore.predicts fine_tune.starts_from_production
fine_tune.improves fine_tune.loss_recomputed main.losses_recomputed main.comes_to_its_end
main.models_learned main.three_runs main.versions_restore main.child_improves
"""


class SoftmaxModel(mlflow.pyfunc.PythonModel):
    def __init__(self, classifier):
        self.classifier = classifier

    def predict(self, context, model_input, params=None):
        return self.classifier.predict_proba(np.asarray(model_input)).argmax(axis=1)
