"""classify_texts has a vocabulary with capitals, and bags of words in lower case.

caught by:
classify_texts.learns_its_texts
"""


def classify_texts(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    vocabulary = sorted({word for text in train_texts for word in text.split()})
    X_train, X_test = (
        add_intercept(bag_of_words(texts, vocabulary)) for texts in (train_texts, test_texts)
    )
    theta, _ = train_numpy(X_train, train_labels, X_train, train_labels, num_classes, lr, epochs)
    return predict(X_test, theta)
