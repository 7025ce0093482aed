"""Reports, rules, key databases and error entries in, text for people and programs out; decides nothing."""
