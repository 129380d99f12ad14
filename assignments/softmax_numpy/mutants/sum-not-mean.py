"""cross_entropy and compute_gradient take sums over the samples.

caught by:
cross_entropy.known_one_hot cross_entropy.known_index compute_gradient.known_gradient
cross_entropy.one_hot_values cross_entropy.index_values cross_entropy.small_probability
cross_entropy.stable_zero_elsewhere compute_gradient.values
compute_gradient.more_classes_than_features

carried to:
loss_and_gradient.known_loss loss_and_gradient.known_gradient loss_and_gradient.loss_values
loss_and_gradient.gradient_values loss_and_gradient.stable_large SoftmaxRegression.loss_values
SoftmaxRegression.weight_gradient SoftmaxRegression.gradient_matches_loss
SoftmaxRegression.independent_calls SoftmaxRegression.full_batch_steps
SoftmaxRegression.history_mean
"""


def cross_entropy(y_hat, y):
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    return float(-(targets * np.log(np.maximum(y_hat, 1e-15))).sum())


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y)
