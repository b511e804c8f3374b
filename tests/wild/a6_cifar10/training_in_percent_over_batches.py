"""`train_epoch` gives its accuracy in percent, and loss and accuracy as means over batches; `fit` rests on
it.
"""


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    model.train()
    losses, accuracies = [], []
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append(100.0 * (out.argmax(1) == y).float().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)
