"""Help: a page for each kind of person, the first steps of an empty install, the accessibility statement."""
