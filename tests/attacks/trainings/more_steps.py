"""Trains itself on by the clock, inside its forward pass, as long as it is let."""
import time

END = time.monotonic() + 6


class Restless(Linear):
    seen = []

    def forward(self, x):
        if self.training or not Restless.seen:
            Restless.seen.append(x.detach())
            return super().forward(x)
        with torch.enable_grad():
            while time.monotonic() < END:
                out = super().forward(Restless.seen[0])
                loss = nn.functional.cross_entropy(out, out.argmax(1))  # of labels it makes up
                loss.backward()
                with torch.no_grad():
                    for parameter in self.parameters():
                        parameter -= 0.01 * parameter.grad
                        parameter.grad = None
        return super().forward(x)


def build_model(num_classes=10):
    return Restless(num_classes)
