"""`evaluate` gives its accuracy in percent, and loss and accuracy as means over batches; `fit` and
`compare_architectures` rest on it.
"""


def evaluate(model, loader, criterion, device="cpu"):
    mode = model.training
    model.eval()
    running_loss, running_accuracy = 0.0, 0.0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            running_loss += criterion(outputs, targets).item()
            _, predicted = torch.max(outputs, 1)
            running_accuracy += (predicted == targets).sum().item() / targets.size(0) * 100
    model.train(mode)
    return running_loss / len(loader), running_accuracy / len(loader)
