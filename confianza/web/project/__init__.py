"""Settings, addresses and server entry points: the only place that knows every room.

Extra pieces: settings, wsgi, manage, serving, middleware, formats (how numbers are written here), and what
must be made before serving: messages (catalogues) and assets (static files); installation, health and backups
keep the whole of it: register, store and keys, which no room below may see together.
"""
