"""The network of who meets whom, measured beside networkx."""
