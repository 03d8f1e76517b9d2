"""What the pages of the roster show."""
