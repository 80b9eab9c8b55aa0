import { type Engine, engine } from "../simulation/engine.js";
import type { Clock } from "../world/clock.js";
import { worldFile } from "../world/file.js";
import type { World } from "../world/model.js";
import { type Texts, texts } from "./responses.js";

export interface WorldState {
  world: World;
  engine: Engine;
  texts: Texts;
}

export interface Store {
  /** Reads the present world. */
  read<T>(run: (state: WorldState) => T): T;
  /** Changes the world. If it is kept in a file, holds the lock of the file. */
  change<T>(run: (state: WorldState) => T): T;
  reset(): void;
  /** Replaces this world by another one. */
  replace(world: World): void;
}

export function store(options: {
  make(now: number): World;
  clock: Clock;
  lagMs: number;
  stateFile: string | undefined;
  notify: ((notice: string) => void) | undefined;
}): Store {
  const { make, clock, lagMs } = options;
  const file = options.stateFile === undefined ? undefined : worldFile(options.stateFile);

  function open(world: World): WorldState {
    const cache = texts();
    return {
      world,
      texts: cache,
      engine: engine(world, {
        lagMs,
        // With a stopped clock, every run is simulated.
        skips: clock.kind === "live",
        invalidate: (connection) => cache.invalidate(connection),
      }),
    };
  }

  /** Reads the saved world. A world of another version is renamed, and a new one is created. */
  function readSaved(): World | undefined {
    const world = file?.changed();
    if (world !== "unreadable") return world;
    const aside = file?.setAside();
    options.notify?.(
      `The saved sandbox world has another version. A new one was created; the old file is now ${aside}`,
    );
    return undefined;
  }

  function refresh(): void {
    const world = readSaved();
    if (world === undefined) return;
    state = open(world);
    // The stopped clock of a saved world continues at its last time.
    if (clock.kind === "stopped") clock.set(world.settled_at);
  }

  function start(): WorldState {
    if (file === undefined) return open(make(clock.now()));
    return file.locked(() => {
      const found = readSaved();
      const next = open(found ?? make(clock.now()));
      if (found === undefined) file.save(next.world);
      else if (clock.kind === "stopped") clock.set(found.settled_at);
      return next;
    });
  }

  let state = start();

  function replace(next: () => World): void {
    const put = () => {
      state = open(next());
      file?.save(state.world);
    };
    if (file === undefined) put();
    else file.locked(put);
  }

  function apply<T>(run: (state: WorldState) => T): T {
    state.engine.settle(clock.now());
    return run(state);
  }

  return {
    read(run) {
      refresh();
      return apply(run);
    },
    change(run) {
      if (file === undefined) return apply(run);
      return file.locked(() => {
        refresh();
        const result = apply(run);
        file.save(state.world);
        return result;
      });
    },
    reset: () => replace(() => make(clock.now())),
    replace(world) {
      replace(() => world);
      if (clock.kind === "stopped") clock.set(world.settled_at);
    },
  };
}
