"""`evaluate` puts the model into training mode at its end, whatever mode it came in."""


def evaluate(model, loader, criterion, device="cpu"):
    model.eval()
    total_loss = total_right = total = 0
    with torch.no_grad():
        for batch in loader:
            images, labels = (tensor.to(device) for tensor in batch)
            logits = model(images)
            total_loss += criterion(logits, labels).item() * labels.shape[0]
            total_right += int((logits.argmax(1) == labels).sum())
            total += labels.shape[0]
    model.train()
    return total_loss / total, total_right / total
