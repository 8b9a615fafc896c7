"""Operations of the API, and pages around it."""
