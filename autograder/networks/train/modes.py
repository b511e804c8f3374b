"""What a training sets for its time: threads, determinism, precision, and how memory is kept."""

import contextlib
import ctypes
import functools
from collections.abc import Iterator

import torch

from autograder.networks.train.recipe import Recipe
from autograder.torch_internals import internal

# glibc's malloc.h
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_LARGEST = 32 << 20  # bytes; older versions of glibc refuse more


@functools.cache
def keep_freed_memory() -> None:
    """Have malloc keep what a step frees for the next step, until this process ends.

    Else an activation of some megabytes is new memory each time, zeroed page by page: up to a fifth of
    a training. Where malloc is not glibc's, it keeps its own ways.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(_MMAP_THRESHOLD, _LARGEST)
        mallopt(_TRIM_THRESHOLD, 2**31 - 1)


@contextlib.contextmanager
def repeatable(recipe: Recipe) -> Iterator[None]:
    """Sums come out in the same order each time: one thread, and on CUDA deterministic kernels."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with _deterministic_cuda() if recipe.device == "cuda" else contextlib.nullcontext():
            yield
    finally:
        torch.set_num_threads(threads)


@contextlib.contextmanager
def _deterministic_cuda() -> Iterator[None]:
    """Operators without a deterministic kernel warn and run: the network is the student's to build.

    `CUBLAS_WORKSPACE_CONFIG` must have been set before CUDA started.
    """
    strict = torch.are_deterministic_algorithms_enabled()
    only_warns = torch.is_deterministic_algorithms_warn_only_enabled()
    torch.use_deterministic_algorithms(True, warn_only=True)
    try:
        with torch.backends.cudnn.flags(enabled=True, benchmark=False, deterministic=True):
            yield
    finally:
        torch.use_deterministic_algorithms(strict, warn_only=only_warns)


def has_bf16(device: str) -> bool:
    """Whether the device computes in bfloat16 by itself, not by emulation."""
    if device == "cuda":
        return torch.cuda.get_device_capability() >= (8, 0)
    asks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(internal(f"torch.cpu.{ask}")() for ask in asks)


def autocast(recipe: Recipe) -> torch.autocast:
    """Mixed precision where the recipe asks for it and the device has it; else nothing."""
    enabled = recipe.precision == "bf16" and has_bf16(recipe.device)
    return torch.autocast(recipe.device, torch.bfloat16, enabled=enabled)
