"""The reference's networks: sizes, values, descriptions."""
