"""compute_gradient applies the chain rule with s(1-s) as the whole derivative of softmax.

caught by:
compute_gradient.known_gradient compute_gradient.values compute_gradient.more_classes_than_features
compute_gradient.agrees_with_loss

carried to:
loss_and_gradient.known_gradient loss_and_gradient.gradient_values
loss_and_gradient.gradient_matches_loss loss_and_gradient.stable_large
SoftmaxRegression.weight_gradient SoftmaxRegression.gradient_matches_loss
SoftmaxRegression.independent_calls SoftmaxRegression.full_batch_steps
"""


def compute_gradient(X, y, y_hat):
    return X.T @ (-y / y_hat * y_hat * (1 - y_hat)) / len(X)
