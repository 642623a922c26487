"""Community: councils, committees and juntas, their meetings, and what is asked until it is answered.

Who works here: the community-relations officer, who calls meetings and sees that requests are answered; the
commander and the mayor, who answer; people with a seat in a body. It must never say who attended what to
whoever has no need to know, keep such a list longer than promised, or lose a request. Extra pieces: `lists`
(names, sealed), `sentences` (reasons in words), `rules` (a folder: states; warning signs as data), `tasks`
(what is forgotten each night) and `entrance` (menu, home card).
"""
