"""The deputies' secret vote: its method, roll, credentials, sealed boxes, closing, count and archive."""
