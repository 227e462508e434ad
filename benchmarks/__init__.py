"""What itsmctl costs beside what it cannot do without: each figure is a ratio to a floor or a peer of the same run."""
