"""From the hand-over to the acceptance: plan, monthly reports, changes, supervision (domain paper B2, steps 9 to 12)."""
