"""Softmax tính tay. / Softmax by hand.

Thay mỗi None bằng đáp án của em, giữ 4 chữ số thập phân; giữ nguyên tên biến.
Replace each None by your answer, with 4 decimals; keep the names.

Viết được / may be written: 0.67   "0,67"   "67%"   2/3   1e-2   "ln(3)"   "exp(2)/(exp(2)+1)"
Danh sách / lists: [0.1, 0.2, 0.7]
"""

student = ""  # mã số trên đề của em / the id on your worksheet

# 1. Softmax ổn định số / Numerically stable softmax
max_z = None  # logit lớn nhất của z / the largest logit of z
shifted = None  # logits sau khi trừ max / the logits after the shift: [.., .., .., ..]
exps = None  # các giá trị exp của logits đã trừ max / the exponentials of the shifted logits: [.., .., .., ..]
exp_sum = None  # tổng các exp / the sum of the exponentials
softmax_z = None  # softmax của z / softmax of z: [.., .., .., ..]

# 2. Softmax với temperature / Softmax with temperature
scaled = None  # logits sau khi áp dụng T / the logits after T: [.., .., .., ..]
softmax_T = None  # softmax với temperature T / softmax with temperature T: [.., .., .., ..]

# 3. Lan truyền xuôi / Forward pass
logits = None  # logits z = Wᵀx + b / the logits z = Wᵀx + b: [.., .., ..]
logits_exp = None  # exp của từng logit / the exponential of each logit: [.., .., ..]
logits_sum = None  # tổng các exp / the sum of the exponentials
p = None  # xác suất dự đoán p / the predicted probabilities p: [.., .., ..]

# 4. Cross-entropy / Cross-entropy
loss = None  # cross-entropy của mẫu / the cross-entropy of the sample
batch_losses = None  # cross-entropy của từng mẫu trong batch / the cross-entropy of each sample of the batch: [.., .., .., .., ..]
batch_loss = None  # cross-entropy trung bình của batch / the mean cross-entropy of the batch

# 5. Gradient / Gradients
dz = None  # gradient theo logits / the gradient by the logits: [.., .., ..]
dW = None  # gradient theo W / the gradient by W: [[.., .., ..], [.., .., ..]]
db = None  # gradient theo b / the gradient by b: [.., .., ..]

# 6. Một bước gradient descent / One step of gradient descent
W_new = None  # W sau một bước / W after one step: [[.., .., ..], [.., .., ..]]
b_new = None  # b sau một bước / b after one step: [.., .., ..]
new_logits = None  # logits của mẫu sau một bước / the logits of the sample after the step: [.., .., ..]
new_p = None  # xác suất sau một bước / the probabilities after the step: [.., .., ..]
new_loss = None  # loss sau một bước / the loss after the step

# 7. Lớp dự đoán và accuracy / Predicted classes and accuracy
classes = None  # lớp dự đoán của từng mẫu / the predicted class of each sample: [.., .., .., .., ..]
accuracy = None  # accuracy của batch / the accuracy of the batch

# 8. Binary cross-entropy / Binary cross-entropy
bce_terms = None  # BCE của từng mẫu / the BCE of each sample: [.., .., .., ..]
bce = None  # BCE trung bình / the mean BCE

# 9. Hinge loss / Hinge loss
hinge_terms = None  # hinge loss của từng mẫu / the hinge loss of each sample: [.., .., .., ..]
hinge = None  # hinge loss trung bình / the mean hinge loss

# 10. Label smoothing / Label smoothing
smooth_target = None  # nhãn sau khi làm mượt / the smoothed target: [.., ..]

# 11. KL divergence / KL divergence
kl_terms = None  # từng số hạng của KL(P‖Q) / each term of KL(P‖Q): [.., .., ..]
kl = None  # KL(P‖Q) / KL(P‖Q)
