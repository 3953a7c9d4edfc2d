"""The agency branch: its figures beside ours, the pairs it knows better, the figure it signs."""
