"""A right hand-in that calls nothing of its own: loops written out, len(loader.dataset), a copied std."""

import copy
import time

import matplotlib.pyplot as plt
import numpy as np
import torch
import torchvision.transforms as T
from torch import nn, optim

mean, std = (0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010)


def train_transform():
    return T.Compose(
        [
            T.RandomCrop(32, padding=4),
            T.RandomHorizontalFlip(),
            T.ToTensor(),
            T.Normalize(mean=mean, std=std),
        ]
    )


def test_transform():
    return T.Compose([T.PILToTensor(), T.ConvertImageDtype(torch.float), T.Normalize(mean, std)])


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    model.train()
    running_loss, correct = 0.0, 0
    for _, data in enumerate(loader):
        inputs, targets = data[0].to(device), data[1].to(device)
        model.zero_grad()
        optimizer.zero_grad()
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        running_loss += loss.item() * inputs.size(0)
        _, predicted = torch.max(outputs.data, 1)
        correct += (predicted == targets).sum().item()
    return running_loss / len(loader.dataset), correct / len(loader.dataset)


def evaluate(model, loader, criterion, device="cpu"):
    before = model.training
    model.eval()
    loss_sum, predictions, truths = 0.0, [], []
    with torch.no_grad():
        for inputs, targets in loader:
            outputs = model(inputs.to(device))
            loss_sum += criterion(outputs, targets.to(device)).item() * targets.size(0)
            predictions.append(outputs.argmax(axis=1).cpu().numpy())
            truths.append(targets.numpy())
    if before:
        model.train()
    hit = np.concatenate(predictions) == np.concatenate(truths)
    return loss_sum / len(hit), float(hit.mean())


def fit(model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"):
    if epochs < 1:
        raise ValueError(f"epochs: {epochs}")
    model.to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=lr, weight_decay=1e-4)
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.9)
    best_accuracy, best_model, history = -1, None, []
    for epoch in range(epochs):
        model.train()
        loss_sum, correct, seen = 0.0, 0, 0
        for inputs, targets in train_loader:
            optimizer.zero_grad()
            outputs = model(inputs.to(device))
            loss = criterion(outputs, targets.to(device))
            loss.backward()
            optimizer.step()
            loss_sum += loss.item() * len(inputs)
            correct += (outputs.argmax(1) == targets.to(device)).sum().item()
            seen += len(inputs)
        scheduler.step()
        validation_loss, validation_accuracy = evaluate(model, validation_loader, criterion, device)
        if validation_accuracy > best_accuracy:
            best_accuracy, best_model = validation_accuracy, copy.deepcopy(model.state_dict())
        history.append(
            {
                "epoch": epoch + 1,
                "train_loss": loss_sum / seen,
                "train_accuracy": correct / seen,
                "validation_loss": validation_loss,
                "validation_accuracy": validation_accuracy,
            }
        )
    model.load_state_dict(best_model)
    return history


def build_model(num_classes=10):
    if num_classes < 1:
        raise ValueError("num_classes")
    return nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1),
        nn.GroupNorm(8, 32),
        nn.SiLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.GroupNorm(8, 64),
        nn.SiLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 3, padding=1),
        nn.GroupNorm(8, 128),
        nn.SiLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(128, num_classes),
    )


def compare_architectures(models, train_loader, test_loader, epochs):
    if epochs < 1:
        raise ValueError("epochs")
    results = []
    criterion = nn.CrossEntropyLoss()
    for name, model in models.items():
        optimizer = optim.Adam(model.parameters(), lr=0.01)
        accuracies, start = [], time.perf_counter()
        for _ in range(epochs):
            train_epoch(model, train_loader, criterion, optimizer)
            _, accuracy = evaluate(model, test_loader, criterion)
            accuracies.append(accuracy)
        elapsed = time.perf_counter() - start
        epoch = 0
        while accuracies[epoch] < max(accuracies) - 0.01:
            epoch += 1
        results.append(
            {
                "name": name,
                "parameters": sum(p.numel() for p in model.parameters()),
                "seconds_per_epoch": elapsed / epochs,
                "test_accuracy": accuracies[-1],
                "epochs_to_convergence": epoch + 1,
            }
        )
    return results


def plot_predictions(model, images, labels, classes, path):
    if len(images) != len(labels) or len(images) < 1:
        raise ValueError("images, labels")
    training = model.training
    model.eval()
    fig, axs = plt.subplots(2, (len(images) + 1) // 2, figsize=(9, 4), squeeze=False)
    axs = axs.ravel()
    for ax in axs[len(images) :]:
        ax.remove()
    for ax, image, label in zip(axs, images, labels, strict=False):
        with torch.no_grad():
            answer = model(image[None]).argmax().item()
        shown = image.clone()
        for channel in range(3):
            shown[channel] = shown[channel] * std[channel] + mean[channel]
        ax.imshow(np.clip(shown.numpy().transpose(1, 2, 0), 0, 1))
        ax.set_title(
            f"T: {classes[label]} P: {classes[answer]}", color="g" if answer == label else "r"
        )
        ax.axis("off")
    fig.tight_layout()
    fig.savefig(path)
    plt.close(fig)
    model.train(training)
