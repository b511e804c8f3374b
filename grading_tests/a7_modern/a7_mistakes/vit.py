"""Mistakes in `PatchEmbedding` and `ViT`."""

# ruff: noqa: N801 - a class is named after its mistake and changes one method

import torch
from torch import nn
from torch.nn.functional import gelu, relu, softmax

from autograder.suite import instead_of
from reference import modern as correct


def tokens_of(net, x):
    """The class token and the patches, with positions."""
    tokens = torch.cat([net.class_token.expand(len(x), -1, -1), net.patches(x)], dim=1)
    return tokens + net.positions


@instead_of("PatchEmbedding")
class pixels_are_cut_without_regard_to_rows(correct.PatchEmbedding):
    """You reshape the image straight into patches. Then a token holds pixels that lie one after the
    other in memory, not a square. Split rows and columns first, and bring the axes together with
    permute (section 5, "Patches").
    """

    def forward(self, x):
        weight = self.project.weight.flatten(1)
        return x.reshape(len(x), -1, weight.shape[1]) @ weight.T + self.project.bias


@instead_of("PatchEmbedding")
class patches_are_taken_column_by_column(correct.PatchEmbedding):
    """Your patches come column by column. They are read row by row, like words (section 5,
    "Patches").
    """

    def forward(self, x):
        return self.project(x).transpose(2, 3).flatten(2).transpose(1, 2)


@instead_of("PatchEmbedding")
class axes_are_reshaped_not_exchanged(correct.PatchEmbedding):
    """You reshape (n, dim, t) to (n, t, dim), so that numbers of different patches share a token. Axes
    change places with transpose (section 5, "Patches").
    """

    def forward(self, x):
        maps = self.project(x).flatten(2)
        return maps.reshape(len(x), maps.shape[2], maps.shape[1])


@instead_of("ViT")
class norm_comes_after_the_addition(correct.ViT):
    """Your blocks normalise after the addition (post-norm, the default of
    nn.TransformerEncoderLayer). Pre-norm: z + attention(norm(z)), then z + mlp(norm(z)) (section 6,
    "The encoder").
    """

    def forward(self, x):
        z = tokens_of(self, x)
        for block in self.blocks:
            z = block.norm1(z + block.attention(z))
            z = block.norm2(z + block.narrow(gelu(block.widen(z))))
        return self.classify(self.norm(z)[:, 0])


@instead_of("ViT")
class relu_stands_for_gelu(correct.ViT):
    """Your MLP uses ReLU (the default of nn.TransformerEncoderLayer). Here it is GELU (section 6, "The
    encoder").
    """

    def forward(self, x):
        z = tokens_of(self, x)
        for block in self.blocks:
            z = z + block.attention(block.norm1(z))
            z = z + block.narrow(relu(block.widen(block.norm2(z))))
        return self.classify(self.norm(z)[:, 0])


@instead_of("ViT")
class tokens_are_averaged(correct.ViT):
    """You average all tokens. Only the class token, the first, goes to the last linear layer (section 7,
    "The whole network").
    """

    def forward(self, x):
        return self.classify(self.norm(self.blocks(tokens_of(self, x))).mean(dim=1))


@instead_of("ViT")
class last_token_is_read(correct.ViT):
    """You read the last token, which belongs to a patch. The class token is the first one (section 7,
    "The whole network").
    """

    def forward(self, x):
        return self.classify(self.norm(self.blocks(tokens_of(self, x)))[:, -1])


@instead_of("ViT")
class positions_are_not_added(correct.ViT):
    """You never add the positions. Attention alone cannot tell where a token is: shuffled patches would
    give the same logits (section 7, "The whole network").
    """

    def forward(self, x):
        tokens = tokens_of(self, x) - self.positions
        return self.classify(self.norm(self.blocks(tokens))[:, 0])


@instead_of("ViT")
class probabilities_come_out(correct.ViT):
    """You apply softmax at the end. Return logits: cross-entropy has the softmax inside (section 7, "The
    whole network").
    """

    def forward(self, x):
        return softmax(super().forward(x), dim=1)


@instead_of("ViT")
class last_norm_is_missing(correct.ViT):
    """The layer norm behind the last block is missing. Pre-norm blocks end with an addition, so that
    nothing else bounds what the linear layer reads (section 7, "The whole network").
    """

    def __init__(self, *args, **sizes):
        super().__init__(*args, **sizes)
        self.norm = nn.Identity()


@instead_of("ViT")
class mlp_is_twice_as_wide(correct.ViT):
    """Your MLP is 2 * dim wide. The inner layer has 4 * dim (section 6, "The encoder")."""

    def __init__(self, image_size=32, patch_size=4, dim=64, depth=2, heads=4, num_classes=10):
        super().__init__(image_size, patch_size, dim, depth, heads, num_classes)
        for block in self.blocks:
            block.widen, block.narrow = nn.Linear(dim, 2 * dim), nn.Linear(2 * dim, dim)


@instead_of("ViT")
class dropout_is_left_on(correct.ViT):
    """Your network answers differently in training mode: there is dropout in it (0.1 is the default of
    nn.TransformerEncoderLayer). Set it to 0 (section 6, "The encoder").
    """

    def forward(self, x):
        z = tokens_of(self, x)
        z = nn.functional.dropout(z, 0.1, self.training)
        return self.classify(self.norm(self.blocks(z))[:, 0])


@instead_of("ViT")
class attention_is_not_scaled(correct.ViT):
    """Your attention's scores are not divided by sqrt(dim / heads). Without it they grow with the width
    and softmax picks a single token (section 6, "The encoder").
    """

    def __init__(self, *args, **sizes):
        super().__init__(*args, **sizes)
        for block in self.blocks:
            block.attention = Unscaled(block.attention)


class Unscaled(nn.Module):
    """Attention without the division."""

    def __init__(self, attention):
        super().__init__()
        self.heads, self.qkv, self.out = attention.heads, attention.qkv, attention.out

    def forward(self, x):
        n, t, dim = x.shape
        heads = self.qkv(x).reshape(n, t, 3, self.heads, dim // self.heads)
        q, k, v = heads.permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(2, 3)).softmax(dim=3)
        return self.out((weights @ v).transpose(1, 2).reshape(n, t, dim))


@instead_of("ViT")
class tokens_are_taken_for_the_batch(correct.ViT):
    """Your attention runs along the batch, so that images see each other: nn.MultiheadAttention expects
    (t, n, dim) unless you say batch_first=True (section 6, "The encoder").
    """

    def forward(self, x):
        z = tokens_of(self, x)
        for block in self.blocks:
            mixed = block.attention(block.norm1(z).transpose(0, 1)).transpose(0, 1)
            z = z + mixed
            z = z + block.narrow(gelu(block.widen(block.norm2(z))))
        return self.classify(self.norm(z)[:, 0])
