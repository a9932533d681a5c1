"""What the machines around us ask: are you alive, are you ready, how are you doing."""
