"""train_numpy adds the gradient.

caught by:
train_numpy.learns_three_groups train_numpy.two_classes train_numpy.three_classes
train_numpy.train_loss train_numpy.train_accuracy train_numpy.validation_curves
fraud_report.twelve_transactions fraud_report.two_classes fraud_report.three_classes
fraud_report.theta fraud_report.history classify_texts.six_sentences classify_texts.new_sentences
classify_texts.learns_its_texts classify_texts.unknown_words
"""

_train_numpy = train_numpy


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    return _train_numpy(X_train, y_train, X_val, y_val, num_classes, -lr, epochs)
