# expect: forward.p=crashed *=missing|crashed points=0
# says: p could not be defined
p = softmax([1, 2, 3])
