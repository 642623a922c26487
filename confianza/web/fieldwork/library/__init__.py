"""The forms that come with the program: spreadsheets written as text, and what each of them is for."""
