"""The suggestion for partner systems. Every change goes through the forms and services that the desk uses."""
