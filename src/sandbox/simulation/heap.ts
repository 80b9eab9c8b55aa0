export interface Due {
  at: number;
  /** Breaks ties, so that the order never depends on chance. */
  order: number;
  id: string;
  /** An entry whose version is no longer the current one is skipped. */
  version: number;
}

function before(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** A binary heap: the earliest due entry on top. */
export class DueHeap {
  private readonly entries: Due[] = [];

  get size(): number {
    return this.entries.length;
  }

  top(): Due | undefined {
    return this.entries[0];
  }

  push(due: Due): void {
    let at = this.entries.push(due) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.entries[parent];
      if (above === undefined || !before(due, above)) break;
      this.entries[at] = above;
      at = parent;
    }
    this.entries[at] = due;
  }

  pop(): Due | undefined {
    const top = this.entries[0];
    const last = this.entries.pop();
    if (top === undefined || last === undefined || this.entries.length === 0) return top;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let child = left;
      const leftDue = this.entries[left];
      if (leftDue === undefined) break;
      const rightDue = this.entries[right];
      if (rightDue !== undefined && before(rightDue, leftDue)) child = right;
      const down = this.entries[child];
      if (down === undefined || !before(down, last)) break;
      this.entries[at] = down;
      at = child;
    }
    this.entries[at] = last;
    return top;
  }
}
