"""How things look: base pages, components, formats, forms, lists. Knows nothing about education."""
