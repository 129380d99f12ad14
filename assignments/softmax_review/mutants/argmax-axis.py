"""predict looks for the largest logit of each class.

caught by:
predict.three_samples predict.values predict.single_sample train_numpy.four_curves
train_numpy.learns_three_groups train_numpy.two_classes train_numpy.three_classes
train_numpy.train_loss train_numpy.train_accuracy train_numpy.validation_curves
train_numpy.ignores_validation train_numpy.keeps_data fraud_report.twelve_transactions
fraud_report.two_classes fraud_report.three_classes fraud_report.theta fraud_report.history
classify_texts.six_sentences classify_texts.new_sentences classify_texts.learns_its_texts
classify_texts.unknown_words
"""


def predict(X, theta):
    return np.argmax(X @ theta, axis=0)
