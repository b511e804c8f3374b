"""`BatchNorm2d` draws its weight at random, and counts batches in a float of one axis."""


class BatchNorm2d(BatchNorm2d):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__(num_features, eps, momentum)
        self.weight = nn.Parameter(torch.rand(num_features))
        del self.num_batches_tracked
        self.register_buffer("num_batches_tracked", torch.zeros(1))
