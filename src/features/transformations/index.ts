export {
  type JudgedTransformation,
  judgeTransformation,
  transformationName,
  upstreamOf,
} from "./judge.js";
export { readTransformations } from "./read.js";
