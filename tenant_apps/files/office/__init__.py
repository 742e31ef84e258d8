"""LibreOffice kept warm, in a process of its own (文档转换).

Runs in the system's Python, which alone has `uno`, and so imports only the standard library.
"""
