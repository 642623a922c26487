"""What the pages of people ask: shapes of input and their messages."""
