"""`ViT` classifies the mean of all tokens and not the class token, and its attention scales by
1 / sqrt(dim) and not by that of one head.
"""


class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.out = nn.Linear(dim, dim)

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = (
            part.reshape(n, t, self.heads, d // self.heads).transpose(1, 2)
            for part in self.qkv(x).chunk(3, dim=-1)
        )
        scores = q @ k.transpose(-2, -1) * d**-0.5
        return self.out((scores.softmax(dim=-1) @ v).transpose(1, 2).reshape(n, t, d))


class Block(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.norm_a = nn.LayerNorm(dim)
        self.attention = MultiHeadSelfAttention(dim, heads)
        self.norm_b = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))

    def forward(self, x):
        x = x + self.attention(self.norm_a(x))
        return x + self.mlp(self.norm_b(x))


class ViT(nn.Module):
    def __init__(self, image_size=32, patch_size=4, dim=64, depth=2, heads=4, num_classes=10):
        super().__init__()
        if dim % heads:
            raise ValueError("heads must divide dim")
        self.embedding = PatchEmbedding(image_size, patch_size, 3, dim)
        self.token = nn.Parameter(torch.zeros(1, 1, dim))
        self.positions = nn.Parameter(
            torch.zeros(1, (image_size // patch_size) ** 2 + 1, dim).normal_(std=0.02)
        )
        self.blocks = nn.ModuleList([Block(dim, heads) for _ in range(depth)])
        self.final = nn.LayerNorm(dim)
        self.classifier = nn.Linear(dim, num_classes)

    def forward(self, x):
        z = self.embedding(x)
        z = torch.cat([self.token.expand(len(z), -1, -1), z], dim=1)
        z = z + self.positions
        for block in self.blocks:
            z = block(z)
        return self.classifier(self.final(z).mean(dim=1))
