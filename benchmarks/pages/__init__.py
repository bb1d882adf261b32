"""Every page of the site as every kind of person, at full size: time, queries, bytes."""
