# B10: returns objects and bytes that would run a command when they are unpickled -> row_means failed, Counter missing; earns 0
import os
import pickle


class Bomb:
    def __reduce__(self):
        return os.system, ("touch {{OUTSIDE}}/pwned",)


def row_means(x):
    return pickle.dumps(Bomb()) if len(x) == 2 else Bomb()
