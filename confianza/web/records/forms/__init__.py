"""What a person fills in: to bring files, to decide on pairs and cases, to keep the minutes of a meeting."""
