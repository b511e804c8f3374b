"""`describe` has a row for every module, those with layers inside too, and leaves its hooks on the model."""


def describe(model, input_shape):
    rows = []
    modes = [(m, m.training) for m in model.modules()]
    for name, module in model.named_modules():
        module.register_forward_hook(
            lambda m, _, y, name=name: rows.append(
                (name, tuple(y.shape), sum(p.numel() for p in m.parameters()))
            )
        )
    model.eval()
    with torch.no_grad():
        model(torch.zeros(input_shape))
    for module, mode in modes:
        module.training = mode
    return list(rows)
