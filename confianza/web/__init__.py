"""The web: people, permissions, pages and APIs; where work is recorded. It contains no formula."""
