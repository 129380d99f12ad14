# expect: *=missing answers=passed points=11
# says: softmax is not defined
# Nothing but the ten answers.
answers = {"q1": "c", "q2": 15, "q3": "b", "q4": 0.4, "q5": "d", "q6": "a", "q7": "b", "q8": "d", "q9": "c", "q10": "a"}
