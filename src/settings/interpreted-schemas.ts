import { config } from "zod";

// zod compiles the schema of an object when it is first used. The schemas of messages and settings read little, so
// compiling takes longer than it saves. It must be turned off before the first schema is created.
config({ jitless: true });

/** Call this before loading the schemas of Fivetran's records, because a list has thousands of them. */
export const compileSchemas = (): void => void config({ jitless: false });
