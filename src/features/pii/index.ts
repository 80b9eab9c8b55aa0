export { classify } from "./classify.js";
export { changesFor } from "./find.js";
export { type Allowance, searchConnector } from "./read.js";
