"""`fit` steps its scheduler with every batch and not once an epoch."""


def fit(model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"):
    require_epochs(epochs)
    model.to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    scheduler = StepLR(optimizer, step_size=30, gamma=0.1)
    history, best, kept = [], None, None
    for epoch in range(1, epochs + 1):
        model.train()
        loss_sum, right, seen = 0.0, 0, 0
        for x, y in train_loader:
            x, y = x.to(device), y.to(device)
            optimizer.zero_grad()
            logits = model(x)
            loss = criterion(logits, y)
            loss.backward()
            optimizer.step()
            scheduler.step()
            loss_sum += loss.item() * len(x)
            right += (logits.argmax(1) == y).sum().item()
            seen += len(x)
        val_loss, val_acc = evaluate(model, validation_loader, criterion, device)
        history.append(
            {
                "epoch": epoch,
                "train_loss": loss_sum / seen,
                "train_accuracy": right / seen,
                "validation_loss": val_loss,
                "validation_accuracy": val_acc,
            }
        )
        if best is None or val_acc > best:
            best = val_acc
            kept = copy.deepcopy(model.state_dict())
    model.load_state_dict(kept)
    return history
