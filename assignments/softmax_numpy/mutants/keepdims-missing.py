"""softmax divides by the sums of the rows, whose second dimension is gone.

caught by:
softmax.known_batch softmax.batch_values softmax.integer_input softmax.keeps_input
softmax.stable_large softmax.stable_small softmax.stable_mixed_rows

carried to:
predict.known_probabilities predict_classes.known_classes compute_accuracy.known_accuracy
loss_and_gradient.known_loss loss_and_gradient.known_gradient SoftmaxRegression.learns_three_groups
SoftmaxRegression.one_loss_per_epoch predict.values predict.stable_mixed_rows predict_classes.values
predict_classes.many_classes compute_accuracy.values compute_accuracy.absent_classes
loss_and_gradient.loss_values loss_and_gradient.gradient_values loss_and_gradient.l2_term
loss_and_gradient.gradient_matches_loss loss_and_gradient.keeps_input loss_and_gradient.stable_large
SoftmaxRegression.forward_values SoftmaxRegression.stable_forward
SoftmaxRegression.predict_proba_values SoftmaxRegression.predict_values
SoftmaxRegression.weight_gradient SoftmaxRegression.bias_gradient
SoftmaxRegression.gradient_matches_loss SoftmaxRegression.independent_calls
SoftmaxRegression.full_batch_steps SoftmaxRegression.converges
SoftmaxRegression.converges_in_batches SoftmaxRegression.uses_every_sample
SoftmaxRegression.steps_in_batches SoftmaxRegression.absent_class
SoftmaxRegression.reg_shrinks_weights SoftmaxRegression.fit_keeps_input SoftmaxRegression.same_seed
SoftmaxRegression.fit_returns_model SoftmaxRegression.history_length SoftmaxRegression.history_falls
SoftmaxRegression.history_mean
"""


def softmax(z):
    exp = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return exp / exp.sum(axis=-1)
