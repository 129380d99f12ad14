"""bag_of_words takes Phim and phim for two words.

caught by:
bag_of_words.counts
"""


def bag_of_words(texts, vocabulary):
    return np.array([[float(text.split().count(word)) for word in vocabulary] for text in texts])
