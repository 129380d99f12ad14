"""The class's forward returns the logits.

caught by:
SoftmaxRegression.forward_values SoftmaxRegression.stable_forward
SoftmaxRegression.predict_proba_values SoftmaxRegression.full_batch_steps
SoftmaxRegression.converges SoftmaxRegression.converges_in_batches SoftmaxRegression.absent_class
SoftmaxRegression.history_mean
"""


class SoftmaxRegression(SoftmaxRegression):
    def forward(self, X):
        return X @ self.W + self.b
