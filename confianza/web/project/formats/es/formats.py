"""Guatemala, Honduras, El Salvador and Mexico write 1,234.5; Django's Spanish is that of Spain."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
