"""表单 on the wire."""
