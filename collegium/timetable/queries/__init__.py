"""What the pages of the timetable show, and what lessons a grid gives."""
