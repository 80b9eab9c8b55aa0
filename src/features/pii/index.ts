export { classify } from "./classify.js";
export {
  changesFor,
  type Finding,
} from "./find.js";
export { type Allowance, searchConnector } from "./read.js";
export { KINDS } from "./words.js";
