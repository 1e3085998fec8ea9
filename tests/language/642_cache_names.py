# Where the compiled form of a file would be kept: asked for any name, not only for a source.
import importlib.util

for path in ["a.py", "dir/b.json", "/etc/c.tar.gz", "dir.d/x.y", "x/.hidden"]:
    folder, _, leaf = importlib.util.cache_from_source(path).rpartition("/")
    print(path, folder, leaf.rsplit(".", 2)[0])
