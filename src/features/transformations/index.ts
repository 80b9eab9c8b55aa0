export {
  type JudgedTransformation,
  judgeTransformation,
  transformationName,
  upstreamOf,
} from "./judge.js";
export { readTransformations, type TransformationsRead } from "./read.js";
