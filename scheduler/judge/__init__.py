"""What is expected, and what is wrong: pure functions of rows and a date."""
