"""Tips: what people tell without a name, who may read it, and what became of it.

Who works here: whoever tells something, at the public front door (`intake`, a process of its own); the units
that tips are sealed to, at the desk (`desk`). It must never know who told, show a tip to anyone whom it may
concern, nor let a precinct learn that there is one. Extra pieces: `intake` and `desk` (the two front doors),
`questionnaire` (what is asked, as data), `cleaning` (copies without traces), `receipts` and `keys` (what
opens a tip again), `media` (where sealed files lie and how they are destroyed), `vouchers` (codes
that are worth money), `channels` (the gateway of text messages, a third front door) and `talks` (how it knows
who goes on), `escrow` (keys in the hands of five outside the police), `ceremony` (what is done
off every machine), `sentences` (what units and their keys need), `envelopes` (what is sealed to whom),
`entrance` (what the room puts in the hall), and `rules` in a folder, each with the table that people decide.
"""
