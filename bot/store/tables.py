"""The tables as the code sees them; the migrations build the same ones."""

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

metadata = MetaData()

handled = Table(
    "handled",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
)

documents = Table(
    "documents",
    metadata,
    Column("name", Text, primary_key=True),
    Column("body", Text, nullable=False),
)
