export interface Due {
  at: number;
  id: string;
  /** An entry whose version is no longer the current one is skipped. */
  version: number;
}

/** A queue of due entries by time. Entries with the same time keep their order. */
export class DueQueue {
  /** Sorted with the earliest entry last, because removing the last element is cheap. */
  private readonly entries: Due[];

  constructor(entries: readonly Due[] = []) {
    this.entries = entries.toReversed().toSorted((a, b) => (a.at === b.at ? 0 : b.at - a.at));
  }

  top(): Due | undefined {
    return this.entries.at(-1);
  }

  push(added: readonly Due[]): void {
    for (const due of added) {
      let low = 0;
      let high = this.entries.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((this.entries[middle]?.at ?? 0) > due.at) low = middle + 1;
        else high = middle;
      }
      this.entries.splice(low, 0, due);
    }
  }

  pop(): void {
    this.entries.pop();
  }
}
