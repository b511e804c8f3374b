"""CIFAR-10 where it is kept, cached or wrong."""
