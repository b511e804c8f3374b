"""`dropout_sweep` measures in training mode; its gap is the test accuracy minus the training accuracy."""


def dropout_sweep(make_model, train, test, ps=(0.0, 0.3, 0.5, 0.7), epochs=5, seed=0):
    results = {}
    for p in ps:
        torch.manual_seed(seed)
        model = make_model(p)
        model.train()
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        for _ in range(epochs):
            for images, labels in train:
                optimizer.zero_grad()
                F.cross_entropy(model(images), labels).backward()
                optimizer.step()
        scores = []
        for part in (train, test):
            correct = total = 0
            with torch.no_grad():
                for images, labels in part:
                    correct += int((model(images).max(1).indices == labels).sum())
                    total += labels.shape[0]
            scores.append(correct / total)
        results[p] = {
            "train_accuracy": scores[0],
            "test_accuracy": scores[1],
            "gap": scores[1] - scores[0],
        }
    return results
