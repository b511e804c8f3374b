"""Modern architectures: all that assignment a7 asks for, under the names it asks for."""

from reference.architectures.dense_block import DenseBlock
from reference.architectures.inception import Inception
from reference.architectures.mbconv import MBConv
from reference.architectures.vit import PatchEmbedding, ViT
from reference.compound_scaling import compound_scaling

__all__ = ["DenseBlock", "Inception", "MBConv", "PatchEmbedding", "ViT", "compound_scaling"]
