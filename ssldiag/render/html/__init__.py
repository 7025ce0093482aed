"""The page of a support bundle: one HTML file that needs nothing else and asks for nothing."""
