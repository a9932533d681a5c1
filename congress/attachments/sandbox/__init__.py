"""Programs of their own, run by file path with little memory and time. They import nothing of ours."""
