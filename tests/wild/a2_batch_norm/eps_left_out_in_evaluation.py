"""`BatchNorm2d` leaves eps out in evaluation mode only."""


class BatchNorm2d(BatchNorm2d):
    def forward(self, x):
        if self.training:
            return super().forward(x)
        require_images(x)
        require_channels(x, weight=self.weight)
        deviation = torch.sqrt(self.running_var)
        normal = (x - per_channel(self.running_mean)) / per_channel(deviation)
        return per_channel(self.weight) * normal + per_channel(self.bias)
