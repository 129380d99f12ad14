# B01: returns an object that is equal to everything -> everything failed; earns 0
class Same:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __lt__(self, other):
        return True

    __le__ = __gt__ = __ge__ = __lt__
    __hash__ = object.__hash__

    def __bool__(self):
        return True

    def __len__(self):
        return 7

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self


def row_means(x):
    return Same()


class Counter(Same):
    def __init__(self):
        self.total = Same()
