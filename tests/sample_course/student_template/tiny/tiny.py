def row_means(x):
    raise NotImplementedError("row_means")


class Counter:
    def add(self, n):
        raise NotImplementedError("Counter")
