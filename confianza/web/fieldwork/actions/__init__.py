"""What is written of forms, telephones and submissions. Imported one module at a time."""
