"""Tests of the database: files, transactions, migrations, speed."""
