"""Hostile hand-ins, broken frames and broken machines: what none of them may get, hurt or leave."""
