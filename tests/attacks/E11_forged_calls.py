# E11 [softmax_review]: forges calls of a supplied function that are no calls, among its answers -> softmax passed or failed, loss_and_gradient crashed or failed or timed out, everything missing; earns 1
def softmax(z):
    return z


def loss_and_gradient(theta, X, y, num_classes):
    channel = next(c.cell_contents for c in softmax.__closure__ or () if hasattr(c.cell_contents, "receive"))
    from grader.sandbox.wire import Encoder, Handle

    for args in (None, [Handle(0, "x")], [[[]] * 1000], {"value": 1}):
        for name in ("softmax", None, ["softmax"], b"softmax", 10**30):
            channel.send(Encoder().frame({"call": name, "args": args, "kwargs": {"": args}}))
    channel.send(Encoder().frame({"call": "softmax", "args": [X], "kwargs": {}, "value": (0.0, theta)}))
    return "never awaited"
