"""市级模板 and what a unit makes of them: judging a file, telling versions apart, updating."""
