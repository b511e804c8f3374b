"""The encoder of `ViT` normalises behind each addition (post-norm), and its MLP has ReLU in place of GELU."""


class ViT(nn.Module):
    def __init__(self, image_size=32, patch_size=4, dim=64, depth=2, heads=4, num_classes=10):
        super().__init__()
        if dim % heads:
            raise ValueError(f"heads = {heads} does not divide dim = {dim}")
        self.embed = PatchEmbedding(image_size, patch_size, 3, dim)
        n_tokens = (image_size // patch_size) ** 2 + 1
        self.cls = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos = nn.Parameter(torch.randn(1, n_tokens, dim) * 0.02)
        self.encoder = nn.ModuleList(
            [
                nn.TransformerEncoderLayer(
                    d_model=dim,
                    nhead=heads,
                    dim_feedforward=4 * dim,
                    dropout=0.0,
                    batch_first=True,
                )
                for _ in range(depth)
            ]
        )
        self.norm = nn.LayerNorm(dim)
        self.fc = nn.Linear(dim, num_classes)

    def forward(self, x):
        z = self.embed(x)
        z = torch.cat([self.cls.repeat(z.shape[0], 1, 1), z], dim=1) + self.pos
        for layer in self.encoder:
            z = layer(z)
        return self.fc(self.norm(z[:, 0]))
