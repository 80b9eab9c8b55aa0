import { config } from "zod";

// zod compiles the schema of an object when it is first used. This program uses many schemas for few messages, so
// compiling takes longer than it saves: about 2 % of a start and 10 % of a call. It must be turned off before the
// first schema is created.
config({ jitless: true });
