"""bag_of_words counts a word inside of other words.

caught by:
bag_of_words.counts
"""


def bag_of_words(texts, vocabulary):
    return np.array([[float(text.lower().count(word)) for word in vocabulary] for text in texts])
