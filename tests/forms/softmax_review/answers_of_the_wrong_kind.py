# expect: *=failed|crashed points=0
# says: numbers are expected
# Every answer is of the wrong kind: ragged lists, words, sets, objects.
import numpy as np
def split(X, y, test_share=0.25, seed=0): return [[1,2],[3]], [[1],[2,3]], "abc", {1}
def standardize(a, b): return [[1],[2,3]], object()
def add_intercept(X): return [[1],[2,3]]
def one_hot(y,k): return {"a":1}
def softmax(z): return [[1],[2,3]]
def loss_and_gradient(*a): return "x", [[1],[2,3]]
def predict(X,t): return "abc"
def recall_per_class(*a): return [[1],[2,3]]
def train_numpy(*a, **k): return [[1],[2,3]], {"train_loss": [[1],[2,3]], "train_accuracy": "a", "val_loss": None, "val_accuracy": object()}
def train_torch(*a, **k): return (lambda x: "no"), {"train_loss": [[1],[2,3]], "train_accuracy": "a", "val_loss": None, "val_accuracy": 3}
def fraud_report(*a, **k): return {"theta": [[1],[2,3]], "history": 3, "accuracy": "a", "recall": {}}
def bag_of_words(*a): return [[1],[2,3]]
def classify_texts(*a, **k): return [[1],[2,3]]
answers = {"q1": ["a","b"], "q2": [[1],[2,3]], "q3": object(), "q4": float("nan"), "q5": b"d", "q6": {"a":1}, "q7": 3+2j, "q8": True, "q9": np.array([1,2]), "q10": "a"*10**6}
