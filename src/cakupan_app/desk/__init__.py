"""The desk: where the labour or social office counts, looks into, decides and signs."""
