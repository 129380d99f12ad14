# expect: *=missing cross_entropy.loss=passed cross_entropy.loss_precise=passed cross_entropy.never_negative=missing points=3
# says: it could not be interrupted, or ended the process
import os
os._exit(0)
loss = {{ loss }}
