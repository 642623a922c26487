"""The public pages: no account, no cookie but the language, nothing about a person."""
