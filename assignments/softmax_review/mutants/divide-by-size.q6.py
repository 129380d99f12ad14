"""Question 6: dividing by N·K.

caught by:
answers.q6
"""

answers["q6"] = "b"
