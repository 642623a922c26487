"""What looks odd about a filled form: reasons to look twice, never proof of anything about anybody.

`alone` needs one filled form and is asked when it comes; `together` needs the others and is asked when
somebody looks. Both are pure.
"""
