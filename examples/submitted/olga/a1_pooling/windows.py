"""Everything about windows, so that pooling.py reads like the lecture."""

import torch.nn.functional as F


def hw(value):
    """(height, width) of a number or a pair"""
    if isinstance(value, (tuple, list)):
        height, width = value
        return height, width
    return value, value


class Windows:
    """All windows of an image: `Windows(x, k, s, p, fill).values` is (n, c, oh, ow, kh, kw)."""

    def __init__(self, x, kernel_size, stride, padding, fill):
        self.kh, self.kw = hw(kernel_size)
        self.sh, self.sw = hw(kernel_size if stride is None else stride)
        self.ph, self.pw = hw(padding)
        self.h, self.w = x.shape[-2:]
        self.padded = F.pad(x, (self.pw, self.pw, self.ph, self.ph), value=fill)
        self.values = self.padded.unfold(-2, self.kh, self.sh).unfold(-2, self.kw, self.sw)

    def put_back(self, shares):
        """Add `shares` (n, c, oh, ow, kh, kw) up in the image, each where its cell lies."""
        image = self.padded.new_zeros(self.padded.shape)
        view = image.unfold(-2, self.kh, self.sh).unfold(-2, self.kw, self.sw)
        # two windows may show the same cell, so one window position at a time
        for i in range(shares.shape[2]):
            for j in range(shares.shape[3]):
                view[:, :, i, j] += shares[:, :, i, j]
        return image[..., self.ph : self.ph + self.h, self.pw : self.pw + self.w]
