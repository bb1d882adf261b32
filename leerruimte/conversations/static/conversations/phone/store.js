// What waits on this phone, in IndexedDB: it survives reloads, a closed browser and an empty battery. Where a browser
// gives no IndexedDB (some private windows) the same lives in memory, for as long as the page does.

const NAME = "leerruimte";

export async function openStore() {
  try {
    return new Store(await openDatabase());
  } catch {
    return new MemoryStore();
  }
}

function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("writes", { keyPath: "key" }).createIndex("room", "room");
      request.result.createObjectStore("counters", { keyPath: "box" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

class Store {
  lasts = true;

  constructor(database) {
    this.database = database;
    // A newer page in another tab wants another version: step aside, it keeps what is in here.
    database.onversionchange = () => database.close();
  }

  // Store a new write with the next number of its box, in one transaction: two tabs never give the same number.
  add(box, write) {
    const transaction = this.database.transaction(["writes", "counters"], "readwrite", { durability: "strict" });
    const counters = transaction.objectStore("counters");
    let kept;
    counters.get(box).onsuccess = (event) => {
      const n = (event.target.result?.n ?? 0) + 1;
      counters.put({ box, n });
      kept = { ...write, n, key: `${box}:${n}` };
      transaction.objectStore("writes").put(kept);
    };
    return done(transaction, () => kept);
  }

  // Numbers of a box go on from the highest that the server knows.
  raise(box, n) {
    const transaction = this.database.transaction("counters", "readwrite");
    const counters = transaction.objectStore("counters");
    counters.get(box).onsuccess = (event) => {
      if ((event.target.result?.n ?? 0) < n) counters.put({ box, n });
    };
    return done(transaction);
  }

  all(room) {
    const transaction = this.database.transaction("writes");
    const request = transaction.objectStore("writes").index("room").getAll(room);
    return done(transaction, () => request.result);
  }

  put(writes) {
    const transaction = this.database.transaction("writes", "readwrite", { durability: "strict" });
    for (const write of writes) transaction.objectStore("writes").put(write);
    return done(transaction);
  }

  drop(keys) {
    const transaction = this.database.transaction("writes", "readwrite");
    for (const key of keys) transaction.objectStore("writes").delete(key);
    return done(transaction);
  }

  async forget(room) {
    await this.drop((await this.all(room)).map((write) => write.key));
  }
}

function done(transaction, value = () => undefined) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(value());
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

class MemoryStore {
  lasts = false;
  writes = new Map();
  counters = new Map();

  async add(box, write) {
    const n = (this.counters.get(box) ?? 0) + 1;
    this.counters.set(box, n);
    const kept = { ...write, n, key: `${box}:${n}` };
    this.writes.set(kept.key, kept);
    return kept;
  }

  async raise(box, n) {
    if ((this.counters.get(box) ?? 0) < n) this.counters.set(box, n);
  }

  async all(room) {
    return [...this.writes.values()].filter((write) => write.room === room);
  }

  async put(writes) {
    for (const write of writes) this.writes.set(write.key, write);
  }

  async drop(keys) {
    for (const key of keys) this.writes.delete(key);
  }

  async forget(room) {
    await this.drop((await this.all(room)).map((write) => write.key));
  }
}
