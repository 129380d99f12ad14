"""The class takes steps as long as the gradient.

caught by:
SoftmaxRegression.full_batch_steps SoftmaxRegression.history_mean
"""


class SoftmaxRegression(SoftmaxRegression):
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        super().__init__(n_features, n_classes, lr=1.0, reg=reg, seed=seed)
