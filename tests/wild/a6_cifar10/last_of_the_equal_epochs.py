"""`fit` restores the last of several equally good epochs and not the first."""


def fit(model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"):
    if epochs < 1:
        raise ValueError("epochs")
    criterion = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 5)
    states, history = [], []
    for number in range(1, epochs + 1):
        train = train_epoch(model, train_loader, criterion, optimizer, device)
        validation = evaluate(model, validation_loader, criterion, device)
        scheduler.step()
        states.append({key: value.clone() for key, value in model.state_dict().items()})
        history.append(
            dict(
                epoch=number,
                train_loss=train[0],
                train_accuracy=train[1],
                validation_loss=validation[0],
                validation_accuracy=validation[1],
            )
        )
    best = max(range(epochs), key=lambda i: (history[i]["validation_accuracy"], i))
    model.load_state_dict(states[best])
    return history
