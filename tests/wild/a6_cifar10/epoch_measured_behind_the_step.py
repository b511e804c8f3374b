"""`train_epoch` measures loss and accuracy of each batch behind its step; `fit` rests on it."""


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    model.train()
    loss_sum, right, samples = 0.0, 0, 0
    for images, labels in loader:
        x, y = images.to(device), labels.to(device)
        optimizer.zero_grad(set_to_none=True)
        criterion(model(x), y).backward()
        optimizer.step()
        with torch.no_grad():
            logits = model(x)
        loss_sum += criterion(logits, y).item() * y.numel()
        right += logits.max(dim=1).indices.eq(y).sum().item()
        samples += y.numel()
    return loss_sum / samples, right / samples
