"""Speed and growth, measured. Each command prints its figures; none of them is part of the tests."""
