"""Question 4: precision in place of recall.

caught by:
answers.q4
"""

answers["q4"] = 0.3
