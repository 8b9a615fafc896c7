"""The rights of the role that the site uses: rows, and nothing of what tables are.

It owns nothing, so it cannot take down the triggers that keep history, and TRUNCATE, which no trigger of a row sees, is
never granted.
"""

from django.db import connection
from psycopg import sql


class CannotGrant(Exception):
    """Nothing was granted. The message is a sentence."""


GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    # What has been migrated is for the owner to say.
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {role}",
)
OWNED = """
    SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.rolname = %s
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND pg_has_role(r.oid, c.relowner, 'USAGE')
"""
KEPT = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%\\_no\\_delete' AND NOT tgisinternal"


def grant(role: str, password: str) -> int:
    """Give a role its rights on every table, and return how many of them keep history, from which it cannot delete.

    With a ``password`` it is made where it is missing. Raises CannotGrant.
    """
    if connection.vendor != "postgresql":
        raise CannotGrant("Only PostgreSQL has roles; this install is on SQLite.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
        if found is None and not password:
            raise CannotGrant(f"There is no role {role}: make it, or give APPLICATION_PASSWORD.")
        if found and found[0]:
            raise CannotGrant(f"{role} is a superuser, whom no right binds. Name another role.")
        if password:
            verb = "ALTER" if found else "CREATE"
            made = sql.SQL(verb + " ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
            cursor.execute(made.as_string(cursor.connection))
        cursor.execute(OWNED, [role])
        if cursor.fetchone()[0]:
            raise CannotGrant(f"{role} owns tables itself. Let another role own them, or name another one here.")
        for words in GRANTS:
            cursor.execute(named(words, role=role))
        cursor.execute(KEPT)
        kept = [table for (table,) in cursor.fetchall()]
        for table in kept:
            cursor.execute(named("REVOKE DELETE ON {table} FROM {role}", role=role, table=table))
    return len(kept)


def named(words: str, **names: str) -> str:
    """A statement with names quoted as the database quotes them."""
    for place, name in names.items():
        words = words.replace(f"{{{place}}}", connection.ops.quote_name(name))
    return words
