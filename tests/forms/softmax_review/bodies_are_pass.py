# expect: *=failed|crashed answers=missing points=0
# Every body is pass, and there are no answers.
def split(*args, **kwargs):
    pass


def standardize(*args, **kwargs):
    pass


def add_intercept(*args, **kwargs):
    pass


def one_hot(*args, **kwargs):
    pass


def softmax(*args, **kwargs):
    pass


def loss_and_gradient(*args, **kwargs):
    pass


def predict(*args, **kwargs):
    pass


def recall_per_class(*args, **kwargs):
    pass


def train_numpy(*args, **kwargs):
    pass


def train_torch(*args, **kwargs):
    pass


def fraud_report(*args, **kwargs):
    pass


def bag_of_words(*args, **kwargs):
    pass


def classify_texts(*args, **kwargs):
    pass
