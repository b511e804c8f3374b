"""`compare_architectures` reports the best test accuracy and not the last one, and the epoch of the best one
for the epochs to convergence.
"""


def compare_architectures(models, train_loader, test_loader, epochs):
    if epochs < 1:
        raise ValueError(f"epochs must be at least 1, got {epochs}")
    results = []
    for name in models:
        net = models[name]
        optimizer = torch.optim.Adam(net.parameters())
        loss = nn.CrossEntropyLoss()
        times, curve = [], []
        for _ in range(epochs):
            began = time.time()
            train_epoch(net, train_loader, loss, optimizer)
            times.append(time.time() - began)
            curve.append(evaluate(net, test_loader, loss)[1])
        best = max(curve)
        results.append(
            {
                "name": name,
                "parameters": sum(p.numel() for p in net.parameters()),
                "seconds_per_epoch": sum(times) / len(times),
                "test_accuracy": best,
                "epochs_to_convergence": 1 + curve.index(best),
            }
        )
    return results
