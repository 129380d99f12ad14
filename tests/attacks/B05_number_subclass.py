# B05: returns numbers of classes that compare as equal -> everything failed; earns 0
class Float(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__
    __hash__ = float.__hash__


class Int(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class Text(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


def row_means(x):
    return [Float(-1) for _ in x]


class Counter:
    total = Int(77)

    def add(self, n):
        pass
