"""How long a look at one host takes beside other scanners, and how many hosts a second there are."""
