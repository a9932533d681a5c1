"""Livelihood projects: from the citizens' wish to the deputies' vote, the building and the score (民生实事项目人大代表票决制)."""
