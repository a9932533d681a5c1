"""The pages of suggestions, a module for each face's part."""
