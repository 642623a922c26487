"""What was answered, as files for whoever analyses it elsewhere: spreadsheets, CSV, SPSS, attachments.

Nothing here asks who may have it (the views do), and nothing lies unsealed on a disk while it is made.
"""
