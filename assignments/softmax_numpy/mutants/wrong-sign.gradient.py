"""compute_gradient takes label minus prediction.

caught by:
compute_gradient.known_gradient compute_gradient.values compute_gradient.more_classes_than_features
compute_gradient.agrees_with_loss

carried to:
loss_and_gradient.known_gradient SoftmaxRegression.learns_three_groups
loss_and_gradient.gradient_values loss_and_gradient.gradient_matches_loss
loss_and_gradient.stable_large SoftmaxRegression.weight_gradient
SoftmaxRegression.gradient_matches_loss SoftmaxRegression.independent_calls
SoftmaxRegression.full_batch_steps SoftmaxRegression.converges
SoftmaxRegression.converges_in_batches SoftmaxRegression.absent_class
SoftmaxRegression.history_falls
"""


def compute_gradient(X, y, y_hat):
    return X.T @ (y - y_hat) / len(X)
