"""`loss_curve` clears the gradients behind each step only, so that those which the parameters come with are in the first one."""


def loss_curve(model, batches, lr):
    if not lr > 0:
        raise ValueError(f"lr must be > 0, got {lr}")
    sgd = torch.optim.SGD(model.parameters(), lr=lr)
    model.train(True)
    values = []
    for batch in batches:
        out = model(batch[0])
        value = F.nll_loss(F.log_softmax(out, dim=1), batch[1])
        value.backward()
        sgd.step()
        sgd.zero_grad()
        values.append(value.item())
    return values
