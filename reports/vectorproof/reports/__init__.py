"""What a run left behind: its record as data, and the renderings of it. Knows nothing of how a run is made."""
