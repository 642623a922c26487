"""The observatory: what happened, where and when, by which source, and whether it changes more than by
chance.

Who works here: the analyst, and whoever plans with its figures; everybody sees aggregates, nobody a record.
It must never add sources together, show a rate without a denominator, or compute a figure itself: analysis
does. Extra pieces: entrance (doors and home cards), memory (each page computed once however many ask at
once), pages (the inside of every page, drawn and remembered), drawings (charts and maps), sheets (tables for
screen and CSV), unseen_pages (whom no source saw), sentences (what the figures say, in words) and labels
(names of areas, sources and kinds in the reader's language),
archive (where the files of what was published stand), release_package, release_pages and release_sentences
(its files, pages and words).
On paper: bulletins (four pages, from a release) and bulletin_pages (their page for staff).
How good the sources are has its own: answers
(the data file of what people answered), quality_pages, quality_sheets, quality_sentences,
discrepancy_sentences, requests (what a letter asks for) and quality_reports (the same for machines).
What people say stands beside it in perception_pages.
So has the network of observatories: network_pages, network_sheets, network_sentences and pulling (asking
another node for its package).
So has crime analysis: analysis_pages, analysis_sheets, analysis_sentences and analysis_drawings; map_features
(the maps people pan); forecast_pages and forecast_sentences (what is expected); week_pages (the sheet of the
weekly meeting); sights (cells and chains somebody may act upon); weights (the data file of what the
municipality decided that crimes weigh) and weights_pages;
analysis_files with sheet_files and sheet.typ (each page as PDF, PNG, CSV or GeoJSON).
"""
