"""BPMN 2.0 in and out. The drawing travels; the engine runs its own graphs, never BPMN."""
