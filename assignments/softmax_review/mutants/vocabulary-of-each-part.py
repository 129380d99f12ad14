"""classify_texts makes the test texts' columns from their own words.

caught by:
classify_texts.six_sentences classify_texts.new_sentences classify_texts.unknown_words
"""


def classify_texts(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    def table(texts):
        words = sorted({word for text in texts for word in text.lower().split()})
        return add_intercept(bag_of_words(texts, words))

    X_train, X_test = table(train_texts), table(test_texts)
    theta, _ = train_numpy(X_train, train_labels, X_train, train_labels, num_classes, lr, epochs)
    return predict(X_test, theta)
