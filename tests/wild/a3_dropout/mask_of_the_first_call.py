"""`Dropout` draws a mask once and uses it again in every later call on an input of the same shape."""


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        require_probability(p)
        self.p = p
        self.mask = None

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        if self.p == 1:
            return x * 0
        if self.mask is None or self.mask.shape != x.shape:
            self.mask = torch.rand_like(x) > self.p
        return x * self.mask / (1 - self.p)
