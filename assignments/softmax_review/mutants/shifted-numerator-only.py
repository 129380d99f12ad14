"""softmax subtracts the maximum in the numerator only.

caught by:
softmax.two_rows softmax.values softmax.stable_large softmax.stable_mixed_rows
loss_and_gradient.loss_of_two_classes loss_and_gradient.loss_of_three_classes
loss_and_gradient.gradient_of_two_classes loss_and_gradient.gradient_of_three_classes
loss_and_gradient.absent_class train_numpy.two_classes train_numpy.three_classes
train_numpy.train_loss train_numpy.validation_curves fraud_report.three_classes fraud_report.theta
fraud_report.history classify_texts.new_sentences classify_texts.unknown_words
"""


def softmax(z):
    with np.errstate(all="ignore"):
        exp = np.exp(z - np.max(z, axis=1, keepdims=True))
        return exp / np.exp(z).sum(axis=1, keepdims=True)
