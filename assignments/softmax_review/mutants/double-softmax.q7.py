"""Question 7: softmax twice taken for softmax once.

caught by:
answers.q7
"""

answers["q7"] = "a"
