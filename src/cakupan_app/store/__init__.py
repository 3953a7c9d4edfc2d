"""Files of a workspace: received sources, tables, snapshots, and the keys that open what is encrypted."""
