"""Forms as spreadsheets (XLSForm), made into XForms, checked, and what was filled in by them read."""
