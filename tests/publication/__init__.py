"""What is published, looked at from outside: only files that anybody can download, and pencil and paper."""
