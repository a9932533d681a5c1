"""From the year's opening to the formal list: candidates, their texts, their order on the ballot."""
