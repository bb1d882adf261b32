"""How good and how fast the map of perspectives is, beside the usual pipeline (red-dwarf) in the same run."""
