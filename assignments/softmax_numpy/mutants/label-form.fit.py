"""The class takes one-hot labels only, in fit as well.

caught by:
SoftmaxRegression.learns_three_groups SoftmaxRegression.one_loss_per_epoch
SoftmaxRegression.full_batch_steps SoftmaxRegression.converges
SoftmaxRegression.converges_in_batches SoftmaxRegression.uses_every_sample
SoftmaxRegression.steps_in_batches SoftmaxRegression.absent_class
SoftmaxRegression.reg_shrinks_weights SoftmaxRegression.fit_keeps_input SoftmaxRegression.same_seed
SoftmaxRegression.fit_returns_model SoftmaxRegression.history_length SoftmaxRegression.history_falls
SoftmaxRegression.history_mean
"""


class SoftmaxRegression(SoftmaxRegression):
    def compute_loss(self, y_hat, y):
        loss = -(y * np.log(np.maximum(y_hat, 1e-15))).sum(axis=1).mean()
        return float(loss) + self.reg * float((self.W**2).sum())

    def backward(self, X, y_hat, y):
        error = (y_hat - y) / len(X)
        return X.T @ error + 2 * self.reg * self.W, error.sum(axis=0)
