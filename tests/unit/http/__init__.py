"""The HTTP seam: what left, what came back, what was lost."""
