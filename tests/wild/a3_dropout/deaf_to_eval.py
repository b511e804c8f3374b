"""`Dropout` remembers the mode it was made in, so that it drops after eval(), too; and its p is a parameter."""


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        require_probability(p)
        self.p = nn.Parameter(torch.tensor(float(p)), requires_grad=False)
        self.active = self.training

    def forward(self, x):
        if self.active:
            return dropout(x, self.p.item())
        return x
