"""What the coordinator does: lays out the week, makes lessons of it, keeps bells and rooms."""
