"""How learning platforms name what they let an instructor download, one platform a file.

Each reads names only: what is in a file is nobody's business before the hand-in is known.
"""
