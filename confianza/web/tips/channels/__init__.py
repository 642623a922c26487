"""The gateway of text messages, a process and settings of its own: from a telephone's network to a tip.

Who comes here: what relays messages (a provider's webhook, RapidPro or TextIt, WhatsApp's Cloud API). It must
never keep or write down a number, send back what somebody told, nor reach people, the desk or the account of
deeds. A text message is not anonymous, and its sender is told so first.
"""
