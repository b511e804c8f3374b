"""`train_transform` exchanges top and bottom and not left and right, and `test_transform` flips at random."""

_normalise = [
    transforms.ToTensor(),
    transforms.Normalize((0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)),
]


def train_transform():
    return transforms.Compose(
        [transforms.RandomVerticalFlip(), transforms.RandomCrop(32, padding=4), *_normalise]
    )


def test_transform():
    return transforms.Compose([transforms.RandomHorizontalFlip(), *_normalise])


test_transform.__test__ = False
