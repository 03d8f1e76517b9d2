"""What is asked for on the roster's pages."""
