"""`loss_curve` steps with a momentum of 0.9."""


def loss_curve(model, batches, lr):
    if lr <= 0:
        raise ValueError("lr must be positive")
    opt = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    model.train()
    history = []
    for xb, yb in batches:
        loss = F.cross_entropy(model(xb), yb)
        history.append(loss.item())
        opt.zero_grad()
        loss.backward()
        opt.step()
    return history
