"""predict and compute_accuracy are last week's, for two classes.

caught by:
predict.known_probabilities compute_accuracy.known_accuracy predict.values predict.stable_mixed_rows
compute_accuracy.values compute_accuracy.absent_classes

carried to:
loss_and_gradient.known_loss loss_and_gradient.known_gradient loss_and_gradient.loss_values
loss_and_gradient.gradient_values loss_and_gradient.gradient_matches_loss
loss_and_gradient.stable_large
"""


def predict(X, theta):
    return 1 / (1 + np.exp(-(X @ theta)))


def compute_accuracy(X, y, theta):
    return float((predict(X, theta).round() == y).mean())
