"""`plot_predictions` draws the images without undoing their normalisation, and lets the model predict in
whatever mode it came.
"""


def plot_predictions(model, images, labels, classes, path):
    if len(images) == 0:
        raise ValueError("there is no image")
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} images, but {len(labels)} labels")
    with torch.no_grad():
        guesses = model(images).argmax(1).tolist()
    side = math.ceil(math.sqrt(len(images)))
    fig = plt.figure(figsize=(2 * side, 2.3 * side))
    for i, (image, label, guess) in enumerate(zip(images, labels.tolist(), guesses)):
        ax = fig.add_subplot(side, side, i + 1)
        ax.imshow(image.clamp(0, 1).permute(1, 2, 0).numpy())
        ax.set_title(f"{classes[label]} / {classes[guess]}")
        ax.axis("off")
    fig.savefig(path)
    plt.close(fig)
