# E13: thousands of names that are nearly the one that is missing, to compare it with -> everything missing or crashed or timed out; earns 0
import random

generator = random.Random(0)
for number in range(4000):
    letters = list("row_meansCounter" * 12)
    generator.shuffle(letters)
    globals()["".join(letters)] = lambda x: x
    letters = list("row_means")
    generator.shuffle(letters)
    globals()["".join(letters) + str(number)[:1]] = lambda x: x
