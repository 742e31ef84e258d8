"""What runs confined, with a stranger's file on stdin: neither Django nor the database is here."""
