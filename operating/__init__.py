"""What whoever runs an install needs: backups, health, logs, measures, roles of the database, what is kept how long."""
