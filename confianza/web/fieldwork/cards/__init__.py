"""Forms as a browser can fill them without network: their structure as JSON, and the words of the page."""
