# expect: hinge_loss.hinge=failed *=missing
# says: In square brackets a comma separates two numbers
hinge = 0,67
