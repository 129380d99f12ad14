"""Giải bằng Python từ các số trên đề."""
import math

student = "{{ student }}"
z = {{ z }}
T = {{ T }}
x, W, b = {{ x }}, {{ W }}, {{ b }}
y, lr = {{ y }}, {{ lr }}
batch_p = {{ batch_p }}
batch_y = {{ batch_y }}

def softmax(v):
    e = [math.exp(k) for k in v]
    return [k / sum(e) for k in e]

max_z = max(z)
shifted = [k - max_z for k in z]
exps = [math.exp(k) for k in shifted]
exp_sum = sum(exps)
softmax_z = [[k / exp_sum for k in exps]]      # một dòng
scaled = tuple(k / T for k in z)
softmax_T = softmax(scaled)
logits = [sum(W[i][k] * x[i] for i in range(2)) + b[k] for k in range(3)]
logits_exp = [math.exp(k) for k in logits]
logits_sum = sum(logits_exp)
p = softmax(logits)
loss = -math.log(p[y])
batch_losses = [-math.log(batch_p[i][batch_y[i]]) for i in range(5)]
batch_loss = sum(batch_losses) / 5
dz = [p[k] - (k == y) for k in range(3)]
dW = [[x[i] * dz[k] for k in range(3)] for i in range(2)]
db = dz
W_new = [[W[i][k] - lr * dW[i][k] for k in range(3)] for i in range(2)]
b_new = [b[k] - lr * db[k] for k in range(3)]
new_logits = [sum(W_new[i][k] * x[i] for i in range(2)) + b_new[k] for k in range(3)]
new_p = softmax(new_logits)
new_loss = -math.log(new_p[y])
classes = [row.index(max(row)) for row in batch_p]
accuracy = f"{sum(a == b for a, b in zip(classes, batch_y))}/5"
bce_terms = [-math.log(q if t else 1 - q) for q, t in zip({{ bce_p }}, {{ bce_y }})]
bce = sum(bce_terms) / 4
hinge_terms = [max(0, 1 - t * s) for s, t in zip({{ scores }}, {{ signs }})]
hinge = sum(hinge_terms) / 4
smooth_target = [{{ alpha }} / {{ smooth_classes }} + (1 - {{ alpha }}) * (k == {{ smooth_y }}) for k in range({{ smooth_classes }})]
kl_terms = [a * math.log(a / c) for a, c in zip({{ P }}, {{ Q }})]
kl = sum(kl_terms)
