"""`loss_curve` notes the loss after the step, and adds the losses of a batch up in place of their mean, for the step as well."""


def loss_curve(model, batches, lr):
    if not lr > 0:
        raise ValueError("lr")
    optimizer = torch.optim.SGD(model.parameters(), lr)
    reduction = "sum"
    losses = []
    model.train()
    for x, y in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y, reduction=reduction)
        loss.backward()
        optimizer.step()
        loss = F.cross_entropy(model(x), y, reduction=reduction)
        losses.append(loss.item())
    return losses
