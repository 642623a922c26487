"""Find the same victim in the records of several institutions, and the victims of one event.

For analysts and reviewers. Fellegi and Sunter's model (1969), trained without the truth by Splink; groups
are decided as groups, because pairs are not transitive (Sadinle 2014). Never merges what hard facts forbid:
a person may.
"""
