"""`Dropout` always drops with 0.5; the network that uses it is right."""


class Dropout(Dropout):
    def forward(self, x):
        return dropout(x, 0.5, self.training)
