"""Every change of the territory: importing files, weighing the crosswalk, deciding what names mean."""
