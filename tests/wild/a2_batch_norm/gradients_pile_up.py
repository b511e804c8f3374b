"""`loss_curve` never clears the gradients, and lets a learning rate below 0 pass."""


def loss_curve(model, batches, lr):
    if lr == 0:
        raise ValueError("lr must be above 0")
    criterion = nn.CrossEntropyLoss()
    model.train()
    curve = []
    for images, labels in batches:
        loss = criterion(model(images), labels)
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                if parameter.grad is not None:
                    parameter -= lr * parameter.grad
        curve.append(float(loss))
    return curve
