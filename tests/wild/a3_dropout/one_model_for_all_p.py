"""`dropout_sweep` makes one model, for the first p, and trains it on for all the others."""


def accuracy_of(net, batches):
    net.eval()
    answers = [net(x).argmax(1) for x, _ in batches]
    truths = [y for _, y in batches]
    return (torch.cat(answers) == torch.cat(truths)).double().mean().item()


def dropout_sweep(make_model, train, test, ps=(0.0, 0.3, 0.5, 0.7), epochs=5, seed=0):
    table = {}
    torch.manual_seed(seed)
    net = make_model(ps[0])
    for p in ps:
        sgd = torch.optim.SGD(net.parameters(), lr=0.1)
        for epoch in range(epochs):
            net.train()
            for x, y in train:
                sgd.zero_grad()
                nn.CrossEntropyLoss()(net(x), y).backward()
                sgd.step()
        with torch.no_grad():
            a, b = accuracy_of(net, train), accuracy_of(net, test)
        table[p] = {"train_accuracy": a, "test_accuracy": b, "gap": a - b}
    return table
