"""How things look: base pages, components, formats, forms and lists. Knows nothing about education."""
