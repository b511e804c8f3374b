"""`Dropout` is the classic form: nothing is scaled in training, and everything by 1 - p in evaluation."""


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError("p must be between 0 and 1")
        self.drop = p

    def forward(self, x):
        if self.training:
            kept = torch.bernoulli(torch.full_like(x, 1 - self.drop))
            return x * kept
        return x * (1 - self.drop)
