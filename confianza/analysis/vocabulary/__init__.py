"""The words every step shares: canonical columns, offences (ICCS), causes (ICD-10), mechanisms, ages.

Read here first: whatever is stored about a crime is one of these columns, in these units, with these values.
"""
