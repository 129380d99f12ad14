# expect: cross_entropy.loss=failed forward.p=failed kl_divergence.kl=failed *=any points=0
# says: This is a
class Answer:
    def __array__(self): return [1]
    def __eq__(self, other): return True
    def __float__(self): return 0.5
loss = Answer()
p = {0: 1.0}
kl = lambda: 0.1
bce_terms = float("nan")
