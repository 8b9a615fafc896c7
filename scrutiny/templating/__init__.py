"""Templates as functions of Python: what Django reads node by node, written out once for each template."""
