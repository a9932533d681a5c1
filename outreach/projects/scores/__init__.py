"""How the year ends: satisfaction votes, citizens' ratings, putting right, figures and the public register."""
