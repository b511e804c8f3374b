"""`train_transform` crops behind the normalisation, so that its border is grey and not black."""


def train_transform():
    mean, std = [0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]
    steps = [
        transforms.RandomHorizontalFlip(p=0.5),
        transforms.ToTensor(),
        transforms.Normalize(mean=mean, std=std),
        transforms.RandomCrop(32, padding=4),
    ]
    return transforms.Compose(steps)
