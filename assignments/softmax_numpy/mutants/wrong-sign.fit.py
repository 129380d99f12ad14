"""The class goes up the gradient.

caught by:
SoftmaxRegression.learns_three_groups SoftmaxRegression.full_batch_steps
SoftmaxRegression.converges SoftmaxRegression.converges_in_batches
SoftmaxRegression.absent_class SoftmaxRegression.reg_shrinks_weights
SoftmaxRegression.history_falls
"""


class SoftmaxRegression(SoftmaxRegression):
    def _step(self, X, y):
        y_hat = self.forward(X)
        loss = self.compute_loss(y_hat, y)
        dW, db = self.backward(X, y_hat, y)
        self.W = self.W + self.lr * dW
        self.b = self.b + self.lr * db
        return loss
