"""The workloads on Python: pools.py threads|processes NAME N."""

import sys
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pool


class Threads:
    def __init__(self, workers):
        self.pool = ThreadPoolExecutor(workers)

    def submit(self, fn, *args):
        return self.pool.submit(fn, *args).result

    def map(self, fn, items):
        chunks = [items[i : i + 1000] for i in range(0, len(items), 1000)]
        parts = self.pool.map(lambda chunk: [fn(x) for x in chunk], chunks)
        return [x for part in parts for x in part]

    def close(self):
        self.pool.shutdown()


class Processes:
    def __init__(self, workers):
        self.pool = Pool(workers)

    def submit(self, fn, *args):
        return self.pool.apply_async(fn, args).get

    def map(self, fn, items):
        return self.pool.map(fn, items, chunksize=1000)

    def close(self):
        self.pool.close()
        self.pool.join()


def echo(x):
    return x


def double(x):
    return x * 2 + 1


def burn(rounds):
    x = 1
    for i in range(rounds):
        x = (x * 31 + i) % 1000003
    return x


OBJECT = dict(id=7, name="seven", ok=True, at=1.5, tags="a b", x=1, y=2, z=3, note="nothing to add", last=None)
VALUES = {"no-op": 1, "object": OBJECT, "text": "lariat, " * 8192}


def main(kind, name, n):
    make = {"threads": Threads, "processes": Processes}[kind]
    pool = make(n if name == "workers" else 1 if name == "round-trip" else 2)
    if name in VALUES:
        waiting = []
        for _ in range(n):
            waiting.append(pool.submit(echo, VALUES[name]))
            if len(waiting) == 64:
                waiting.pop(0)()
        for get in waiting:
            get()
    elif name == "round-trip":
        for i in range(n):
            pool.submit(echo, i)()
    elif name == "map":
        pool.map(double, list(range(n)))
    elif name == "workers":
        for get in [pool.submit(echo, i) for i in range(n)]:
            get()
    elif name == "burn":
        for get in [pool.submit(burn, 200_000) for _ in range(n)]:
            get()
    pool.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
