"""All counters count together.

caught by: Counter.starts_at_zero
"""


class Counter:
    total = 0

    def add(self, n):
        Counter.total += n
