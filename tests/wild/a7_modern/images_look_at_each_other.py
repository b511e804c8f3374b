"""`ViT` gives its attention `(n, t, dim)` without batch_first, so that tokens look at other images and not
at each other.
"""


class Encoder(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.ln_1 = nn.LayerNorm(dim)
        self.attn = nn.MultiheadAttention(dim, heads)
        self.ln_2 = nn.LayerNorm(dim)
        self.fc_1 = nn.Linear(dim, dim * 4)
        self.fc_2 = nn.Linear(dim * 4, dim)

    def forward(self, tokens):
        h = self.ln_1(tokens)
        h, _ = self.attn(h, h, h)
        tokens = tokens + h
        return tokens + self.fc_2(F.gelu(self.fc_1(self.ln_2(tokens))))


class ViT(nn.Module):
    def __init__(self, image_size=32, patch_size=4, dim=64, depth=2, heads=4, num_classes=10):
        super().__init__()
        if dim % heads != 0:
            raise ValueError("dim must be a multiple of heads")
        self.patch = PatchEmbedding(image_size, patch_size, 3, dim)
        self.class_token = nn.Parameter(torch.randn(dim))
        self.position = nn.Parameter(torch.randn(1 + (image_size // patch_size) ** 2, dim))
        self.blocks = nn.Sequential(*[Encoder(dim, heads) for _ in range(depth)])
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, num_classes)

    def forward(self, x):
        tokens = self.patch(x)
        cls = self.class_token.expand(x.size(0), 1, -1)
        tokens = self.blocks(torch.cat((cls, tokens), dim=1) + self.position)
        return self.head(self.norm(tokens)[:, 0, :])
