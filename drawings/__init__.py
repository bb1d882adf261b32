"""Draws the plates: cut paper and ink, in code, so that a plate can be changed and drawn anew (`make plates`).

What comes out is plain SVG (attributes only, no filters, no style sheets): it opens anywhere and prints as vectors.
Everything is deterministic: the same code draws the same file. `pen` draws lines and shapes, `people`, `places`,
`things`, `belongings`, `landscape` and more of the kind are the vocabulary, `strands` weaves, `words` writes, `sheet`
puts layers together; `plate_1` to `plate_8` are the plates.
"""
