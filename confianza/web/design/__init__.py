"""The look of the house: base templates, components, charts, maps; and the hall where rooms put their doors.

Who works here: whoever draws a page. It knows no room and holds no data: what it shows is handed to it.
It must never decide who may see what, nor compute a figure of the domain.
Extra pieces: palette, icons, writing, tables, charts, maps, interactive, entrances (each room's `entrance.py`
says what it puts in the menu and on the home page), context (what every page needs): subjects of drawing, not
furniture.
"""
