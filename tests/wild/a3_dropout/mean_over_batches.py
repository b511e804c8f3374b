"""`dropout_sweep` takes the mean of the batches' accuracies, so that a smaller last batch counts as much as the others; and it trains one epoch whatever `epochs` is."""


def dropout_sweep(make_model, train, test, ps=(0.0, 0.3, 0.5, 0.7), epochs=5, seed=0):
    def accuracy(model, batches):
        model.eval()
        values, weights = [], []
        with torch.no_grad():
            for x, y in batches:
                values.append((model(x).argmax(-1) == y).double().mean().item())
                weights.append(1)
        return sum(v * w for v, w in zip(values, weights)) / sum(weights)

    sweep = {}
    for p in ps:
        torch.manual_seed(seed)
        model = make_model(p)
        fit(model, train, 1)
        row = {"train_accuracy": accuracy(model, train), "test_accuracy": accuracy(model, test)}
        row["gap"] = row["train_accuracy"] - row["test_accuracy"]
        sweep[p] = row
    return sweep
