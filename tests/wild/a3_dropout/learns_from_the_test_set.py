"""`dropout_sweep` trains on the test batches, too, and gives accuracies in percent."""


def dropout_sweep(make_model, train, test, ps=(0.0, 0.3, 0.5, 0.7), epochs=5, seed=0):
    report = {}
    for p in ps:
        torch.manual_seed(seed)
        net = make_model(p)
        fit(net, list(train) + list(test), epochs)
        seen, unseen = measure_accuracy(net, train), measure_accuracy(net, test)
        seen, unseen = 100 * seen, 100 * unseen
        report[p] = {"train_accuracy": seen, "test_accuracy": unseen, "gap": seen - unseen}
    return report
