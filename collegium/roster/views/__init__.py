"""The roster's pages: groups, students, employees."""
