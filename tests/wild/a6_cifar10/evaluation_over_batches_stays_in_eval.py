"""`evaluate` takes means over batches, and leaves the model in evaluation mode; `fit` and
`compare_architectures` rest on it.
"""


@torch.no_grad()
def evaluate(model, loader, criterion, device="cpu"):
    model.eval()
    figures = []
    for x, y in loader:
        logits = model(x.to(device))
        y = y.to(device)
        hit = (logits.argmax(dim=-1) == y).float().mean()
        figures.append((criterion(logits, y).item(), hit.item()))
    losses, hits = zip(*figures)
    return sum(losses) / len(losses), sum(hits) / len(hits)
