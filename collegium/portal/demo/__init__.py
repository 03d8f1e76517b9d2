"""A believable college made of chance and a seed: for trying out, for tests, for measuring.

The same seed and day make the same college, row for row. `loading.load` is the way in; what each
module makes stands in docs/demo.md.
"""
