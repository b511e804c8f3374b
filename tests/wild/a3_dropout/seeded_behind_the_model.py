"""`dropout_sweep` seeds behind the making of a model, whose weights so depend on what was drawn before."""


def dropout_sweep(make_model, train, test, ps=(0.0, 0.3, 0.5, 0.7), epochs=5, seed=0):
    out = dict()
    for p in ps:
        model = make_model(p)
        torch.manual_seed(seed)
        fit(model, train, epochs)
        acc = [measure_accuracy(model, batches) for batches in (train, test)]
        out[p] = dict(train_accuracy=acc[0], test_accuracy=acc[1], gap=acc[0] - acc[1])
    return out
