"""The pages of people: home, logging in, accounts, emergency access."""
