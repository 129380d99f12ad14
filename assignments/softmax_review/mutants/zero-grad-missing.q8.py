"""Question 8: gradients without zero_grad taken for zero.

caught by:
answers.q8
"""

answers["q8"] = "a"
