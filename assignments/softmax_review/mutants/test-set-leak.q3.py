"""Question 3: statistics of the whole table.

caught by:
answers.q3
"""

answers["q3"] = "a"
