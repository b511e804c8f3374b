"""`describe` leaves the model in evaluation mode, and takes the batch dimension off its shapes."""


def describe(model, input_shape):
    table, handles = [], []

    def hook_for(name):
        def hook(module, inputs, output):
            count = sum(p.numel() for p in module.parameters())
            table.append((name, tuple(output.shape)[1:], count))

        return hook

    for name, module in model.named_modules():
        if len(list(module.children())) == 0:
            handles.append(module.register_forward_hook(hook_for(name)))
    model.eval()
    with torch.no_grad():
        model(torch.zeros(*input_shape))
    for handle in handles:
        handle.remove()
    return table
