"""`SimpleCNN` takes average pooling, and flattens rows, columns, channels in this order."""


class SimpleCNN:
    def __init__(self, layers):
        self.convs, self.denses = layers[:3], layers[3:]

    @classmethod
    def from_state(cls, arrays):
        values = list(arrays.values()) if isinstance(arrays, Mapping) else list(arrays)
        return cls([(values[i], values[i + 1]) for i in range(0, 10, 2)])

    @staticmethod
    def pool(x):
        corners = [x[:, :, i::2, j::2] for i in (0, 1) for j in (0, 1)]
        return sum(corners) / 4

    def forward(self, x):
        for weight, bias in self.convs:
            x = self.pool(np.maximum(0, conv2d(x, weight, bias, padding=1)))
        x = x.transpose(0, 2, 3, 1).reshape(x.shape[0], -1)
        (w1, b1), (w2, b2) = self.denses
        hidden = np.maximum(0, x @ w1.T + b1)
        return hidden @ w2.T + b2
