"""What is read of forms, telephones and submissions. Imported one module at a time."""
