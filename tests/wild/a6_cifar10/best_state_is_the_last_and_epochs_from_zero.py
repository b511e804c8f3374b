"""`fit` keeps its best state without a copy, and so restores the last one, and counts epochs from 0."""


def fit(model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"):
    if epochs < 1:
        raise ValueError(f"epochs = {epochs}, but at least one is needed")
    model = model.to(device)
    loss_fn = nn.CrossEntropyLoss()
    opt = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    sched = StepLR(opt, step_size=10, gamma=0.5)
    history = []
    best_accuracy = float("-inf")
    for epoch in range(epochs):
        row = {"epoch": epoch}
        row["train_loss"], row["train_accuracy"] = train_epoch(
            model, train_loader, loss_fn, opt, device
        )
        row["validation_loss"], row["validation_accuracy"] = evaluate(
            model, validation_loader, loss_fn, device
        )
        sched.step()
        history.append(row)
        if row["validation_accuracy"] > best_accuracy:
            best_accuracy = row["validation_accuracy"]
            best = model.state_dict()
    model.load_state_dict(best)
    return history
