"""`train_epoch` never clears gradients, and its accuracy is that of the last batch alone; `fit` and
`compare_architectures` rest on it.
"""


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    model.train()
    loss_sum, n = 0.0, 0
    accuracy = 0.0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        scores = model(images)
        loss = criterion(scores, labels)
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * images.shape[0]
        n += images.shape[0]
        accuracy = (scores.argmax(dim=1) == labels).sum().item() / images.shape[0]
    return loss_sum / n, accuracy
