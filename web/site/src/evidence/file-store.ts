// A chosen file outlives the page as what is typed does: its bytes are in IndexedDB, which takes files
// that localStorage would not.

const DATABASE = "dikast-files";
const STORE = "files";

/** A file as it was chosen. */
export interface KeptFile {
  name: string;
  content: Uint8Array;
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function run<T>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = use(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Keeps a file; false when the browser refuses, which then has to be told. */
export async function keepFile(key: string, file: KeptFile): Promise<boolean> {
  try {
    await run("readwrite", (store) => store.put(file, key));
    return true;
  } catch {
    return false;
  }
}

export async function forgetFile(key: string): Promise<void> {
  await run("readwrite", (store) => store.delete(key)).catch(() => undefined);
}

/** What was kept; undefined when nothing was, or when it cannot be read. */
export async function readFile(key: string): Promise<KeptFile | undefined> {
  try {
    // Asking for the list makes no database where there is none.
    const known = await indexedDB.databases?.();
    if (known && !known.some(({ name }) => name === DATABASE)) return undefined;
    const kept: unknown = await run("readonly", (store) => store.get(key));
    if (typeof kept !== "object" || kept === null) return undefined;
    const { name, content } = kept as Partial<KeptFile>;
    return typeof name === "string" && content instanceof Uint8Array
      ? { name, content }
      : undefined;
  } catch {
    return undefined;
  }
}
