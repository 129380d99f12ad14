"""softmax normalises over the samples.

caught by:
softmax.two_rows softmax.values softmax.stable_large softmax.stable_mixed_rows
loss_and_gradient.loss_of_two_classes loss_and_gradient.loss_of_three_classes
loss_and_gradient.gradient_of_two_classes loss_and_gradient.gradient_of_three_classes
loss_and_gradient.absent_class train_numpy.two_classes train_numpy.three_classes
train_numpy.train_loss train_numpy.train_accuracy train_numpy.validation_curves
fraud_report.three_classes fraud_report.theta fraud_report.history classify_texts.new_sentences
classify_texts.learns_its_texts classify_texts.unknown_words
"""


def softmax(z):
    exp = np.exp(z - np.max(z, axis=0, keepdims=True))
    return exp / exp.sum(axis=0, keepdims=True)
