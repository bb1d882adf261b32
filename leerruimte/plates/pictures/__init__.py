"""Drawings of people's own: what comes in as a file becomes a drawing in the form of all plates.

`uploads` is the door: it looks at what a file is, not at its name. `raster`, `pdf` and `svg_files` read one kind each,
`wrapping` makes a plate's drawing of it, `removed` says in words what was left out, `files` keeps the pictures.
"""
