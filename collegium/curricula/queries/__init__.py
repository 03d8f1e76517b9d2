"""What the pages of curricula show."""
