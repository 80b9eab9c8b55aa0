export { failureText } from "./failure.js";
export {
  type JudgedTransformation,
  judgeTransformation,
  runState,
  scheduleText,
  transformationName,
  upstreamOf,
} from "./judge.js";
export { readTransformations, type TransformationsRead } from "./read.js";
