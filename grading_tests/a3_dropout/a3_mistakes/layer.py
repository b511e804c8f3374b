"""Mistakes in `Dropout`: the layer, and the modes that it should follow."""

import torch
from torch import nn

from a3_mistakes.alike import same_statistics
from autograder.suite import instead_of
from reference import dropout as correct
from reference.dropout import scale

mistake = instead_of("Dropout", alike=same_statistics)


@mistake
class EvalIsIgnored(correct.Dropout):
    """Your layer drops values after eval(), too. Look at self.training in forward: eval() sets it to
    False (section 4, "Two modes").
    """

    def forward(self, x):
        return correct.dropout(x, self.p)


@mistake
class ModesAreSwapped(correct.Dropout):
    """Your layer drops values in evaluation and not in training: turn the condition round (section 4, "Two
    modes").
    """

    def forward(self, x):
        return correct.dropout(x, self.p, not self.training)


@mistake
class NothingIsEverDropped(correct.Dropout):
    """Your layer never drops a value. A new layer is in training mode, and drops (section 4, "Two
    modes").
    """

    def forward(self, x):
        return x


@mistake
class DropsNoMoreAfterEval(correct.Dropout):
    """Once evaluated, your layer never drops again: eval() changes it for good. Override neither eval()
    nor train(), and look at self.training in forward (section 4, "Two modes").
    """

    def forward(self, x):
        self.p = self.p if self.training else 0.0
        return correct.dropout(x, self.p)


@mistake
class EvaluationScales(correct.Dropout):
    """Your layer scales its input after eval(). The survivors were scaled in training already: return x
    as it is (section 4, "Two modes").
    """

    def forward(self, x):
        return super().forward(x) if self.training else x * (1 - self.p)


@mistake
class SurvivorsKeepTheirSize(correct.Dropout):
    """Your layer does not scale the survivors. Divide them by 1 - p; your function dropout does (section
    2, "Why survivors are scaled").
    """

    def forward(self, x):
        dropped = correct.dropout(x, self.p, self.training)
        return torch.where(dropped == 0, dropped, x)


@mistake
class KeepsWithProbabilityP(correct.Dropout):
    """Your layer keeps values with probability p. Here p is the probability to drop (section 1, "One layer
    by hand").
    """

    def forward(self, x):
        return correct.dropout(x, 1 - self.p, self.training)


@mistake
class LayerSwapsKeptAndDropped(correct.Dropout):
    """Your layer keeps values with probability p and drops the others, though it scales by 1 / (1 - p):
    turn the comparison of draws and p round (section 3, "A mask").
    """

    def forward(self, x):
        if not self.training:
            return x
        return x * (torch.rand_like(x) < self.p) * scale(self.p)


@mistake
class HalfIsAlwaysDropped(correct.Dropout):
    """Your layer drops half of the values whatever p is. Keep p in __init__ and use it in forward
    (section 4, "Two modes").
    """

    def forward(self, x):
        return correct.dropout(x, 0.5, self.training)


@mistake
class MaskIsDrawnOnce(correct.Dropout):
    """Your layer draws its mask once and keeps it, so that the same units are dropped for ever. Draw anew
    in every forward pass (section 4, "Two modes").
    """

    def forward(self, x):
        if not self.training:
            return x
        if not hasattr(self, "mask") or self.mask.shape != x.shape:
            self.mask = correct.dropout(torch.ones_like(x), self.p).detach()
        return x * self.mask


@mistake
class LayerDropsWholeChannels(correct.Dropout):
    """Your layer drops whole channels, as Dropout2d does. Each element has a draw of its own (section 3,
    "A mask").
    """

    def forward(self, x):
        shape = (*x.shape[:2], *[1] * (x.ndim - 2))
        return x * correct.dropout(torch.ones(shape, dtype=x.dtype), self.p, self.training)


@mistake
class LayerDropsTheSameInAllSamples(correct.Dropout):
    """Your layer drops the same places in every sample of a batch. Each element has a draw of its own
    (section 3, "A mask").
    """

    def forward(self, x):
        return x * correct.dropout(torch.ones_like(x[:1]), self.p, self.training)


@mistake
class LayerAcceptsAnyP(correct.Dropout):
    """Your layer accepts a p that is no probability. Raise ValueError where p is below 0 or above 1
    (section 3, "Both ends").
    """

    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        p = min(max(self.p, 0.0), 1.0)
        return correct.dropout(x, p, self.training)


@mistake
class LayerOverwritesItsInput(correct.Dropout):
    """Your layer changes its input. The caller, and autograd, still need it: make a new tensor (section 3,
    "A mask").
    """

    def forward(self, x):
        return x.mul_(correct.dropout(torch.ones_like(x), self.p, self.training))


@mistake
class LayerIsNoModule:
    """Your layer is no nn.Module, so that a network around it cannot switch its mode. Write
    `class Dropout(nn.Module)` and call super().__init__() (section 4, "Two modes").
    """

    def __init__(self, p=0.5):
        self.training = True
        self.dropout = correct.Dropout(p)

    def train(self):
        self.dropout.train()

    def eval(self):
        self.dropout.eval()

    def __call__(self, x):
        return self.dropout(x)


@mistake
class ProbabilityIsLearned(correct.Dropout):
    """Your layer has parameters, so that an optimiser would change them. p is a plain number that training
    leaves alone (section 4, "Two modes").
    """

    def __init__(self, p=0.5):
        super().__init__(p)
        self.learned = nn.Parameter(torch.tensor(p))
