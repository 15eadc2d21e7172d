"""Runs the migrations on the connection that it is given; Alembic executes this file."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
