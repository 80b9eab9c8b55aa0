import { type Engine, engine } from "../simulation/engine.js";
import type { Clock } from "../world/clock.js";
import { worldFile } from "../world/file.js";
import type { World } from "../world/model.js";
import { type Texts, texts } from "./responses.js";

/** The world at this moment, and what is needed to work on it. */
export interface Scene {
  world: World;
  engine: Engine;
  texts: Texts;
}

export interface Store {
  /** Shows the world as it is now. */
  read<T>(run: (scene: Scene) => T): T;
  /** Changes it; where there is a file, as one step that no other process can cut in on. */
  change<T>(run: (scene: Scene) => T): T;
  reset(): void;
}

export function store(options: {
  make(now: number): World;
  clock: Clock;
  lagMs: number;
  stateFile: string | undefined;
  /** Told what a person should know. */
  notify: ((notice: string) => void) | undefined;
}): Store {
  const { make, clock, lagMs } = options;
  const file = options.stateFile === undefined ? undefined : worldFile(options.stateFile);

  function open(world: World): Scene {
    const cache = texts();
    return {
      world,
      texts: cache,
      engine: engine(world, {
        lagMs,
        // A stopped clock moves on purpose: there every run is wanted.
        skips: clock.kind === "live",
        forget: (connection) => cache.forget(connection),
      }),
    };
  }

  /** A world of another version is no reason to stop: a new one begins. */
  function saved(): World | undefined {
    const world = file?.changed();
    if (world !== "unreadable") return world;
    const aside = file?.setAside();
    options.notify?.(
      `The sandbox's saved world is of another version; a new one begins, and the old file is now ${aside}`,
    );
    return undefined;
  }

  function freshen(): void {
    const world = saved();
    if (world === undefined) return;
    scene = open(world);
    // The stopped clock of a saved world stands where it stood.
    if (clock.kind === "stopped") clock.set(world.settled_at);
  }

  function start(): Scene {
    if (file === undefined) return open(make(clock.now()));
    return file.locked(() => {
      const found = saved();
      const next = open(found ?? make(clock.now()));
      if (found === undefined) file.save(next.world);
      else if (clock.kind === "stopped") clock.set(found.settled_at);
      return next;
    });
  }

  let scene = start();

  function apply<T>(run: (scene: Scene) => T): T {
    scene.engine.settle(clock.now());
    return run(scene);
  }

  return {
    read(run) {
      freshen();
      return apply(run);
    },
    change(run) {
      if (file === undefined) return apply(run);
      return file.locked(() => {
        freshen();
        const result = apply(run);
        file.save(scene.world);
        return result;
      });
    },
    reset() {
      const renew = () => {
        scene = open(make(clock.now()));
        file?.save(scene.world);
      };
      if (file === undefined) renew();
      else file.locked(renew);
    },
  };
}
