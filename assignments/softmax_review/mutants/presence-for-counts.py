"""bag_of_words says whether a word is there, not how often.

caught by:
bag_of_words.two_sentences bag_of_words.counts
"""

_bag_of_words = bag_of_words


def bag_of_words(texts, vocabulary):
    return np.minimum(_bag_of_words(texts, vocabulary), 1)
