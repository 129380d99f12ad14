"""softmax subtracts the maximum of each column.

caught by:
softmax.known_batch softmax.batch_values softmax.integer_input softmax.stable_large
softmax.stable_small softmax.stable_mixed_rows

carried to:
predict.known_probabilities predict_classes.known_classes compute_accuracy.known_accuracy
loss_and_gradient.known_loss loss_and_gradient.known_gradient predict.values
predict.stable_mixed_rows predict_classes.values predict_classes.many_classes
compute_accuracy.values compute_accuracy.absent_classes loss_and_gradient.loss_values
loss_and_gradient.gradient_values loss_and_gradient.gradient_matches_loss
loss_and_gradient.stable_large SoftmaxRegression.forward_values SoftmaxRegression.stable_forward
SoftmaxRegression.predict_proba_values SoftmaxRegression.predict_values
SoftmaxRegression.gradient_matches_loss SoftmaxRegression.full_batch_steps
SoftmaxRegression.absent_class SoftmaxRegression.history_mean
"""


def softmax(z):
    exp = np.exp(z - np.max(z, axis=0))
    return exp / exp.sum(axis=-1, keepdims=True)
