"""A plate as one file to hand on (`.praatplaat`): a ZIP with

    manifest.json        what it is, its parts, where it comes from; by the JSON Schema beside this file
    texts/<language>.json  its words: {"title": .., "questions.what.text": .., ..}
    drawing.svg          the drawing; pictures in it are named `picture:<sha256>`
    pictures/<sha256>    those pictures, PNG or JPEG

`writing` makes one, `reading` takes one in and trusts nothing in it, `texts` lays words out by language, `packing` is
about the ZIP. The same plate gives the same bytes.
"""
