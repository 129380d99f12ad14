"""predict applies softmax to probabilities.

caught by:
predict.known_probabilities predict.values predict.stable_mixed_rows

carried to:
loss_and_gradient.known_loss loss_and_gradient.known_gradient loss_and_gradient.loss_values
loss_and_gradient.gradient_values loss_and_gradient.gradient_matches_loss
loss_and_gradient.stable_large
"""


def predict(X, theta):
    return softmax(softmax(X @ theta))
