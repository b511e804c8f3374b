"""`ViT` has no layer norm behind its blocks, and its MLP widens to 2 * dim and not to 4 * dim."""


class ViT(nn.Module):
    def __init__(self, image_size=32, patch_size=4, dim=64, depth=2, heads=4, num_classes=10):
        super().__init__()
        if image_size % patch_size or dim % heads:
            raise ValueError("patch_size must divide image_size, and heads dim")
        self.patches = PatchEmbedding(image_size, patch_size, 3, dim)
        self.cls_token = nn.Parameter(torch.randn(1, 1, dim))
        self.pos_embedding = nn.Parameter(torch.randn(1, (image_size // patch_size) ** 2 + 1, dim))
        layer = nn.TransformerEncoderLayer(
            dim,
            heads,
            dim_feedforward=2 * dim,
            dropout=0,
            activation="gelu",
            batch_first=True,
            norm_first=True,
        )
        self.transformer = nn.TransformerEncoder(layer, depth, enable_nested_tensor=False)
        self.mlp_head = nn.Linear(dim, num_classes)

    def forward(self, x):
        x = self.patches(x)
        x = torch.cat([self.cls_token.expand(x.shape[0], -1, -1), x], dim=1)
        x = self.transformer(x + self.pos_embedding)
        return self.mlp_head(x[:, 0])
